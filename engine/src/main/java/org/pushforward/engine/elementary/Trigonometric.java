package org.pushforward.engine.elementary;

/** Inverse tangent, over all doubles, and the tangent as the inverse of the Cauchy law's cdf. */
public final class Trigonometric {

  /** (atan(t) / t - 1) / t^2 at Chebyshev nodes of 0 <= t^2 <= 1/4, 60 digits, rounded; 2^-53.9. */
  private static final double[] ATAN = {
    -0.3333333333333333,
    0.19999999999999488,
    -0.14285714285599188,
    0.11111111100917376,
    -0.09090908620322523,
    0.07692294712540285,
    -0.06666435677235948,
    0.05879578429582425,
    -0.05240099507994713,
    0.04628024868570153,
    -0.03806653672057366,
    0.025006503566489507,
    -0.009215792047089858
  };

  private static final double QUARTER_PI = Math.PI / 4;
  private static final double QUARTER_PI_TAIL = 3.061616997868383e-17;

  /**
   * ((1 - 4 t^2) tan(pi t) / t - pi) / t^2 at Chebyshev nodes of 0 <= t^2 <= 1/16, 60 digits,
   * rounded; 2^-59. The factor takes the tangent's nearest pole away.
   */
  private static final double[] TAN = {
    -2.230945054259233,
    -0.5390776023622581,
    -0.21054657688629516,
    -0.09005175617700345,
    -0.0395193705394472,
    -0.01748992791842234,
    -0.0077178373040559176,
    -0.0038567067393198407
  };

  private Trigonometric() {}

  /**
   * atan(x) in [-pi/2, pi/2], odd, zeros too.
   *
   * <p>a = |x| is t = a below 1/2, pi/4 + atan(t) with t = (a - 1) / (a + 1) to 2 (a - 1 is exact),
   * and pi/2 + atan(t) with t = -1 / a above, so |t| <= 1/2 by one division. Within 2 ulp, measured
   * 1.30.
   */
  public static <V> V atan(Primitives<V> p, V x) {
    V zero = p.constant(0);
    V one = p.constant(1);
    V a = p.abs(x);
    V low = p.lt(a, p.constant(0.5));
    V high = p.lt(p.constant(2), a);
    V above = p.select(low, a, p.select(high, p.constant(-1), p.sub(a, one)));
    V below = p.select(low, one, p.select(high, a, p.add(a, one)));
    V head =
        p.select(low, zero, p.select(high, p.constant(2 * QUARTER_PI), p.constant(QUARTER_PI)));
    V tail =
        p.select(
            low,
            zero,
            p.select(high, p.constant(2 * QUARTER_PI_TAIL), p.constant(QUARTER_PI_TAIL)));
    V t = p.div(above, below);
    V z = p.mul(t, t);
    V rest = p.fma(p.mul(t, z), Polynomial.at(p, z, ATAN), tail);
    V size = p.add(head, p.add(t, rest));
    return p.longOr(size, p.longAnd(x, p.word(Long.MIN_VALUE)));
  }

  /**
   * tan(pi (p - 1/2)) for 0 <= p <= 1, where the standard Cauchy law has probability p below.
   *
   * <p>With t = p, p - 1/2 or p - 1, whichever is nearest to 0 (all exact), it is the tangent of pi
   * t in the middle and minus its reciprocal outside, by one division either way: so tails keep
   * their digits. Within 3 ulp, measured 2.39.
   */
  public static <V> V cauchyQuantile(Primitives<V> p, V probability) {
    V zero = p.constant(0);
    V one = p.constant(1);
    V half = p.sub(probability, p.constant(0.5));
    V outside = p.lt(p.constant(0.25), p.abs(half));
    V end = p.select(p.lt(half, zero), probability, p.sub(one, probability));
    V t = p.abs(p.select(outside, end, half));
    V z = p.mul(t, t);
    V above = p.mul(t, p.fma(z, Polynomial.at(p, z, TAN), p.constant(Math.PI)));
    V below = p.fma(p.constant(-4), z, one);
    V size = p.div(p.select(outside, below, above), p.select(outside, above, below));
    V signed = p.longOr(size, p.longAnd(half, p.word(Long.MIN_VALUE)));
    V within = p.and(p.le(zero, probability), p.le(probability, one));
    return p.select(within, signed, p.constant(Double.NaN));
  }
}
