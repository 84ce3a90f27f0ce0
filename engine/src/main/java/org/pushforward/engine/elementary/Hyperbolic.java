package org.pushforward.engine.elementary;

/**
 * Hyperbolic functions and their inverses, over all doubles.
 *
 * <p>|x| = k ln 2 + r as in {@link Exponential}, and with C = (2^k + 2^-k) / 2 and S = (2^k - 2^-k)
 * / 2, cosh(x) = C cosh(r) + S sinh(r), sinh(x) = S cosh(r) + C sinh(r). Near 0, where k = 0, S is
 * 0, so that nothing cancels. All is computed halved, as C may be no double.
 *
 * <p>cosh(r) = 1 + r^2 c(r^2), sinh(r) = r + r^3 s(r^2); c and s are the even and the odd part of
 * exp's q: relative errors 2^-52 and 2^-53 of terms that are below 6 % and 2 %.
 */
public final class Hyperbolic {

  private static final double[] COSH = Exponential.everySecond(0);
  private static final double[] SINH = Exponential.everySecond(1);

  /** From here 1 + x^2 is x^2, and 2 x is x + sqrt(x^2 + 1) and x + sqrt(x^2 - 1). */
  private static final double FAR = 0x1p28;

  private Hyperbolic() {}

  /** Half of C and S, r, and what sinh(r) and cosh(r) exceed r and 1 by. */
  private record Parts<V>(V c, V s, V r, V odd, V even) {}

  /** sinh(x), odd, zeros too. Within 2 ulp, measured 1.63. */
  public static <V> V sinh(Primitives<V> p, V x) {
    V a = p.abs(x);
    Parts<V> t = parts(p, a);
    V half = p.add(p.fma(t.c, t.r, t.s), p.fma(t.c, t.odd, p.mul(t.s, t.even)));
    // Below, halving may have rounded.
    return signed(p, p.select(p.lt(a, p.constant(0x1p-28)), a, p.add(half, half)), x);
  }

  /** cosh(x), even. Within 2 ulp, measured 1.21. */
  public static <V> V cosh(Primitives<V> p, V x) {
    Parts<V> t = parts(p, p.abs(x));
    V half = p.add(p.fma(t.s, t.r, t.c), p.fma(t.s, t.odd, p.mul(t.c, t.even)));
    return p.add(half, half);
  }

  /** tanh(x), odd, zeros too: g / (g + 2), g = exp(2 |x|) - 1. Within 2 ulp, measured 1.77. */
  public static <V> V tanh(Primitives<V> p, V x) {
    V a = Exponential.atMost(p, p.abs(x), 22);
    V grown = Exponential.boundedExpm1(p, p.add(a, a));
    return signed(p, p.div(grown, p.add(grown, p.constant(2))), x);
  }

  /**
   * asinh(x), odd, zeros too: log(1 + y) with y = |x| + x^2 / (1 + sqrt(1 + x^2)). Within 2 ulp,
   * measured 1.00.
   */
  public static <V> V asinh(Primitives<V> p, V x) {
    V one = p.constant(1);
    V a = p.abs(x);
    V square = p.mul(a, a);
    V root = p.sqrt(p.fma(a, a, one));
    return signed(p, logOfSum(p, a, a, p.div(square, p.add(one, root))), x);
  }

  /**
   * acosh(x), NaN below 1: log(1 + y) with y = t + sqrt(2 t + t^2), t = x - 1. Within 2 ulp,
   * measured 1.23.
   */
  public static <V> V acosh(Primitives<V> p, V x) {
    V one = p.constant(1);
    V t = p.sub(x, one);
    V value = logOfSum(p, x, p.sqrt(p.fma(t, t, p.add(t, t))), t);
    return p.select(p.lt(x, one), p.constant(Double.NaN), value);
  }

  /**
   * atanh(x), odd, zeros too, infinite at 1 and NaN beyond: log(1 + 2 a / (1 - a)) / 2, a = |x|.
   * Within 2 ulp, measured 1.68.
   */
  public static <V> V atanh(Primitives<V> p, V x) {
    V a = p.abs(x);
    V log = Logarithm.log1p(p, p.div(p.add(a, a), p.sub(p.constant(1), a)));
    return signed(p, p.mul(p.constant(0.5), log), x);
  }

  /** log(1 + y), y = greater + less; where a is far out log(2 a). */
  private static <V> V logOfSum(Primitives<V> p, V a, V greater, V less) {
    V one = p.constant(1);
    V y = p.add(greater, less);
    V rest = p.sub(less, p.sub(y, greater));
    V far = p.le(p.constant(FAR), a);
    V u = p.add(one, y);
    V lost = p.add(p.sub(y, p.sub(u, one)), rest);
    V value =
        Logarithm.normalLogOfSum(
            p,
            p.select(far, a, u),
            p.select(far, p.constant(0), lost),
            p.select(far, p.constant(Logarithm.BIAS - 1), p.constant(Logarithm.BIAS)));
    return p.select(p.eq(a, p.constant(Double.POSITIVE_INFINITY)), a, value);
  }

  private static <V> Parts<V> parts(Primitives<V> p, V a) {
    // Where twice the result has long been infinite; k is at most 1025.
    V bounded = Exponential.atMost(p, a, 710.6);
    V shifted = Exponential.shifted(p, bounded);
    V r = Exponential.reduced(p, bounded, shifted);
    // The low 12 bits of shifted hold k + 2046; the exponent of 2^(k-2) is k + 1021.
    V rising = p.shiftLeft(p.longSub(shifted, p.word(1025)), 52);
    V falling =
        p.select(
            p.lt(bounded, p.constant(30)), p.longSub(p.word(2042L << 52), rising), p.constant(0));
    V z = p.mul(r, r);
    V odd = p.mul(p.mul(r, z), Polynomial.at(p, z, SINH));
    V even = p.mul(z, Polynomial.at(p, z, COSH));
    return new Parts<>(p.add(rising, falling), p.sub(rising, falling), r, odd, even);
  }

  private static <V> V signed(Primitives<V> p, V size, V x) {
    return p.longOr(size, p.longAnd(x, p.word(Long.MIN_VALUE)));
  }
}
