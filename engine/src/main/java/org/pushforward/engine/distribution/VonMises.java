package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.besselI0e;
import static org.pushforward.engine.expr.Formulas.besselI0eSlope;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sin;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Von Mises' law of an angle in [-pi, pi], about 0, of concentration k >= 0.
 *
 * <p>log p(x) = k (cos x - 1) - log(2 pi exp(-k) I0(k)). Its masses are integrated.
 */
public record VonMises(Expr concentration) implements Tailed {
  private static final Support CIRCLE = new Support(Expr.of(-Math.PI), Expr.of(Math.PI));

  @Override
  public Expr logShape(Expr x) {
    Expr outside = Expr.of(Double.NEGATIVE_INFINITY);
    // cos x - 1 = -2 sin(x / 2)^2
    Expr log = sin(x.times(0.5)).square().times(concentration.times(-2));
    return select(less(x, CIRCLE.low()), outside, select(less(CIRCLE.high(), x), outside, log));
  }

  @Override
  public Expr logMass() {
    return log(besselI0e(concentration).times(2 * Math.PI));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(Expr.of(0));
  }

  /** logMass + k (1 - I1(k) / I0(k)). */
  @Override
  public Optional<Expr> entropy() {
    Expr loss = besselI0eSlope(concentration).over(besselI0e(concentration));
    return Optional.of(logMass().minus(concentration.times(loss)));
  }

  @Override
  public Expr middle() {
    return Expr.of(0);
  }

  @Override
  public Support support() {
    return CIRCLE;
  }
}
