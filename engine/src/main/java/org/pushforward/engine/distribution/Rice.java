package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.besselI0e;
import static org.pushforward.engine.expr.Formulas.besselI1e;
import static org.pushforward.engine.expr.Formulas.hypot;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Rice's law of unit scale: the distance from the origin of a standard normal point of the plane
 * about one at the distance a >= 0.
 *
 * <p>log p(x) = log x - (x - a)^2 / 2 + log(exp(-a x) I0(a x)), x > 0. Its masses are integrated.
 */
public record Rice(Expr distance) implements Tailed {
  private static final double ROOT_HALF_PI = 1.2533141373155002512078826424055;

  /** From here on the variance by its series, 14 terms for 1e-15; below it loses 100 ulp. */
  private static final double FAR = 10;

  private static final int TERMS = 14;

  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.positive(x);
    Expr r = at.point();
    Expr log =
        log(r.times(besselI0e(distance.times(r)))).minus(r.minus(distance).square().times(0.5));
    Expr empty = Expr.of(Double.NEGATIVE_INFINITY);
    return at.log(empty, log, empty);
  }

  @Override
  public Expr logMass() {
    return Expr.of(0);
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    Expr along = distance.plus(uniforms.normal());
    return hypot(along, uniforms.normal());
  }

  /** sqrt(pi / 2) ((1 + 2 y) I0(y) + 2 y I1(y)) exp(-y), y = a^2 / 4. */
  @Override
  public Optional<Expr> expectation() {
    return Optional.of(mean(distance));
  }

  private static Expr mean(Expr a) {
    Expr y = a.square().times(0.25);
    Expr twice = y.times(2);
    return twice.plus(1).times(besselI0e(y)).plus(twice.times(besselI1e(y))).times(ROOT_HALF_PI);
  }

  /**
   * 2 + a^2 - (E X)^2; where that cancels, E X = a (1 + d) with d the sum over k >= 1 of (-1/2)_k^2
   * / k! (2 / a^2)^k, so that it is 2 - a^2 d (2 + d).
   */
  @Override
  public Optional<Expr> variance() {
    Expr near = min(distance, Expr.of(FAR));
    Expr direct = near.square().plus(2).minus(mean(near).square());
    Expr far = max(distance, Expr.of(FAR));
    Expr t = Expr.of(2).over(far.square());
    double[] coefficients = new double[TERMS + 1];
    coefficients[0] = 1;
    for (int k = 1; k <= TERMS; k++) {
      coefficients[k] = coefficients[k - 1] * (k - 1.5) * (k - 1.5) / k;
    }
    // d / t
    Expr sum = Expr.of(0);
    for (int k = TERMS; k >= 1; k--) {
      sum = sum.times(t).plus(coefficients[k]);
    }
    Expr series = Expr.of(2).minus(sum.times(2).times(sum.times(t).plus(2)));
    return Optional.of(select(less(Expr.of(FAR), distance), series, direct));
  }

  /** The root of the median of X^2 where a = 0, and near the median for any a. */
  @Override
  public Expr middle() {
    return sqrt(distance.square().plus(1.3862943611198906));
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }
}
