package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import org.pushforward.engine.expr.Expr;

/**
 * The law whose density rises linearly on [low, b], is constant on [b, c] and falls linearly on [c,
 * high], low <= b <= c <= high, low < high; where an end is one with its neighbour the density
 * jumps. With b = c it is the triangular law.
 */
public record Trapezoidal(Expr low, Expr b, Expr c, Expr high) implements Distribution {

  /** log of the height as part of that on [b, c]. */
  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.of(x, support(), middle());
    Expr height =
        pieces(
            at.point(),
            at.point().minus(low).over(rise()),
            Expr.of(1),
            high.minus(at.point()).over(fall()));
    return at.log(edge(low, b), log(height), edge(c, high));
  }

  @Override
  public Expr logMass() {
    return log(twiceMass().times(0.5));
  }

  @Override
  public Expr cdf(Expr x) {
    Inside at = Inside.of(x, support(), middle());
    return at.value(
        Expr.of(0),
        pieces(
            at.point(), risen(at.point()), plateau(at.point()), Expr.of(1).minus(left(at.point()))),
        Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = Inside.of(x, support(), middle());
    return at.value(
        Expr.of(1),
        pieces(
            at.point(),
            Expr.of(1).minus(risen(at.point())),
            c.plus(high).minus(at.point().times(2)).over(twiceMass()),
            left(at.point())),
        Expr.of(0));
  }

  @Override
  public Expr quantile(Expr p) {
    Expr below = p.times(twiceMass());
    Expr above = Expr.of(1).minus(p).times(twiceMass());
    return select(
        less(below, b.minus(low)),
        low.plus(sqrt(below.times(rise()))),
        select(
            less(above, high.minus(c)),
            high.minus(sqrt(above.times(fall()))),
            low.plus(b).plus(below).times(0.5)));
  }

  @Override
  public Expr middle() {
    return quantile(Expr.of(0.5));
  }

  @Override
  public Support support() {
    return new Support(low, high);
  }

  private Expr pieces(Expr x, Expr rising, Expr flat, Expr falling) {
    return select(less(x, b), rising, select(less(c, x), falling, flat));
  }

  /** P(X <= x) for x in [low, b]. */
  private Expr risen(Expr x) {
    return x.minus(low).square().over(rise().times(twiceMass()));
  }

  /** P(X <= x) for x in [b, c]. */
  private Expr plateau(Expr x) {
    return x.times(2).minus(low).minus(b).over(twiceMass());
  }

  /** P(X > x) for x in [c, high]. */
  private Expr left(Expr x) {
    return high.minus(x).square().over(fall().times(twiceMass()));
  }

  /** b - low, or 1 where nothing lies between. */
  private Expr rise() {
    return orOne(low, b);
  }

  private Expr fall() {
    return orOne(c, high);
  }

  private static Expr orOne(Expr from, Expr to) {
    return select(less(from, to), to.minus(from), Expr.of(1));
  }

  /** log of the height at an end. */
  private static Expr edge(Expr from, Expr to) {
    return select(less(from, to), Expr.of(Double.NEGATIVE_INFINITY), Expr.of(0));
  }

  private Expr twiceMass() {
    return high.minus(low).plus(c.minus(b));
  }
}
