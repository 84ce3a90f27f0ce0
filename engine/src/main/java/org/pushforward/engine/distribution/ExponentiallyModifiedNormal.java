package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.erfcx;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logNormalCdf;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.normalCdf;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * The law of the sum of a normal variable of mean m and standard deviation s > 0 and an exponential
 * one of rate a > 0.
 *
 * <p>p(x) = a E, with z = (x - m) / s, k = a s and
 *
 * <pre>E = exp(k^2 / 2 - k z) Phi(z - k) = exp(-z^2 / 2) erfcx((k - z) / sqrt(2)) / 2
 * P(X > x) = Phi(-z) + E</pre>
 */
public record ExponentiallyModifiedNormal(Expr mean, Expr sd, Expr rate) implements Distribution {
  private static final double ROOT_HALF = 0.70710678118654752440084436210485;

  /** log E, by the second form up to z = k, so that no squares cancel; Phi(40) is 1. */
  @Override
  public Expr logShape(Expr x) {
    Expr z = standardised(x);
    Expr k = rate.times(sd);
    Expr isHigh = less(k, z);
    Expr excess = select(isHigh, z.minus(k), Expr.of(0));
    Expr line = k.square().times(0.5).minus(rate.times(x.minus(mean)));
    Expr high = line.plus(logNormalCdf(min(excess, Expr.of(40))));
    Expr deficit = select(isHigh, Expr.of(0), k.minus(z));
    Expr low = log(erfcx(deficit.times(ROOT_HALF)).times(0.5)).minus(z.square().times(0.5));
    return select(isHigh, high, low);
  }

  @Override
  public Expr logMass() {
    return log(rate).negate();
  }

  /**
   * Phi(z) - E; below z = 1, where both may be nearly one, by {@link ErfcxFall}, above as 1 - E
   * less Phi(-z).
   */
  @Override
  public Expr cdf(Expr x) {
    Expr z = standardised(x);
    Expr low = min(z, Expr.of(1));
    Expr fall = ErfcxFall.of(low.times(-ROOT_HALF), rate.times(sd).times(ROOT_HALF));
    Expr high = expm1(logShape(x)).plus(normalCdf(z.negate())).negate();
    return select(less(z, Expr.of(1)), exp(low.square().times(-0.5)).times(0.5).times(fall), high);
  }

  @Override
  public Expr survival(Expr x) {
    return normalCdf(standardised(x).negate()).plus(exp(logShape(x)));
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    Expr normal = new Normal(mean, sd).draw(uniforms);
    return normal.plus(log(uniforms.next()).negate().over(rate));
  }

  /** The mean of the normal plus the median of the exponential variable: near the median. */
  @Override
  public Optional<Cumulants> cumulants() {
    Cumulants normal = new Normal(mean, sd).cumulants().orElseThrow();
    return new Exponential(rate).cumulants().map(normal::plus);
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return scale.constantOrNaN() > 0
        ? Optional.of(
            new ExponentiallyModifiedNormal(
                shift.plus(scale.times(mean)), sd.times(scale), rate.over(scale)))
        : Optional.empty();
  }

  @Override
  public Expr middle() {
    return mean.plus(Expr.of(0.69314718055994530941723212145818).over(rate));
  }

  private Expr standardised(Expr x) {
    return x.minus(mean).over(sd);
  }
}
