package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.erf;
import static org.pushforward.engine.expr.Formulas.erfinv;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logNormalCdf;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.normalCdf;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * The law of |X|, X normal of mean 0 and standard deviation sigma > 0.
 *
 * <p>log p(x) = -z^2 / 2 - log(sigma sqrt(pi / 2)), with z = x / sigma >= 0.
 */
public record HalfNormal(Expr sd) implements Distribution {
  private static final double LOG_SQRT_HALF_PI = 0.22579135264472743236309761494744;
  private static final double LN2 = 0.69314718055994530941723212145818;
  private static final double ROOT_TWO_OVER_PI = 0.79788456080286535587989211986877;
  private static final double ROOT_HALF = 0.70710678118654752440084436210485;

  @Override
  public Expr logShape(Expr x) {
    Expr shape = x.over(sd).square().times(-0.5);
    return select(less(x, Expr.of(0)), Expr.of(Double.NEGATIVE_INFINITY), shape);
  }

  @Override
  public Expr logMass() {
    return log(sd).plus(LOG_SQRT_HALF_PI);
  }

  @Override
  public Expr cdf(Expr x) {
    return erf(standardised(x).times(ROOT_HALF));
  }

  @Override
  public Expr survival(Expr x) {
    return normalCdf(standardised(x).negate()).times(2);
  }

  @Override
  public Expr quantile(Expr p) {
    return sd.times(erfinv(p)).over(ROOT_HALF);
  }

  /** E exp(c X) = 2 Phi(c s) exp((c s)^2 / 2). */
  @Override
  public Optional<Cumulants> cumulants() {
    Expr mean = sd.times(ROOT_TWO_OVER_PI);
    return Optional.of(
        new Cumulants(
            mean,
            sd.square().times(1 - ROOT_TWO_OVER_PI * ROOT_TWO_OVER_PI),
            c ->
                logNormalCdf(c.times(sd))
                    .plus(LN2)
                    .plus(c.times(sd).square().times(0.5))
                    .minus(c.times(mean))));
  }

  /** X^2 is gamma of shape 1/2 and rate 1 / (2 s^2). */
  @Override
  public Optional<Cumulants> logCumulants() {
    Distribution square = new Gamma(Expr.of(0.5), Expr.of(0.5).over(sd.square()));
    return square.logCumulants().map(c -> c.affine(Expr.of(0), Expr.of(0.5)));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(logMass().plus(0.5));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return shift.is(0) && scale.constantOrNaN() > 0
        ? Optional.of(new HalfNormal(sd.times(scale)))
        : Optional.empty();
  }

  @Override
  public Expr middle() {
    return sd.times(0.67448975019608174);
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }

  private Expr standardised(Expr x) {
    return max(x, Expr.of(0)).over(sd);
  }
}
