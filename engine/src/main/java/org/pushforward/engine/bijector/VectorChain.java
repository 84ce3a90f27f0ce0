package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Expr;

/** y = then(first(x)), {@code then} defined on all images of {@code first}; log-dets add. */
public record VectorChain(VectorBijector first, VectorBijector then) implements VectorBijector {
  public VectorChain {
    if (first.dimension() != then.dimension()) {
      throw new IllegalArgumentException(first.dimension() + " coordinates to " + then.dimension());
    }
  }

  @Override
  public int dimension() {
    return first.dimension();
  }

  @Override
  public VectorImage forward(List<Expr> x) {
    VectorImage inner = first.forward(x);
    VectorImage outer = then.forward(inner.values());
    return new VectorImage(outer.values(), inner.logDet().plus(outer.logDet()));
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    VectorImage outer = then.inverse(y);
    VectorImage inner = first.inverse(outer.values());
    return new VectorImage(inner.values(), outer.logDet().plus(inner.logDet()));
  }

  @Override
  public Expr isDefined(List<Expr> x) {
    return first.isDefined(x);
  }

  @Override
  public Expr isImage(List<Expr> y) {
    Expr outer = then.isImage(y);
    List<Expr> safe = inRange(then, outer, y);
    return outer.times(first.isImage(then.inverse(safe).values()));
  }

  /** y, or where it is no image some image: of what is derived from it, nothing is NaN. */
  public static List<Expr> inRange(VectorBijector map, Expr isImage, List<Expr> y) {
    List<Expr> inside = map.forward(map.point()).values();
    List<Expr> safe = new ArrayList<>();
    for (int i = 0; i < y.size(); i++) {
      safe.add(select(isImage, y.get(i), inside.get(i)));
    }
    return safe;
  }

  @Override
  public List<Expr> point() {
    return first.point();
  }

  @Override
  public Interval domain(int coordinate) {
    return first.domain(coordinate);
  }

  @Override
  public Interval range(int coordinate) {
    return then.range(coordinate);
  }
}
