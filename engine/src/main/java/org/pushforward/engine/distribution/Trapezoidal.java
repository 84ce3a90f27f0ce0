package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.List;
import java.util.Optional;
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

  /** By the parts of masses r / w, 2 t / w and f / w: r the rise, t the top's width, f the fall. */
  @Override
  public Optional<Expr> expectation() {
    Expr rise = b.minus(low);
    Expr top = c.minus(b);
    Expr fall = high.minus(c);
    Expr ends = fall.square().minus(rise.square()).over(3);
    return Optional.of(b.plus(top.times(top.plus(fall)).plus(ends).over(twiceMass())));
  }

  /** Within the parts, of variances r^2 / 18, t^2 / 12 and f^2 / 18, and between each two. */
  @Override
  public Optional<Expr> variance() {
    Expr rise = b.minus(low);
    Expr top = c.minus(b);
    Expr fall = high.minus(c);
    Expr within =
        rise.square()
            .times(rise)
            .plus(fall.square().times(fall))
            .over(18)
            .plus(top.square().times(top).over(6));
    Expr first = rise.times(top).times(2).times(rise.over(3).plus(top.over(2)).square());
    Expr second = top.times(fall).times(2).times(fall.over(3).plus(top.over(2)).square());
    Expr third = rise.times(fall).times(rise.plus(fall).over(3).plus(top).square());
    Expr between = first.plus(second).plus(third).over(twiceMass());
    return Optional.of(within.plus(between).over(twiceMass()));
  }

  /** The logarithm of the height as part of the top's has the mean -1/2 on a ramp. */
  @Override
  public Optional<Expr> entropy() {
    Expr ramps = b.minus(low).plus(high.minus(c));
    return Optional.of(logMass().plus(ramps.over(twiceMass().times(2))));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return Points.moved(
        shift,
        scale,
        p -> new Trapezoidal(p.get(0), p.get(1), p.get(2), p.get(3)),
        low,
        b,
        c,
        high);
  }

  @Override
  public Expr middle() {
    return quantile(Expr.of(0.5));
  }

  @Override
  public List<Expr> joints() {
    return List.of(b, c);
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
