package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.atan;
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
 * Cauchy law (Breit-Wigner, Lorentz) of location x0 and scale g > 0, half the width at half height.
 *
 * <p>log p(x) = -log(1 + z^2) - log(pi g), with z = (x - x0) / g.
 */
public record Cauchy(Expr location, Expr scale) implements Tailed, Windowed {
  private static final double LN2 = 0.69314718055994530941723212145818;
  private static final double PI = 3.1415926535897932384626433832795;

  @Override
  public Expr logShape(Expr x) {
    return log1p(standardised(x).square()).negate();
  }

  @Override
  public Expr logMass() {
    return log(scale).plus(1.1447298858494001741434273513531);
  }

  @Override
  public boolean isMirrored() {
    return true;
  }

  @Override
  public Expr logMass(Window window) {
    return log(angle(window).times(1 / PI));
  }

  /**
   * With A(t) = pi F(-t) = atan2(1, t), the integral of A from t = -u to -v, which is of t A(t) +
   * log(1 + t^2) / 2 the difference; A(-u) - A(-v) is the window's angle.
   */
  @Override
  public Expr cdfIntegral(Window window) {
    Expr far = window.v().negate();
    // At infinity 0 times this is 0.
    Expr near = max(window.u(), Expr.of(-1e300));
    Expr ratio = window.w().times(window.w().minus(near.times(2))).over(near.square().plus(1));
    Expr sum = log1p(ratio).times(0.5).plus(near.times(angle(window)));
    return window.w().times(atan2(Expr.of(1), far)).plus(sum).times(1 / PI);
  }

  @Override
  public Expr survivalIntegral(Window window) {
    return cdfIntegral(window.mirroredIf(Expr.of(1)));
  }

  /** atan u - atan v. */
  private static Expr angle(Window window) {
    return atan2(window.w(), window.u().times(window.v()).plus(1));
  }

  @Override
  public Expr quantile(Expr p) {
    return location.plus(scale.times(cauchyQuantile(p)));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(Expr.of(Double.NaN));
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(Expr.of(Double.NaN));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(logMass().plus(2 * LN2));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return Optional.of(new Cauchy(shift.plus(scale.times(location)), abs(scale).times(this.scale)));
  }

  @Override
  public Expr middle() {
    return location;
  }

  /**
   * P(Z > |z|) = atan(1 / |z|) / pi; within |z| < 1 it is 1/2 - atan(|z|) / pi. At z = 0 it is, and
   * has the derivative of, the lower tail (that of abs is 0).
   */
  @Override
  public Expr tail(Expr x) {
    Expr z = standardised(x);
    Expr size = select(less(location, x), z, z.negate());
    Expr within = less(size, Expr.of(1));
    Expr angle = atan(select(within, size, Expr.of(1).over(max(size, Expr.of(1))))).times(1 / PI);
    return select(within, Expr.of(0.5).minus(angle), angle);
  }

  private Expr standardised(Expr x) {
    return x.minus(location).over(scale);
  }
}
