package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

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
    return log(high.minus(low));
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
    return mass(a, b).over(high.minus(low));
  }

  @Override
  public Expr cdf(Expr x) {
    return inside(x).minus(low).over(high.minus(low));
  }

  @Override
  public Expr survival(Expr x) {
    return high.minus(inside(x)).over(high.minus(low));
  }

  @Override
  public Expr quantile(Expr p) {
    return low.plus(high.minus(low).times(p));
  }

  @Override
  public Expr middle() {
    return low.plus(high).times(0.5);
  }

  @Override
  public Support support() {
    return new Support(low, high);
  }

  private Expr inside(Expr x) {
    return min(max(x, low), high);
  }
}
