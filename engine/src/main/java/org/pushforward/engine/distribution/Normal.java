package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.normalCdf;
import static org.pushforward.engine.expr.Formulas.normalQuantile;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Normal law of mean mu and standard deviation sigma > 0.
 *
 * <p>log p(x) = -z^2 / 2 - log(sigma sqrt(2 pi)), with z = (x - mu) / sigma.
 */
public record Normal(Expr mean, Expr sd) implements Distribution {
  private static final double LOG_SQRT_2_PI = 0.91893853320467274178032973640562;

  @Override
  public Expr logShape(Expr x) {
    return standardised(x).square().times(-0.5);
  }

  @Override
  public Expr logMass() {
    return log(sd).plus(LOG_SQRT_2_PI);
  }

  @Override
  public Expr cdf(Expr x) {
    return normalCdf(standardised(x));
  }

  @Override
  public Expr survival(Expr x) {
    return normalCdf(standardised(x).negate());
  }

  @Override
  public Expr quantile(Expr p) {
    return mean.plus(sd.times(normalQuantile(p)));
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    return mean.plus(sd.times(uniforms.normal()));
  }

  @Override
  public Optional<Cumulants> cumulants() {
    return Optional.of(new Cumulants(mean, sd.square(), c -> c.times(sd).square().times(0.5)));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(logMass().plus(0.5));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return Optional.of(new Normal(shift.plus(scale.times(mean)), abs(scale).times(sd)));
  }

  @Override
  public Expr middle() {
    return mean;
  }

  /** One Phi for both tails: -sign(z) Phi(-|z|). */
  @Override
  public Expr folded(Expr x) {
    Expr z = standardised(x);
    Expr isAbove = less(mean, x);
    Expr tail = normalCdf(select(isAbove, z.negate(), z));
    return select(isAbove, tail.negate(), tail);
  }

  private Expr standardised(Expr x) {
    return x.minus(mean).over(sd);
  }
}
