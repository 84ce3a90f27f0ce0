package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Student's law of nu > 0 degrees of freedom, location m and scale s > 0.
 *
 * <p>log p(x) = -(nu + 1) / 2 log(1 + z^2 / nu) - log(s sqrt(nu) B(nu / 2, 1 / 2)), with z = (x -
 * m) / s; z^2 / nu is beta-prime of 1 / 2 and nu / 2.
 */
public record StudentT(Expr nu, Expr location, Expr scale) implements Tailed {

  @Override
  public Expr logShape(Expr x) {
    return log1p(square(x)).times(nu.plus(1).times(-0.5));
  }

  @Override
  public Expr logMass() {
    return log(scale).plus(logPeak().negate());
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(select(less(Expr.of(1), nu), location, Expr.of(Double.NaN)));
  }

  /** s^2 nu / (nu - 2), nu > 2; infinite above 1. */
  @Override
  public Optional<Expr> variance() {
    Expr finite = scale.square().over(Expr.of(1).minus(Expr.of(2).over(nu)));
    Expr some = Cumulants.where(less(Expr.of(2), nu), finite);
    return Optional.of(select(less(Expr.of(1), nu), some, Expr.of(Double.NaN)));
  }

  /**
   * (nu + 1) / 2 (digamma((nu + 1) / 2) - digamma(nu / 2)) - log p(m); the difference, where it is
   * small, by those from the logarithms.
   */
  @Override
  public Optional<Expr> entropy() {
    Expr half = nu.times(0.5);
    Expr slope =
        log1p(Expr.of(1).over(nu)).plus(DigammaGap.of(half)).minus(DigammaGap.of(half.plus(0.5)));
    return Optional.of(half.plus(0.5).times(slope).plus(logMass()));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return Optional.of(
        new StudentT(nu, shift.plus(scale.times(location)), abs(scale).times(this.scale)));
  }

  @Override
  public Expr middle() {
    return location;
  }

  /**
   * P(Z > |z|), half that of z^2 / nu. Where the density does not yet differ from p(0), by less
   * than (nu + 1) / 2 z^2 / nu = 2^-54, it is 1/2 - |z| p(0): the root of z^2 has no derivative at
   * 0.
   */
  @Override
  public Expr tail(Expr x) {
    Expr z = standardised(x);
    Expr size = select(less(location, x), z, z.negate());
    Expr square = square(x);
    Expr isCentre = less(square.times(nu.plus(1)), Expr.of(0x1p-53));
    Expr outer =
        new BetaPrime(Expr.of(0.5), nu.times(0.5)).survival(select(isCentre, Expr.of(1), square));
    Expr centre = Expr.of(0.5).minus(size.times(exp(logPeak())));
    return select(isCentre, centre, outer.times(0.5));
  }

  /** A normal draw over the root of a gamma one, of mean 1. */
  @Override
  public Expr draw(Uniforms uniforms) {
    Expr normal = uniforms.normal();
    Expr root = sqrt(nu.times(0.5)).times(GammaDraw.of(nu.times(0.5), uniforms).inverseRoot());
    return location.plus(scale.times(normal.times(root)));
  }

  /** log p(location) of scale 1. */
  private Expr logPeak() {
    return log(nu).times(0.5).plus(lbeta(nu.times(0.5), Expr.of(0.5))).negate();
  }

  /** z^2 / nu. */
  private Expr square(Expr x) {
    return standardised(x).square().over(nu);
  }

  private Expr standardised(Expr x) {
    return x.minus(location).over(scale);
  }
}
