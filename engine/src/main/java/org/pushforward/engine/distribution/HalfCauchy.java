package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.atan2;
import static org.pushforward.engine.expr.Formulas.cauchyQuantile;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * The law of |X|, X Cauchy of location 0 and scale g > 0.
 *
 * <p>log p(x) = -log(1 + z^2) - log(pi g / 2), with z = x / g >= 0.
 */
public record HalfCauchy(Expr scale) implements Distribution {
  private static final double LN2 = 0.69314718055994530941723212145818;
  private static final double TWO_OVER_PI = 0.63661977236758134307553505349006;
  private static final double LOG_HALF_PI = 0.45158270528945486472619522989488;

  @Override
  public Expr logShape(Expr x) {
    Expr shape = log1p(x.over(scale).square()).negate();
    return select(less(x, Expr.of(0)), Expr.of(Double.NEGATIVE_INFINITY), shape);
  }

  @Override
  public Expr logMass() {
    return log(scale).plus(LOG_HALF_PI);
  }

  @Override
  public Expr cdf(Expr x) {
    return atan2(max(x, Expr.of(0)), scale).times(TWO_OVER_PI);
  }

  @Override
  public Expr survival(Expr x) {
    return atan2(scale, max(x, Expr.of(0))).times(TWO_OVER_PI);
  }

  /** g tan(pi p / 2) = -g / tan(pi (p / 2 - 1 / 2)). */
  @Override
  public Expr quantile(Expr p) {
    return scale.over(cauchyQuantile(p.times(0.5))).negate();
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(Expr.of(Double.POSITIVE_INFINITY));
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(Expr.of(Double.POSITIVE_INFINITY));
  }

  /** (X / g)^2 is beta-prime of 1/2 and 1/2. */
  @Override
  public Optional<Cumulants> logCumulants() {
    return new BetaPrime(Expr.of(0.5), Expr.of(0.5))
        .logCumulants()
        .map(c -> c.affine(log(scale), Expr.of(0.5)));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(logMass().plus(2 * LN2));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return shift.is(0) && scale.constantOrNaN() > 0
        ? Optional.of(new HalfCauchy(this.scale.times(scale)))
        : Optional.empty();
  }

  @Override
  public Expr middle() {
    return scale;
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }
}
