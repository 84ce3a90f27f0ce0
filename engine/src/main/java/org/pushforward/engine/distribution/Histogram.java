package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.pushforward.engine.expr.Expr;

/**
 * The law whose density is constant between neighbouring edges, a multiple of the height there; at
 * an edge it is that on the right, at the last one that on the left.
 *
 * @param heights one less than edges
 */
public record Histogram(List<Expr> edges, List<Expr> heights) implements Distribution {

  public Histogram {
    edges = List.copyOf(edges);
    heights = List.copyOf(heights);
    if (heights.isEmpty() || edges.size() != heights.size() + 1) {
      throw new IllegalArgumentException(edges.size() + " edges, " + heights.size() + " heights");
    }
  }

  @Override
  public Expr logShape(Expr x) {
    Expr outside = max(less(x, edge(0)), less(edge(heights.size()), x));
    Expr height = select(outside, Expr.of(1), of(x, heights::get));
    return select(outside, Expr.of(Double.NEGATIVE_INFINITY), log(height));
  }

  @Override
  public Expr logMass() {
    return log(below(heights.size()));
  }

  @Override
  public Expr cdf(Expr x) {
    Expr at = inside(x);
    Expr from = of(x, i -> below(i)).plus(of(x, heights::get).times(at.minus(of(x, this::edge))));
    return from.over(below(heights.size()));
  }

  @Override
  public Expr survival(Expr x) {
    Expr at = inside(x);
    Expr to = of(x, i -> edge(i + 1)).minus(at);
    return of(x, i -> above(i + 1)).plus(of(x, heights::get).times(to)).over(above(0));
  }

  /** From the lower end up to a half, from the upper end beyond. */
  @Override
  public Expr quantile(Expr p) {
    Expr mass = p.times(below(heights.size()));
    Expr rest = Expr.of(1).minus(p).times(above(0));
    Expr up = edge(0).plus(mass.over(positive(0)));
    Expr down = edge(1).minus(rest.minus(above(1)).over(positive(0)));
    for (int i = 1; i < heights.size(); i++) {
      Expr rises = edge(i).plus(mass.minus(below(i)).over(positive(i)));
      Expr falls = edge(i + 1).minus(rest.minus(above(i + 1)).over(positive(i)));
      up = select(less(below(i), mass), rises, up);
      down = select(less(rest, above(i)), falls, down);
    }
    return select(less(Expr.of(0.5), p), down, up);
  }

  @Override
  public Expr middle() {
    return quantile(Expr.of(0.5));
  }

  @Override
  public List<Expr> joints() {
    return edges.subList(1, edges.size() - 1);
  }

  @Override
  public Support support() {
    return new Support(edge(0), edge(heights.size()));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(mean(i -> edge(i).plus(edge(i + 1)).times(0.5)));
  }

  /** The mean square of the distance between the centre of the bin and E X, and of that in bins. */
  @Override
  public Optional<Expr> variance() {
    Expr mean = expectation().orElseThrow();
    return Optional.of(
        mean(
            i -> {
              Expr between = edge(i).plus(edge(i + 1)).times(0.5).minus(mean);
              return between.square().plus(width(i).square().times(1.0 / 12));
            }));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(logMass().minus(mean(i -> log(positive(i)))));
  }

  /** sum_i P_i value(i). */
  private Expr mean(IntFunction<Expr> value) {
    Expr sum = Expr.of(0);
    for (int i = 0; i < heights.size(); i++) {
      sum = sum.plus(width(i).times(heights.get(i)).times(value.apply(i)));
    }
    return sum.over(below(heights.size()));
  }

  /** value(i) in the bin i of x, of the first and the last one beyond the ends. */
  private Expr of(Expr x, IntFunction<Expr> value) {
    Expr found = value.apply(0);
    for (int i = 1; i < heights.size(); i++) {
      found = select(lessOrEqual(edge(i), x), value.apply(i), found);
    }
    return found;
  }

  /** The height, or 1 where it is not positive. */
  private Expr positive(int i) {
    return select(less(Expr.of(0), heights.get(i)), heights.get(i), Expr.of(1));
  }

  /** Integral of the heights over the bins before i. */
  private Expr below(int i) {
    return i == 0 ? Expr.of(0) : below(i - 1).plus(width(i - 1).times(heights.get(i - 1)));
  }

  /** The same over the bins from i on. */
  private Expr above(int i) {
    return i == heights.size() ? Expr.of(0) : above(i + 1).plus(width(i).times(heights.get(i)));
  }

  private Expr width(int i) {
    return edge(i + 1).minus(edge(i));
  }

  private Expr edge(int i) {
    return edges.get(i);
  }

  private Expr inside(Expr x) {
    return min(max(x, edge(0)), edge(heights.size()));
  }
}
