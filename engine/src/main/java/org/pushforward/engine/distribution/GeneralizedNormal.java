package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.gammaQ;
import static org.pushforward.engine.expr.Formulas.gammaQInv;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lgamma;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.pow;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Generalised normal law (exponential power) of location m, scale s and shape b > 0: normal for b =
 * 2, Laplace's for b = 1.
 *
 * <p>log p(x) = -|z|^b - log(2 s Gamma(1 + 1 / b)), with z = (x - m) / s; |z|^b is gamma of shape 1
 * / b.
 */
public record GeneralizedNormal(Expr location, Expr scale, Expr shape) implements Tailed {

  @Override
  public Expr logShape(Expr x) {
    return select(isCentre(x), Expr.of(0), power(x).negate());
  }

  @Override
  public Expr logMass() {
    return log(scale).minus(logPeak());
  }

  @Override
  public Expr quantile(Expr p) {
    Expr upper = less(Expr.of(0.5), p);
    Expr tail = select(upper, Expr.of(1).minus(p), p).times(2);
    Expr inverse = Expr.of(1).over(shape);
    Expr size = scale.times(pow(gammaQInv(inverse, tail), inverse));
    return location.plus(select(upper, size, size.negate()));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(location);
  }

  /** s^2 Gamma(3 / b) / Gamma(1 / b). */
  @Override
  public Optional<Expr> variance() {
    return Optional.of(
        scale
            .square()
            .times(exp(lgamma(Expr.of(3).over(shape)).minus(lgamma(Expr.of(1).over(shape))))));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(logMass().plus(Expr.of(1).over(shape)));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return Optional.of(
        new GeneralizedNormal(
            shift.plus(scale.times(location)), abs(scale).times(this.scale), shape));
  }

  @Override
  public List<Expr> joints() {
    return List.of(location);
  }

  @Override
  public Expr middle() {
    return location;
  }

  /** P(Z > |z|): half that of |z|^b, in the centre 1/2 - |z| p(0). */
  @Override
  public Expr tail(Expr x) {
    Expr outer = gammaQ(Expr.of(1).over(shape), power(x)).times(0.5);
    Expr centre = Expr.of(0.5).minus(size(x).times(exp(logPeak())));
    return select(isCentre(x), centre, outer);
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    Expr inverse = Expr.of(1).over(shape);
    Expr size = scale.times(GammaDraw.of(inverse, uniforms).power(inverse));
    return location.plus(select(less(uniforms.next(), Expr.of(0.5)), size, size.negate()));
  }

  /**
   * Where |z|^b < 2^-53: the density is p(0) there as far as one can tell, and a power of 0 need
   * not have derivatives.
   */
  private Expr isCentre(Expr x) {
    return less(size(x), pow(Expr.of(0x1p-53), Expr.of(1).over(shape)));
  }

  /** |z|^b; 1 in the centre. */
  private Expr power(Expr x) {
    return pow(select(isCentre(x), Expr.of(1), size(x)), shape);
  }

  private Expr size(Expr x) {
    Expr z = x.minus(location).over(scale);
    return select(less(location, x), z, z.negate());
  }

  /** log p(location) of scale 1. */
  private Expr logPeak() {
    return lgamma(Expr.of(1).over(shape).plus(1)).plus(0.69314718055994530941723212145818).negate();
  }
}
