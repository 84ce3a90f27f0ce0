package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.erfcx;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Inverse Gaussian law (Wald's) of mean m > 0 and shape k > 0: the time at which a Brownian motion
 * with a drift first reaches a level.
 *
 * <p>log p(x) = -r^2 / 2 - 3/2 log x - log(sqrt(2 pi / k)), with r = sqrt(k / x) (x / m - 1). With
 * s = sqrt(k / x) (x / m + 1), where s^2 - r^2 = 4 k / m,
 *
 * <pre>P(X > x) = Phi(-r) - exp(2 k / m) Phi(-s)
 *          = exp(-r^2 / 2) (erfcx(r / sqrt(2)) - erfcx(s / sqrt(2))) / 2</pre>
 */
public record InverseGaussian(Expr mean, Expr shape) implements Distribution {
  private static final double LOG_SQRT_2_PI = 0.91893853320467274178032973640562;
  private static final double ROOT_HALF = 0.70710678118654752440084436210485;

  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.positive(x);
    Expr log = deviation(at).square().times(-0.5).minus(log(at.point()).times(1.5));
    Expr empty = Expr.of(Double.NEGATIVE_INFINITY);
    return at.log(empty, log, empty);
  }

  @Override
  public Expr logMass() {
    return log(shape).times(-0.5).plus(LOG_SQRT_2_PI);
  }

  @Override
  public Expr cdf(Expr x) {
    Inside at = Inside.positive(x);
    Expr isLow = less(deviation(at), Expr.of(0));
    Expr below = select(isLow, low(at), Expr.of(1).minus(high(at)));
    return at.value(Expr.of(0), below, Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = Inside.positive(x);
    Expr isLow = less(deviation(at), Expr.of(-1));
    Expr above = select(isLow, Expr.of(1).minus(low(at)), high(at));
    return at.value(Expr.of(1), above, Expr.of(0));
  }

  /** About the median, which is m for k >> m and 2.198 k for k << m. */
  /** log E exp(c X) = k / m (1 - sqrt(1 - 2 m^2 c / k)), c <= k / (2 m^2). */
  @Override
  public Optional<Cumulants> cumulants() {
    Expr variance = mean.square().times(mean).over(shape);
    return Optional.of(
        new Cumulants(
            mean,
            variance,
            c -> {
              Expr u = mean.square().times(c).over(shape).times(2);
              Expr root = sqrt(Expr.of(1).minus(min(u, Expr.of(1))));
              Expr square = c.square().times(variance).over(root.plus(1).square()).times(2);
              return Cumulants.where(lessOrEqual(u, Expr.of(1)), square);
            }));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return shift.is(0) && scale.constantOrNaN() > 0
        ? Optional.of(new InverseGaussian(mean.times(scale), shape.times(scale)))
        : Optional.empty();
  }

  @Override
  public Expr middle() {
    Expr limit = shape.times(2.198);
    return mean.times(limit).over(mean.plus(limit));
  }

  /**
   * By Michael, Schucany and Haas (1976): with z normal, q = m z^2 / (2 k) and r = 1 + q + sqrt(q
   * (q + 2)), z has the two preimages m / r and m r, the first with probability r / (1 + r).
   */
  @Override
  public Expr draw(Uniforms uniforms) {
    Expr z = uniforms.normal();
    Expr q = mean.over(shape.times(2)).times(z.square());
    Expr r = q.plus(sqrt(q.times(q.plus(2)))).plus(1);
    Expr isFirst = less(uniforms.next().times(r.plus(1)), r);
    return uniforms.following(this::logFolded, select(isFirst, mean.over(r), mean.times(r)));
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }

  /** P(X <= x), r <= 0. */
  private Expr low(Inside at) {
    Expr r = max(deviation(at).negate(), Expr.of(0));
    Expr s = root(at).times(at.point().over(mean).plus(1));
    return gauss(at).times(erfcx(r.times(ROOT_HALF)).plus(erfcx(s.times(ROOT_HALF))));
  }

  /** P(X > x), r >= -1. */
  private Expr high(Inside at) {
    Expr r = max(deviation(at), Expr.of(-1));
    return gauss(at).times(ErfcxFall.of(r.times(ROOT_HALF), root(at).over(ROOT_HALF)));
  }

  /** exp(-r^2 / 2) / 2. */
  private Expr gauss(Inside at) {
    return exp(deviation(at).square().times(-0.5)).times(0.5);
  }

  /** r. */
  private Expr deviation(Inside at) {
    return root(at).times(at.point().minus(mean).over(mean));
  }

  private Expr root(Inside at) {
    return sqrt(shape.over(at.point()));
  }
}
