package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.less;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.pushforward.engine.expr.Expr;

/** y_i = g_i(x_i), maps of the line. */
public record Elementwise(List<Bijector> maps) implements VectorBijector {
  public Elementwise {
    maps = List.copyOf(maps);
  }

  @Override
  public int dimension() {
    return maps.size();
  }

  @Override
  public VectorImage forward(List<Expr> x) {
    return each(x, Bijector::forward);
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    return each(y, Bijector::inverse);
  }

  private VectorImage each(List<Expr> x, BiFunction<Bijector, Expr, Image> image) {
    List<Expr> values = new ArrayList<>();
    Expr logDet = Expr.of(0);
    for (Bijector map : maps) {
      Image one = image.apply(map, x.get(values.size()));
      values.add(one.value());
      logDet = logDet.plus(one.logDet());
    }
    return new VectorImage(values, logDet);
  }

  @Override
  public Expr isDefined(List<Expr> x) {
    return inside(x, maps.stream().map(Bijector::domain).toList());
  }

  @Override
  public Expr isImage(List<Expr> y) {
    return inside(y, maps.stream().map(Bijector::range).toList());
  }

  private static Expr inside(List<Expr> x, List<Interval> intervals) {
    Expr inside = Expr.of(1);
    for (int i = 0; i < intervals.size(); i++) {
      Interval interval = intervals.get(i);
      if (interval.low() > Double.NEGATIVE_INFINITY) {
        inside = inside.times(less(Expr.of(interval.low()), x.get(i)));
      }
      if (interval.high() < Double.POSITIVE_INFINITY) {
        inside = inside.times(less(x.get(i), Expr.of(interval.high())));
      }
    }
    return inside;
  }

  @Override
  public List<Expr> point() {
    return maps.stream().map(map -> Expr.of(map.domain().inside())).toList();
  }

  @Override
  public Interval domain(int coordinate) {
    return maps.get(coordinate).domain();
  }

  @Override
  public Interval range(int coordinate) {
    return maps.get(coordinate).range();
  }
}
