package org.pushforward.engine.elementary;

/**
 * x^y over all doubles, with the special cases of {@link StrictMath#pow}.
 *
 * <p>log|x| as head + tail with a relative error near 2^-65, since y log|x| reaches 745 and its
 * absolute error is the result's relative one. |x| = 2^k (1 + f), s = f / (2 + f) = sh + sl, and
 * log(1 + f) = s (2 + s^2 (2/3 + s^2 Q(s^2))). Q is small enough for one double; what multiplies it
 * is carried as a pair.
 *
 * <p>Q(z) interpolates its function at Chebyshev nodes of 0 <= z <= 0.0295, computed with 60 digits
 * and rounded (relative error 2^-53.8).
 */
public final class Power {

  private static final double[] Q = {
    0.4,
    0.28571428571429364,
    0.22222222221655885,
    0.18181818335392802,
    0.1538459496251843,
    0.1333480469384731,
    0.11706236339491206,
    0.11723178623876518
  };

  private static final double TWO_THIRDS = 2.0 / 3;
  private static final double TWO_THIRDS_TAIL = 3.700743415417188e-17;

  private Power() {}

  /**
   * x^y; x^0 = 1 for every x, NaN for a negative finite x and a y that is not whole. Within 2 ulp,
   * measured 0.85.
   */
  public static <V> V pow(Primitives<V> p, V x, V y) {
    V zero = p.constant(0);
    V infinity = p.constant(Double.POSITIVE_INFINITY);
    V size = p.abs(x);
    Pair<V> log = log(p, size);
    V regular = p.and(p.lt(zero, size), p.lt(size, infinity));
    V atEnd = p.select(p.eq(size, zero), p.constant(Double.NEGATIVE_INFINITY), size);
    V logHead = p.select(regular, log.head(), atEnd);

    V head = p.mul(y, logHead);
    V tail = p.fma(y, log.tail(), p.fma(y, logHead, p.neg(head)));
    V bounded = Exponential.atMost(p, Exponential.atLeast(p, head, -750), 710);
    V cut = p.select(p.eq(bounded, head), tail, zero);
    V power = Exponential.expOfSum(p, bounded, cut);

    V whole = isWhole(p, y);
    V odd = p.and(whole, p.not(isWhole(p, p.mul(y, p.constant(0.5)))));
    V sign = p.longAnd(x, p.word(Long.MIN_VALUE));
    V signed = p.longOr(power, p.select(odd, sign, zero));
    V undefined = p.and(p.and(p.lt(x, zero), p.not(whole)), p.lt(size, infinity));
    V defined = p.select(undefined, p.constant(Double.NaN), signed);
    return p.select(p.eq(y, zero), p.constant(1), defined);
  }

  /** Whether y has no fraction: infinities have none, NaN has. */
  private static <V> V isWhole(Primitives<V> p, V y) {
    V limit = p.constant(0x1p52);
    V size = p.abs(y);
    V rounded = p.sub(p.add(size, limit), limit);
    return p.or(p.le(limit, size), p.eq(rounded, size));
  }

  /** log(x) as an unevaluated sum, for x > 0 and finite. */
  static <V> Pair<V> log(Primitives<V> p, V x) {
    Logarithm.Split<V> split = Logarithm.split(p, x);
    V k = split.exponent();
    V two = p.constant(2);
    V f = p.sub(split.fraction(), p.constant(1));

    // sh + sl = f / (d + dl), where d + dl = 2 + f exactly.
    V d = p.add(two, f);
    V dl = p.add(p.sub(two, d), f);
    V sh = p.div(f, d);
    V minusSh = p.neg(sh);
    V sl = p.div(p.fma(minusSh, dl, p.fma(minusSh, d, f)), d);

    V zh = p.mul(sh, sh);
    V zl = p.fma(p.add(sh, sh), sl, p.fma(sh, sh, p.neg(zh)));

    // a = 2/3 + z Q, b = 2 + z a, log(1 + f) = s b.
    V small = p.mul(zh, Polynomial.at(p, zh, Q));
    V third = p.constant(TWO_THIRDS);
    V ah = p.add(third, small);
    V al = p.add(p.add(p.sub(third, ah), small), p.constant(TWO_THIRDS_TAIL));
    V ph = p.mul(zh, ah);
    V pl = p.fma(zh, al, p.fma(zl, ah, p.fma(zh, ah, p.neg(ph))));
    V bh = p.add(two, ph);
    V bl = p.add(p.add(p.sub(two, bh), ph), pl);
    V th = p.mul(sh, bh);
    V tl = p.fma(sh, bl, p.fma(sl, bh, p.fma(sh, bh, p.neg(th))));

    V kh = p.mul(k, p.constant(Exponential.LN2_HEAD));
    V sum = p.add(kh, th);
    V lost = p.add(p.sub(kh, sum), th);
    V tail = p.add(lost, p.fma(k, p.constant(Exponential.LN2_TAIL), tl));
    V head = p.add(sum, tail);
    return new Pair<>(head, p.add(p.sub(sum, head), tail));
  }
}
