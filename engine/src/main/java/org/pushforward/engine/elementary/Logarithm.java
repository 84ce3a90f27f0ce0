package org.pushforward.engine.elementary;

/**
 * Natural logarithms, over all doubles.
 *
 * <p>x = 2^k m with sqrt(1/2) <= m < sqrt(2), f = m - 1 and s = f / (2 + f), so that log(m) = 2
 * atanh(s) = 2 s + s R(s^2) = f - f^2 / 2 + s (f^2 / 2 + R): the leading term f is exact.
 *
 * <p>R(z) / z interpolates (2 atanh(s) / s - 2) / z at Chebyshev nodes of 0 <= z <= 0.0295,
 * computed with 60 digits and rounded: relative error 2^-50.9 of a term that is below 1 % of the
 * result.
 */
public final class Logarithm {

  /** The bits of sqrt(1/2); what is above them holds the exponent. */
  private static final long ROOT_HALF = 0x3fe6a09e667f3bcdL;

  private static final long ONE = 0x3ff0000000000000L;
  private static final long LEAST_NORMAL = 0x0010000000000000L;
  private static final long INFINITY = 0x7ff0000000000000L;

  /** The exponent's, and what makes a whole number below 2^52 the low bits of a double. */
  static final double BIAS = 0x1p52 + 1023;

  private static final long FRACTION = 0x000fffffffffffffL;

  private static final double LN2_54 = 37.42994775023705;

  private static final double[] R = {
    0.666666666666667,
    0.39999999999899444,
    0.2857142862600327,
    0.22222211130259878,
    0.18182889455674947,
    0.15331710618210773,
    0.14616585424888623
  };

  private static final double LOG2_E = 1.4426950408889634;
  private static final double LOG2_E_TAIL = 2.0355273740931033e-17;
  private static final double LOG10_E = 0.4342944819032518;
  private static final double LOG10_E_TAIL = 1.098319650216765e-17;

  /** 41 bits, so that its product with an exponent is exact. */
  private static final double LOG10_2_HEAD = 0x1.34413509f7000p-2;

  private static final double LOG10_2_TAIL = 1.42050232272661e-13;

  private Logarithm() {}

  /** log(x): -inf at either zero, NaN below, inf at inf. Within 1 ulp, measured 0.78. */
  public static <V> V log(Primitives<V> p, V x) {
    V value = ofNormal(p, x);
    return Rare.replaced(
        p, x, value, t -> isIrregular(p, t), t -> withEnds(p, t, ofSplit(p, split(p, t))));
  }

  /** log(x) of a positive x that is neither subnormal nor infinite; of any other, any number. */
  static <V> V ofNormal(Primitives<V> p, V x) {
    return ofSplit(p, normalSplit(p, x, p.constant(BIAS)));
  }

  private static <V> V ofSplit(Primitives<V> p, Split<V> split) {
    V f = p.sub(split.fraction, p.constant(1));
    return assemble(p, split.exponent, f, p.mul(split.exponent, p.constant(Exponential.LN2_TAIL)));
  }

  /**
   * Whether x is not normal, positive and finite: where it is all three, its word less that of the
   * least normal number, read without a sign, is below that of infinity less the same. Shifted
   * right by 2, all such words are positive doubles, in their order.
   */
  private static <V> V isIrregular(Primitives<V> p, V x) {
    V aboveLeast = p.shiftRight(p.longSub(x, p.word(LEAST_NORMAL)), 2);
    return p.le(p.word((INFINITY - LEAST_NORMAL) >> 2), aboveLeast);
  }

  /** log(x) / log(2), k at 2^k. Within 1 ulp, measured 0.93. */
  public static <V> V log2(Primitives<V> p, V x) {
    Split<V> split = split(p, x);
    Pair<V> k = new Pair<>(split.exponent, p.constant(0));
    return withEnds(p, x, inBase(p, k, split.fraction, LOG2_E, LOG2_E_TAIL));
  }

  /** log(x) / log(10), n at 10^n. Within 1 ulp, measured 0.64. */
  public static <V> V log10(Primitives<V> p, V x) {
    Split<V> split = split(p, x);
    Pair<V> k =
        new Pair<>(
            p.mul(split.exponent, p.constant(LOG10_2_HEAD)),
            p.mul(split.exponent, p.constant(LOG10_2_TAIL)));
    return withEnds(p, x, inBase(p, k, split.fraction, LOG10_E, LOG10_E_TAIL));
  }

  /** start + log(m) (unit + unitTail), rounded once but for the error of log(m). */
  private static <V> V inBase(Primitives<V> p, Pair<V> start, V m, double unit, double unitTail) {
    V f = p.sub(m, p.constant(1));
    V rest = rest(p, f, p.constant(0));
    V head = p.add(f, rest);
    V tail = p.add(p.sub(f, head), rest);
    V product = p.mul(head, p.constant(unit));
    V rounded = p.fma(head, p.constant(unit), p.neg(product));
    V productTail = p.fma(tail, p.constant(unit), p.fma(head, p.constant(unitTail), rounded));
    V sum = p.add(start.head(), product);
    V lost = p.add(p.sub(start.head(), sum), product);
    return p.add(sum, p.add(lost, p.add(start.tail(), productTail)));
  }

  /**
   * log(1 + x): -inf at -1, NaN below, and x itself where that is the nearest double, zeros too.
   *
   * <p>u = 1 + x rounded, c = what was lost (exact), and log(1 + x) = log(u) + c / u. Within 1.5
   * ulp, measured 0.76.
   */
  public static <V> V log1p(Primitives<V> p, V x) {
    V one = p.constant(1);
    V u = p.add(one, x);
    V back = p.sub(u, one);
    V lost = p.add(p.sub(one, p.sub(u, back)), p.sub(x, back));
    V value = withEnds(p, u, normalLogOfSum(p, u, lost));
    return p.longOr(value, p.longAnd(x, p.word(Long.MIN_VALUE)));
  }

  /**
   * log(1 - exp(x)): -inf at 0, NaN above, 0 at -inf.
   *
   * <p>The argument is -expm1(x) above -log 2 and 1 - exp(x) with its rounding error below. Within
   * 2 ulp, measured 1.4.
   */
  public static <V> V log1mexp(Primitives<V> p, V x) {
    V zero = p.constant(0);
    V one = p.constant(1);
    V near = p.lt(p.constant(-0.6931471805599453), x);
    V power = Exponential.exp(p, x);
    V below = p.sub(one, power);
    V lost = p.sub(p.sub(one, below), power);
    V gap = p.neg(Exponential.expm1(p, x));
    // -expm1 of a subnormal is scaled into the normal range.
    V tiny = p.lt(gap, p.constant(Double.MIN_NORMAL));
    V normal = p.select(tiny, p.mul(gap, p.constant(0x1p54)), gap);
    V log = normalLogOfSum(p, p.select(near, normal, below), p.select(near, zero, lost));
    V value = p.sub(log, p.select(tiny, p.constant(LN2_54), zero));
    V atEnd = p.select(p.eq(x, zero), p.constant(Double.NEGATIVE_INFINITY), p.constant(Double.NaN));
    return p.select(p.lt(x, zero), value, atEnd);
  }

  /**
   * log(exp(a) + exp(b)) = max(a, b) + log1p(exp(-|a - b|)). Within 2 ulp of the larger of |a|, |b|
   * and the result.
   */
  public static <V> V logsumexp(Primitives<V> p, V a, V b) {
    V larger = p.max(a, b);
    V apart = p.select(p.eq(a, b), p.constant(0), p.abs(p.sub(a, b)));
    return p.add(larger, log1p(p, Exponential.exp(p, p.neg(apart))));
  }

  /**
   * log(2^n x) for a whole number n, be 2^n x a double or not: -inf at x = 0, NaN below, inf at
   * inf. Within 1 ulp.
   */
  public static <V> V logOfScaled(Primitives<V> p, V x, V n) {
    Split<V> split = split(p, x);
    V k = p.add(n, split.exponent);
    V head = p.constant(Exponential.LN2_HEAD);
    // k has more than the 11 bits for which its product with the head is exact.
    V lost = p.fma(k, head, p.neg(p.mul(k, head)));
    V tail = p.fma(k, p.constant(Exponential.LN2_TAIL), lost);
    return withEnds(p, x, assemble(p, k, p.sub(split.fraction, p.constant(1)), tail));
  }

  /** log(1 + x) for 0 <= x <= 1. */
  static <V> V normalLog1p(Primitives<V> p, V x) {
    V one = p.constant(1);
    V u = p.add(one, x);
    return normalLogOfSum(p, u, p.sub(x, p.sub(u, one)));
  }

  /**
   * log(u + c) for a normal positive u and |c| <= ulp(u); where u is none of these, any number or
   * NaN.
   */
  static <V> V normalLogOfSum(Primitives<V> p, V u, V c) {
    return normalLogOfSum(p, u, c, p.constant(BIAS));
  }

  /** With a bias less by n, log(2^n (u + c)). */
  static <V> V normalLogOfSum(Primitives<V> p, V u, V c, V bias) {
    V word = p.longAdd(u, p.word(ONE - ROOT_HALF));
    V exponent = exponent(p, word, bias);
    V f = p.sub(fraction(p, word), p.constant(1));
    return assemble(p, exponent, f, p.fma(exponent, p.constant(Exponential.LN2_TAIL), p.div(c, u)));
  }

  /** k ln2 + log(1 + f) + tail, tail holding k's product with the tail of ln 2. */
  private static <V> V assemble(Primitives<V> p, V k, V f, V tail) {
    V rest = rest(p, f, tail);
    V head = p.mul(k, p.constant(Exponential.LN2_HEAD));
    V sum = p.add(head, f);
    V lost = p.add(p.sub(head, sum), f);
    return p.add(sum, p.add(lost, rest));
  }

  /** log(1 + f) - f + tail. */
  private static <V> V rest(Primitives<V> p, V f, V tail) {
    V s = p.div(f, p.add(f, p.constant(2)));
    V z = p.mul(s, s);
    V halfSquare = p.mul(p.mul(f, p.constant(0.5)), f);
    V sum = p.fma(z, Polynomial.at(p, z, R), halfSquare);
    return p.sub(p.fma(s, sum, tail), halfSquare);
  }

  /** x = 2^exponent fraction, subnormals too; sqrt(1/2) <= fraction < sqrt(2). */
  static <V> Split<V> split(Primitives<V> p, V x) {
    V subnormal = p.lt(x, p.constant(Double.MIN_NORMAL));
    V normal = p.select(subnormal, p.mul(x, p.constant(0x1p54)), x);
    return normalSplit(p, normal, p.select(subnormal, p.constant(BIAS + 54), p.constant(BIAS)));
  }

  private static <V> Split<V> normalSplit(Primitives<V> p, V x, V bias) {
    V word = p.longAdd(x, p.word(ONE - ROOT_HALF));
    return new Split<>(exponent(p, word, bias), fraction(p, word));
  }

  private static <V> V exponent(Primitives<V> p, V word, V bias) {
    return p.sub(p.longOr(p.shiftRight(word, 52), p.constant(0x1p52)), bias);
  }

  private static <V> V fraction(Primitives<V> p, V word) {
    return p.longAdd(p.longAnd(word, p.word(FRACTION)), p.word(ROOT_HALF));
  }

  /** The logarithm's values at 0, inf, NaN and below 0, elsewhere {@code value}. */
  private static <V> V withEnds(Primitives<V> p, V x, V value) {
    V zero = p.constant(0);
    V low = p.constant(Double.NEGATIVE_INFINITY);
    V lowEnd = p.select(p.lt(x, zero), p.constant(Double.NaN), low);
    V above = p.select(p.le(x, zero), lowEnd, value);
    return p.select(p.lt(x, p.constant(Double.POSITIVE_INFINITY)), above, x);
  }

  /** A number as 2^exponent fraction. */
  record Split<V>(V exponent, V fraction) {}
}
