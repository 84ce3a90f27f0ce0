package org.pushforward.engine.elementary;

/**
 * Sine, cosine and tangent, over all doubles; NaN at the infinities.
 *
 * <p>With |x| = n pi/2 + r + e, e the rounding error of r, sin(r + e) = r + r^3 s(r^2) + e (1 -
 * r^2/2) and cos(r + e) = 1 - r^2/2 + r^4 c(r^2) - r e. s and c interpolate at Chebyshev nodes of
 * |r| <= pi/4, computed with 60 digits and rounded: relative errors 2^-52.2 and 2^-53.9.
 */
public final class Circular {

  private static final double[] SIN = {
    -0.16666666666666666,
    0.008333333333330948,
    -0.00019841269836756774,
    2.7557316101617874e-06,
    -2.505113165023518e-08,
    1.5918115263265974e-10
  };

  private static final double[] COS = {
    0.041666666666666664,
    -0.0013888888888887398,
    2.480158729876456e-05,
    -2.7557317271145144e-07,
    2.087614614655861e-09,
    -1.1382623647474604e-11
  };

  private Circular() {}

  /** sin(x), odd, zeros too. Within 1 ulp, measured 0.71. */
  public static <V> V sin(Primitives<V> p, V x) {
    QuarterTurns<V> q = QuarterTurns.of(p, p.abs(x));
    V size = p.select(isOdd(p, q.turns()), sum(p, cosine(p, q)), sum(p, sine(p, q)));
    return p.longXor(size, p.longXor(secondBit(p, q.turns()), sign(p, x)));
  }

  /** cos(x), even. Within 1 ulp, measured 0.72. */
  public static <V> V cos(Primitives<V> p, V x) {
    QuarterTurns<V> q = QuarterTurns.of(p, p.abs(x));
    V size = p.select(isOdd(p, q.turns()), sum(p, sine(p, q)), sum(p, cosine(p, q)));
    return p.longXor(size, secondBit(p, p.longAdd(q.turns(), p.word(1))));
  }

  /**
   * tan(x), odd, zeros too: the quotient of sine and cosine, or minus its reciprocal, corrected by
   * what was lost in rounding them. Within 1.5 ulp, measured 0.92.
   */
  public static <V> V tan(Primitives<V> p, V x) {
    QuarterTurns<V> q = QuarterTurns.of(p, p.abs(x));
    V odd = isOdd(p, q.turns());
    Pair<V> sine = sine(p, q);
    Pair<V> cosine = cosine(p, q);
    V above = sum(p, sine);
    V below = sum(p, cosine);
    V aboveLost = p.add(p.sub(sine.head(), above), sine.tail());
    V belowLost = p.add(p.sub(cosine.head(), below), cosine.tail());
    V divisor = p.select(odd, above, below);
    V reciprocal = p.div(p.constant(1), divisor);
    V dividend = p.select(odd, below, above);
    V minus = p.neg(p.mul(dividend, reciprocal));
    V lack = p.fma(minus, divisor, dividend);
    V more = p.fma(minus, p.select(odd, aboveLost, belowLost), p.select(odd, belowLost, aboveLost));
    V size = p.fma(reciprocal, p.add(lack, more), p.neg(minus));
    return p.longXor(size, p.longXor(p.shiftLeft(q.turns(), 63), sign(p, x)));
  }

  private static <V> V sum(Primitives<V> p, Pair<V> terms) {
    return p.add(terms.head(), terms.tail());
  }

  private static <V> Pair<V> sine(Primitives<V> p, QuarterTurns<V> q) {
    V r = q.head();
    V z = p.mul(r, r);
    V correction = p.fma(p.mul(z, p.constant(-0.5)), q.tail(), q.tail());
    return new Pair<>(r, p.fma(p.mul(r, z), Polynomial.at(p, z, SIN), correction));
  }

  private static <V> Pair<V> cosine(Primitives<V> p, QuarterTurns<V> q) {
    V one = p.constant(1);
    V r = q.head();
    V z = p.mul(r, r);
    V start = p.fma(z, p.constant(-0.5), one);
    V lost = p.fma(z, p.constant(-0.5), p.sub(one, start));
    V rest = p.fma(p.neg(r), q.tail(), lost);
    return new Pair<>(start, p.fma(p.mul(z, z), Polynomial.at(p, z, COS), rest));
  }

  private static <V> V isOdd(Primitives<V> p, V turns) {
    V one = p.constant(1);
    V signed = p.longOr(p.shiftLeft(turns, 63), one);
    return p.lt(signed, p.constant(0));
  }

  /** The second bit as a sign. */
  private static <V> V secondBit(Primitives<V> p, V turns) {
    return sign(p, p.shiftLeft(turns, 62));
  }

  private static <V> V sign(Primitives<V> p, V x) {
    return p.longAnd(x, p.word(Long.MIN_VALUE));
  }
}
