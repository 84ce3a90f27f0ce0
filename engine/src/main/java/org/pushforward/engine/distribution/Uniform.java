package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/** Uniform law on [low, high], low < high: p(x) = 1 / (high - low). */
public record Uniform(Expr low, Expr high) implements Distribution {
  @Override
  public Expr logShape(Expr x) {
    Expr outside = Expr.of(Double.NEGATIVE_INFINITY);
    return select(less(x, low), outside, select(less(high, x), outside, Expr.of(0)));
  }

  @Override
  public Expr logMass() {
    return log(width());
  }

  @Override
  public Expr mass(Expr a, Expr b) {
    return inside(b).minus(inside(a));
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    return log(mass(a, b));
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    return mass(a, b).over(width());
  }

  @Override
  public Expr cdf(Expr x) {
    return inside(x).minus(low).over(width());
  }

  @Override
  public Expr survival(Expr x) {
    return high.minus(inside(x)).over(width());
  }

  @Override
  public Expr quantile(Expr p) {
    return low.plus(width().times(p));
  }

  @Override
  public Optional<Cumulants> cumulants() {
    return Optional.of(
        new Cumulants(
            middle(),
            width().square().over(12),
            c -> Exponential.logSinhc(c.times(width()).times(0.5))));
  }

  /** On [0, h], log h - log X is exponential of rate 1. */
  @Override
  public Optional<Cumulants> logCumulants() {
    return low.is(0)
        ? new Exponential(Expr.of(1)).cumulants().map(c -> c.affine(log(high), Expr.of(-1)))
        : Optional.empty();
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(logMass());
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return Points.moved(shift, scale, p -> new Uniform(p.get(0), p.get(1)), low, high);
  }

  @Override
  public Expr middle() {
    return low.plus(high).times(0.5);
  }

  @Override
  public Support support() {
    return new Support(low, high);
  }

  private Expr width() {
    return high.minus(low);
  }

  private Expr inside(Expr x) {
    return min(max(x, low), high);
  }
}
