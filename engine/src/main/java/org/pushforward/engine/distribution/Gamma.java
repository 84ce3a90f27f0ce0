package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.digamma;
import static org.pushforward.engine.expr.Formulas.exp2;
import static org.pushforward.engine.expr.Formulas.gammaP;
import static org.pushforward.engine.expr.Formulas.gammaPInv;
import static org.pushforward.engine.expr.Formulas.gammaQ;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lgamma;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.logGammaPDerivative;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.trigamma;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Gamma law of shape a > 0 and rate k > 0.
 *
 * <p>log p(x) = (a - 1) log y - y - log(Gamma(a) / k), with y = k x >= 0. At 0 the density is
 * infinite for a < 1, k for a = 1 and 0 for a > 1.
 */
public record Gamma(Expr shape, Expr rate) implements Windowed {

  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.positive(x);
    Expr y = min(at.point().times(rate), Expr.of(Double.MAX_VALUE));
    Expr power = shape.minus(1);
    return at.log(
        Inside.logPowerAtZero(power),
        power.times(log(y)).minus(y),
        Expr.of(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Expr logMass() {
    return lgamma(shape).minus(log(rate));
  }

  @Override
  public Expr cdf(Expr x) {
    Inside at = Inside.positive(x);
    return at.value(Expr.of(0), gammaP(shape, at.point().times(rate)), Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = Inside.positive(x);
    return at.value(Expr.of(1), gammaQ(shape, at.point().times(rate)), Expr.of(0));
  }

  @Override
  public Expr scale() {
    return Expr.of(1).over(rate);
  }

  @Override
  public Expr logMass(Window window) {
    return new GammaWindow(shape, window).logMass(middle().times(rate));
  }

  @Override
  public Expr cdfIntegral(Window window) {
    return new GammaWindow(shape, window).cdfIntegral();
  }

  @Override
  public Expr survivalIntegral(Window window) {
    return new GammaWindow(shape, window).survivalIntegral();
  }

  @Override
  public Expr quantile(Expr p) {
    return gammaPInv(shape, p).over(rate);
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    return GammaDraw.of(shape, uniforms).value().over(rate);
  }

  /** log E exp(c X) = -a log(1 - c / k), c < k. */
  @Override
  public Optional<Cumulants> cumulants() {
    return Optional.of(
        new Cumulants(
            shape.over(rate),
            shape.over(rate.square()),
            c -> {
              Expr u = c.over(rate);
              Expr log = log1p(min(u, Expr.of(1)).negate());
              return Cumulants.where(less(u, Expr.of(1)), shape.times(log.plus(u)).negate());
            }));
  }

  /** E X^c = Gamma(a + c) / Gamma(a) / k^c, c > -a. */
  @Override
  public Optional<Cumulants> logCumulants() {
    Expr mean = digamma(shape);
    return Optional.of(
        new Cumulants(
            mean.minus(log(rate)),
            trigamma(shape),
            c -> GammaRatio.log(shape, c).minus(c.times(mean))));
  }

  /**
   * -log p(a / k) + (a - 1) (log a - digamma(a)), of which neither is a difference of large terms.
   */
  @Override
  public Optional<Expr> entropy() {
    Expr peak = logGammaPDerivative(shape, shape).plus(log(rate));
    return Optional.of(shape.minus(1).times(DigammaGap.of(shape)).minus(peak));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return shift.is(0) && scale.constantOrNaN() > 0
        ? Optional.of(new Gamma(shape, rate.over(scale)))
        : Optional.empty();
  }

  /** Close to the median for every shape: 2^(-1/a) (exp(-gamma) + a) / k, gamma Euler's. */
  @Override
  public Expr middle() {
    return exp2(Expr.of(-1).over(shape)).times(shape.plus(0.56145948356688516982)).over(rate);
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }
}
