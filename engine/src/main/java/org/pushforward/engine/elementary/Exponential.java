package org.pushforward.engine.elementary;

/**
 * The exponential function and its difference from 1, over all doubles.
 *
 * <p>x = k ln 2 + r with k whole and |r| <= ln(2) / 2, so that exp(x) = 2^k (1 + r + r^2 q(r)).
 * Adding {@link #SHIFT} rounds to k and leaves k + 2046 in the low bits, from which shifts build
 * powers of two. ln 2 is a 42-bit head, whose product with k is exact, and a tail.
 *
 * <p>q interpolates (exp(r) - 1 - r) / r^2 at Chebyshev nodes of |r| <= 0.3466, computed with 60
 * digits and rounded.
 */
public final class Exponential {

  static final double LN2_HEAD = 0x1.62e42fefa38p-1;
  static final double LN2_TAIL = 0x1.ef35793c7673p-45;
  private static final double LOG2_E = 1.4426950408889634;

  /** 1.5 2^52 rounds to whole numbers; 2046 is twice the exponent bias. */
  private static final double SHIFT = 0x1.8p52 + 2046;

  /** From here halves of k + 2046 are no exponents; exp has long been 0 or inf. */
  private static final double FAR = 1400;

  /** 2^300 more than 2^k, for -1300 < k <= 0, is a power of two by one shift. */
  private static final double NEGATIVE_SHIFT = 0x1.8p52 + 1323;

  private static final double NEGATIVE_FAR = 900;

  /** Relative error 2^-51.9, which r^2 q <= 0.06 makes 2^-56 of exp. */
  private static final double[] Q_EXP = {
    0.5000000000000001,
    0.16666666666666669,
    0.04166666666662413,
    0.008333333333330062,
    0.0013888888917213717,
    0.00019841269863053618,
    2.4801521295954376e-05,
    2.7557268459997064e-06,
    2.7620088445409746e-07,
    2.510038549551032e-08
  };

  /** Relative error 2^-57.5. */
  private static final double[] Q_EXPM1 = {
    0.5,
    0.1666666666666667,
    0.04166666666666667,
    0.008333333333326136,
    0.0013888888888883748,
    0.00019841269874820627,
    2.4801587325547743e-05,
    2.7557255400206422e-06,
    2.75572736431103e-07,
    2.5105217004720745e-08,
    2.0914686968086876e-09
  };

  /** (2^r - 1) / r at Chebyshev nodes of |r| <= 1/2, 60 digits, rounded; 2^-54.1. */
  private static final double[] P_EXP2 = {
    0.6931471805599453,
    0.24022650695910097,
    0.0555041086648216,
    0.009618129107606888,
    0.0013333558146416936,
    0.0001540353044173605,
    1.525273382983612e-05,
    1.321544258792169e-06,
    1.0178062445845774e-07,
    7.072585949269223e-09,
    4.4549605981865186e-10
  };

  private Exponential() {}

  /** exp(x); exp(-inf) = 0, exp(inf) = inf. Within 1 ulp, measured 0.84. */
  public static <V> V exp(Primitives<V> p, V x) {
    V shifted = shifted(p, x);
    V value = scaled(p, ofReduced(p, reduced(p, x, shifted)), shifted);
    V zero = p.constant(0);
    V infinity = p.constant(Double.POSITIVE_INFINITY);
    return Rare.replaced(
        p,
        x,
        value,
        t -> p.le(p.constant(FAR), p.abs(t)),
        t -> p.select(p.lt(t, zero), zero, infinity));
  }

  /** exp(-x) for x >= 0. */
  static <V> V ofMinus(Primitives<V> p, V x) {
    return Rare.replaced(
        p, x, ofSmallMinus(p, x), t -> p.le(p.constant(NEGATIVE_FAR), t), t -> p.constant(0));
  }

  /** exp(-x) for 0 <= x <= 900. */
  static <V> V ofSmallMinus(Primitives<V> p, V x) {
    V minus = p.neg(x);
    V shifted = shifted(p, minus, NEGATIVE_SHIFT);
    return scaledDown(p, ofReduced(p, reduced(p, minus, shifted, NEGATIVE_SHIFT)), shifted);
  }

  /** k + SHIFT, k the whole number nearest to x / ln 2: its low 12 bits hold k + 2046. */
  static <V> V shifted(Primitives<V> p, V x) {
    return shifted(p, x, SHIFT);
  }

  private static <V> V shifted(Primitives<V> p, V x, double shift) {
    return p.fma(x, p.constant(LOG2_E), p.constant(shift));
  }

  /** x - k ln 2. */
  static <V> V reduced(Primitives<V> p, V x, V shifted) {
    return reduced(p, x, shifted, SHIFT);
  }

  private static <V> V reduced(Primitives<V> p, V x, V shifted, double shift) {
    V k = p.sub(shifted, p.constant(shift));
    return p.fma(k, p.constant(-LN2_TAIL), p.fma(k, p.constant(-LN2_HEAD), x));
  }

  /**
   * exp(a - max(a, b)): 1 where a >= b, infinities too, else exp(-|a - b|): both orders of the
   * operands share one exponential. NaN where either is NaN.
   */
  public static <V> V belowMax(Primitives<V> p, V a, V b) {
    V below = ofMinus(p, p.abs(p.sub(a, b)));
    return p.select(p.le(b, a), p.constant(1), below);
  }

  /** exp(head + tail), |head + tail| <= 1000 and tail small. */
  static <V> V expOfSum(Primitives<V> p, V head, V tail) {
    V shifted = shifted(p, head);
    return scaled(p, ofReduced(p, reduced(p, head, tail, shifted, SHIFT)), shifted);
  }

  /** As {@link #expOfSum}, for -900 <= head + tail <= 0. */
  static <V> V expOfNegativeSum(Primitives<V> p, V head, V tail) {
    V shifted = shifted(p, head, NEGATIVE_SHIFT);
    return scaledDown(p, ofReduced(p, reduced(p, head, tail, shifted, NEGATIVE_SHIFT)), shifted);
  }

  /** factor exp(head + tail), likewise: a product that is subnormal is rounded to that once. */
  static <V> V expOfNegativeSum(Primitives<V> p, V head, V tail, Pair<V> factor) {
    V shifted = shifted(p, head, NEGATIVE_SHIFT);
    V exp = ofReduced(p, reduced(p, head, tail, shifted, NEGATIVE_SHIFT));
    return scaledDown(p, p.fma(exp, factor.head(), p.mul(exp, factor.tail())), shifted);
  }

  /** factor exp(head + tail): a product that is subnormal is rounded to that once. */
  static <V> V expOfSum(Primitives<V> p, V head, V tail, Pair<V> factor) {
    V shifted = shifted(p, head);
    V exp = ofReduced(p, reduced(p, head, tail, shifted, SHIFT));
    return scaled(p, p.fma(exp, factor.head(), p.mul(exp, factor.tail())), shifted);
  }

  private static <V> V reduced(Primitives<V> p, V head, V tail, V shifted, double shift) {
    V k = p.sub(shifted, p.constant(shift));
    V r = p.fma(k, p.constant(-LN2_HEAD), head);
    return p.add(r, p.fma(k, p.constant(-LN2_TAIL), tail));
  }

  /**
   * exp(x) - 1; -1 at -inf, and x itself where |x| < 2^-54, zeros too.
   *
   * <p>With t = 2^k / 2 (halved, as 2^1024 is no double) the result is twice (t - 1/2) + t r + t
   * (expm1(r) - r); the first sum's rounding error is added to the third term, as is the rounding
   * error of r. Within 1.5 ulp, measured 0.81.
   */
  public static <V> V expm1(Primitives<V> p, V x) {
    return boundedExpm1(p, atMost(p, atLeast(p, x, -40), 710));
  }

  /** exp(x) - 1 for -40 <= x <= 710. */
  static <V> V boundedExpm1(Primitives<V> p, V x) {
    V shifted = shifted(p, x);
    V k = p.sub(shifted, p.constant(SHIFT));
    V head = p.fma(k, p.constant(-LN2_HEAD), x);
    V tail = p.mul(k, p.constant(-LN2_TAIL));
    V r = p.add(head, tail);
    V lost = p.add(p.sub(head, r), tail);
    // r + lost = x - k ln 2, and expm1(r + lost) - r = r (r q + lost) + lost.
    V q = Polynomial.at(p, r, Q_EXPM1);
    V rest = p.fma(r, p.fma(r, q, lost), lost);
    // The low 12 bits of shifted hold k + 2046; the exponent of 2^(k-1) is k + 1022.
    V t = p.shiftLeft(p.longSub(shifted, p.word(1024)), 52);
    V start = p.sub(t, p.constant(0.5));
    V sum = p.fma(t, r, start);
    V error = p.fma(t, r, p.sub(start, sum));
    V half = p.add(sum, p.fma(t, rest, error));
    V small = p.lt(p.abs(x), p.constant(0x1p-54));
    return p.select(small, x, p.add(half, half));
  }

  /** exp(r), |r| <= 0.3466. */
  private static <V> V ofReduced(Primitives<V> p, V r) {
    V one = p.constant(1);
    V q = Polynomial.at(p, r, Q_EXP);
    return p.fma(p.fma(q, r, one), r, one);
  }

  /** y 2^k as y 2^floor(k/2) 2^ceil(k/2), |k| < 2044: only the last product may round. */
  private static <V> V scaled(Primitives<V> p, V y, V shifted) {
    V floor = p.shiftRight(shifted, 1);
    V ceiling = p.longSub(shifted, floor);
    return p.mul(p.mul(y, p.shiftLeft(floor, 52)), p.shiftLeft(ceiling, 52));
  }

  /** y 2^k of what was shifted by NEGATIVE_SHIFT: only the last product may round. */
  private static <V> V scaledDown(Primitives<V> p, V y, V shifted) {
    return p.mul(p.mul(y, p.shiftLeft(shifted, 52)), p.constant(0x1p-300));
  }

  /** The coefficients of q's even (0) or odd (1) part, in r^2. */
  static double[] everySecond(int first) {
    double[] part = new double[Q_EXP.length / 2];
    for (int i = 0; i < part.length; i++) {
      part[i] = Q_EXP[2 * i + first];
    }
    return part;
  }

  /** 2^x = 2^k (1 + r p(r)), k whole and |r| <= 1/2, both exact. Within 1 ulp, measured 0.82. */
  public static <V> V exp2(Primitives<V> p, V x) {
    V bounded = atMost(p, atLeast(p, x, -1076), 1025);
    V shifted = p.add(bounded, p.constant(SHIFT));
    V r = p.sub(bounded, p.sub(shifted, p.constant(SHIFT)));
    return scaled(p, p.fma(r, Polynomial.at(p, r, P_EXP2), p.constant(1)), shifted);
  }

  /** NaN stays. */
  static <V> V atLeast(Primitives<V> p, V x, double bound) {
    V limit = p.constant(bound);
    return p.select(p.lt(x, limit), limit, x);
  }

  /** NaN stays. */
  static <V> V atMost(Primitives<V> p, V x, double bound) {
    V limit = p.constant(bound);
    return p.select(p.lt(limit, x), limit, x);
  }
}
