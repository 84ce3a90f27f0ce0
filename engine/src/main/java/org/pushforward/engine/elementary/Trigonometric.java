package org.pushforward.engine.elementary;

/**
 * Inverse trigonometric functions, over all doubles, and the tangent as the inverse of the Cauchy
 * law's cdf.
 */
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

  /** (asin(t) / t - 1) / t^2 at Chebyshev nodes of 0 <= t^2 <= 1/4, 60 digits, rounded; 2^-53. */
  private static final double[] ASIN = {
    0.16666666666666669,
    0.07499999999998433,
    0.04464285714635543,
    0.030381944138531247,
    0.02237217294214989,
    0.017352392720869973,
    0.013971212973552933,
    0.011479177415184906,
    0.01032281435018578,
    0.005457506718640358,
    0.01740087944269402,
    -0.014851887071247204,
    0.028757851367421566
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
    V size = p.add(head, arc(p, t, tail));
    return p.longOr(size, sign(p, x));
  }

  /**
   * The angle of the point (x, y) in [-pi, pi], with the sign of y, zeros too.
   *
   * <p>As {@link #atan} with |y| / |x|, and pi less that left of the axis. Within 2 ulp, measured
   * 1.27.
   */
  public static <V> V atan2(Primitives<V> p, V y, V x) {
    V zero = p.constant(0);
    V one = p.constant(1);
    // So that no sum overflows; what this rounds away lies below the least subnormal of y / x.
    V size = p.max(p.abs(x), p.abs(y));
    V scale = p.select(p.lt(p.constant(0x1p1021), size), p.constant(0.25), one);
    V a = p.mul(p.abs(y), scale);
    V b = p.mul(p.abs(x), scale);
    V same = p.eq(a, b);
    V low = p.or(p.lt(p.add(a, a), b), p.eq(a, zero));
    V high = p.lt(p.add(b, b), a);
    V above = p.select(low, a, p.select(high, p.neg(b), p.sub(a, b)));
    V below = p.select(low, b, p.select(high, a, p.add(a, b)));
    // Two zeros or two infinities have a quotient as well.
    V t = p.div(p.select(same, zero, above), p.select(same, one, below));
    V quarters = p.select(low, zero, p.select(high, p.constant(2), one));
    V signX = sign(p, x);
    V left = p.lt(p.longOr(one, signX), zero);
    V n = p.select(left, p.sub(p.constant(4), quarters), quarters);
    V head = p.mul(n, p.constant(QUARTER_PI));
    V lost = p.fma(n, p.constant(QUARTER_PI), p.neg(head));
    V tail = p.fma(n, p.constant(QUARTER_PI_TAIL), lost);
    V angle = p.add(head, arc(p, p.longXor(t, signX), tail));
    return p.longOr(angle, sign(p, y));
  }

  /** asin(x) in [-pi/2, pi/2], odd, zeros too, NaN beyond 1. Within 2 ulp, measured 1.48. */
  public static <V> V asin(Primitives<V> p, V x) {
    V a = p.abs(x);
    V far = p.lt(p.constant(0.5), a);
    V z = ofHalfAngle(p, far, a);
    V s = p.select(far, p.sqrt(z), a);
    V rest = p.mul(p.mul(s, z), Polynomial.at(p, z, ASIN));
    V complement = p.fma(p.constant(-2), rest, p.constant(2 * QUARTER_PI_TAIL));
    V wide = p.add(p.fma(p.constant(-2), s, p.constant(2 * QUARTER_PI)), complement);
    return p.longOr(p.select(far, wide, p.add(s, rest)), sign(p, x));
  }

  /** acos(x) in [0, pi], NaN beyond 1. Within 2 ulp, measured 1.11. */
  public static <V> V acos(Primitives<V> p, V x) {
    V zero = p.constant(0);
    V a = p.abs(x);
    V far = p.lt(p.constant(0.5), a);
    V z = ofHalfAngle(p, far, a);
    // pi/2 - asin(x) near 0, else 2 asin(s) or pi less that.
    V s = p.select(far, p.mul(p.constant(2), p.sqrt(z)), p.neg(x));
    V left = p.lt(x, zero);
    V turned = p.select(p.and(far, left), p.neg(s), s);
    V n = p.select(far, p.select(left, p.constant(2), zero), p.constant(1));
    V rest =
        p.fma(
            p.mul(turned, z), Polynomial.at(p, z, ASIN), p.mul(n, p.constant(2 * QUARTER_PI_TAIL)));
    return p.add(p.fma(n, p.constant(2 * QUARTER_PI), turned), rest);
  }

  /** a^2 or, far out, (1 - a) / 2, the square of sin((pi/2 - asin(a)) / 2). */
  private static <V> V ofHalfAngle(Primitives<V> p, V far, V a) {
    V half = p.constant(0.5);
    return p.select(far, p.fma(a, p.constant(-0.5), half), p.mul(a, a));
  }

  /** atan(t) + tail, |t| <= 1/2. */
  private static <V> V arc(Primitives<V> p, V t, V tail) {
    V z = p.mul(t, t);
    return p.add(t, p.fma(p.mul(t, z), Polynomial.at(p, z, ATAN), tail));
  }

  private static <V> V sign(Primitives<V> p, V x) {
    return p.longAnd(x, p.word(Long.MIN_VALUE));
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
