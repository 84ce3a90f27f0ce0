package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lgamma;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1mexp;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Exponential law of rate k > 0 on [0, inf): p(x) = k exp(-k x). Conditioned on a bounded range any
 * rate will do:
 *
 * <pre>integral_a^b exp(-k x) dx = (b - a) exp(-k (a + b) / 2) sinh(u) / u,   u = k (b - a) / 2
 * </pre>
 */
public record Exponential(Expr rate) implements Windowed {
  private static final double EULER = 0.57721566490153286060651209008240;
  private static final double PI_SQUARED = 9.8696044010893586188344909998762;

  @Override
  public Expr logShape(Expr x) {
    return select(less(x, Expr.of(0)), Expr.of(Double.NEGATIVE_INFINITY), rate.times(x).negate());
  }

  @Override
  public Expr logMass() {
    return log(rate).negate();
  }

  @Override
  public Expr mass(Expr a, Expr b) {
    return exp(logMass(a, b));
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    Expr low = positive(a);
    Expr high = positive(b);
    if (high.is(Double.POSITIVE_INFINITY)) {
      return logMass().minus(rate.times(low));
    }
    Expr half = high.minus(low).times(0.5);
    return log(half.times(2))
        .minus(rate.times(low.plus(high)).times(0.5))
        .plus(logSinhc(rate.times(half)));
  }

  @Override
  public Expr cdf(Expr x) {
    return expm1(rate.times(positive(x)).negate()).negate();
  }

  @Override
  public Expr survival(Expr x) {
    return exp(rate.times(positive(x)).negate());
  }

  @Override
  public Expr scale() {
    return Expr.of(1).over(rate);
  }

  /** exp(-v) (1 - exp(-w)), where v < 0 with 0 and u in their places. */
  @Override
  public Expr logMass(Window window) {
    Expr isInside = less(Expr.of(0), window.u());
    Expr width = select(isInside, width(window), Expr.of(1));
    Expr inside = log1mexp(width.negate()).minus(positive(window.v()));
    return select(isInside, inside, Expr.of(Double.NEGATIVE_INFINITY));
  }

  /** w - 1 + exp(-w) + (1 - exp(-v)) (1 - exp(-w)), with the same in their places. */
  @Override
  public Expr cdfIntegral(Window window) {
    Expr w = width(window);
    Expr fromZero = w.times(expm1(logMean(w))).negate();
    return fromZero.plus(expm1(positive(window.v()).negate()).times(expm1(w.negate())));
  }

  @Override
  public Expr survivalIntegral(Window window) {
    Expr inside = exp(positive(window.v()).negate()).times(expm1(width(window).negate()));
    return positive(window.v().negate()).minus(inside);
  }

  /** Of what lies above 0. */
  private static Expr width(Window window) {
    return positive(min(window.u(), window.w()));
  }

  /** log of the mean of exp(-s) over [0, t], t >= 0: log((1 - exp(-t)) / t). */
  static Expr logMean(Expr t) {
    Expr isNear = less(t, Expr.of(1));
    Expr near = min(t, Expr.of(1)).times(0.5);
    Expr far = max(t, Expr.of(1));
    return select(isNear, logSinhc(near).minus(near), log1mexp(far.negate()).minus(log(far)));
  }

  @Override
  public Expr quantile(Expr p) {
    return log1p(p.negate()).negate().over(rate);
  }

  /** log E exp(c X) = -log(1 - c / k), c < k. */
  @Override
  public Optional<Cumulants> cumulants() {
    return new Gamma(Expr.of(1), rate).cumulants();
  }

  /** E X^c = Gamma(1 + c) / k^c, c > -1. */
  @Override
  public Optional<Cumulants> logCumulants() {
    return Optional.of(
        new Cumulants(
            Expr.of(-EULER).minus(log(rate)),
            Expr.of(PI_SQUARED / 6),
            c -> Cumulants.where(less(Expr.of(-1), c), lgamma(c.plus(1)).plus(c.times(EULER)))));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(Expr.of(1).minus(log(rate)));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return shift.is(0) && scale.constantOrNaN() > 0
        ? Optional.of(new Exponential(rate.over(scale)))
        : Optional.empty();
  }

  @Override
  public Expr middle() {
    return Expr.of(0.69314718055994530941723212145818).over(rate);
  }

  @Override
  public Support support() {
    return new Support(Expr.of(0), Expr.of(Double.POSITIVE_INFINITY));
  }

  private static Expr positive(Expr x) {
    return max(x, Expr.of(0));
  }

  /**
   * log(sinh(u) / u). Below 1/2 its series in u^2, sum_n 2^(2n) B_2n u^(2n) / (2n (2n)!), to u^18
   * (truncated below 2^-56); above, |u| - log(2 |u|) + log(1 - exp(-2 |u|)), its argument kept away
   * from 0.
   */
  static Expr logSinhc(Expr u) {
    double[] series = {
      1.0 / 6,
      -1.0 / 180,
      1.0 / 2835,
      -1.0 / 37800,
      1.0 / 467775,
      -691.0 / 3831077250.0,
      2.0 / 127702575,
      -3617.0 / 2605132530000.0,
      43867.0 / 350813659321125.0,
      -174611.0 / 15313294652906250.0
    };
    Expr square = u.square();
    Expr near = Expr.of(0);
    for (int n = series.length - 1; n >= 0; n--) {
      near = near.plus(series[n]).times(square);
    }
    Expr size = max(abs(u), Expr.of(0.5));
    Expr far = size.minus(log(size.times(2))).plus(log1p(exp(size.times(-2)).negate()));
    return select(less(abs(u), Expr.of(0.5)), near, far);
  }
}
