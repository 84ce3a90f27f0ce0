package org.pushforward.engine.elementary;

/**
 * The error function, its complement, and the complement scaled by exp(x^2).
 *
 * <p>For a >= 0, erfcx(a) = exp(a^2) erfc(a) = G(t) / (a + 2) with t = (a - 2) / (a + 2) = 1 - 4 /
 * (a + 2), one polynomial for the whole half-line. Then erfc(a) = erfcx(a) exp(-a^2), the square
 * being the sum of a rounded one and its rounding error, and erfc(-a) = 2 - erfc(a).
 *
 * <p>G interpolates (a + 2) erfcx(a) at Chebyshev nodes of |t| <= 1 (relative error 2^-56, after
 * rounding to doubles 2^-53.4), the series of erf that of erf(x) / x - 1 in x^2 <= 1/4 (2^-56);
 * both were computed with 60 digits.
 */
public final class ErrorFunction {

  private static final double CENTRE = 2;

  /** 2 (4 / sqrt(pi) - 1), so that erfcx has the right slope at 0. */
  private static final double STEEPNESS = 2.5135;

  private static final double[] ERFCX = {
    1.021582705242023,
    -0.6871606844138102,
    0.2794720925560547,
    -0.036442231506922836,
    -0.021510661889486426,
    0.006479185069310028,
    0.003090612059312434,
    -0.0008372960886356153,
    -0.000663073509073882,
    3.4371680319347264e-05,
    0.00014447079620046643,
    3.414748054725252e-05,
    -2.1696532340109436e-05,
    -1.611548837469618e-05,
    -1.1244034778588728e-06,
    3.629500461679375e-06,
    1.999362119581824e-06,
    2.8346296513609118e-08,
    -5.676806673916438e-07,
    -3.581655803025121e-07,
    -6.5759272455207115e-09,
    1.3983198251622205e-07,
    5.99915938182997e-08,
    -2.661965682341084e-08,
    -2.0155627393974865e-08,
    2.1479412981215555e-09,
    2.5131744537192395e-09
  };

  private static final double NEAR_CENTRE = 3;

  /** As G, with centre 3 and for 1/2 <= a <= 5/2: 2^-55; times exp(-a^2) 2^-58 of erf beyond. */
  private static final double[] NEAR_ERFCX = {
    1.074006907088338,
    -0.8833944531700011,
    0.5902283571004058,
    -0.31046726197007507,
    0.11952776041286614,
    -0.026827242428579454,
    -0.0012124677775220897,
    0.00303381056186209,
    -0.0005492477645889597,
    -0.0002794460091122899,
    0.00010179104422591873,
    2.1014489538597792e-05,
    -2.8672984368946167e-05,
    -1.4103235288882208e-05,
    -2.1089129885757803e-06
  };

  private static final double[] ERF = {
    0.12837916709551257,
    -0.3761263890318375,
    0.1128379167095487,
    -0.02686617064499972,
    0.0052239776220169365,
    -0.0008548326510724796,
    0.00012055286202005714,
    -1.4923003368152099e-05,
    1.637123442577e-06,
    -1.462091340945175e-07
  };

  private ErrorFunction() {}

  /**
   * erf(x), odd, zeros too: x (1 + series) where |x| < 1/2, else 1 - erfc, where erfc need not keep
   * its digits far out. From 6 on it is 1. Within 4 ulp, measured 3.1.
   */
  public static <V> V erf(Primitives<V> p, V x) {
    V one = p.constant(1);
    V a = p.abs(x);
    V square = p.mul(a, a);
    V near = p.fma(a, Polynomial.at(p, square, ERF), a);
    V q = p.div(one, p.add(a, p.constant(NEAR_CENTRE)));
    V t = p.fma(q, p.constant(-2 * NEAR_CENTRE), one);
    V ratio = p.mul(p.neg(q), Polynomial.at(p, t, NEAR_ERFCX));
    V far = p.fma(ratio, Exponential.ofSmallMinus(p, square), one);
    V size = p.select(p.lt(a, p.constant(0.5)), near, far);
    V bounded = Rare.replaced(p, a, size, v -> p.le(p.constant(6), v), v -> one);
    return p.longOr(bounded, p.longAnd(x, p.word(Long.MIN_VALUE)));
  }

  /** erfc(x) = 1 - erf(x), in (0, 2). Within 4 ulp, measured 3.0. */
  public static <V> V erfc(Primitives<V> p, V x) {
    V right = complement(p, p.abs(x));
    return p.select(p.lt(x, p.constant(0)), p.sub(p.constant(2), right), right);
  }

  /**
   * exp(x^2) erfc(x): 1 / (x sqrt(pi)) far to the right, inf below -26.7. Within 4 ulp, measured
   * 2.4.
   */
  public static <V> V erfcx(Primitives<V> p, V x) {
    V a = p.abs(x);
    V finite = rightErfcx(p, Exponential.atMost(p, a, Double.MAX_VALUE));
    V right = p.select(p.eq(a, p.constant(Double.POSITIVE_INFINITY)), p.constant(0), finite);
    V bounded = Exponential.atMost(p, a, 27);
    V head = p.mul(bounded, bounded);
    V tail = p.fma(bounded, bounded, p.neg(head));
    V power = Exponential.expOfSum(p, head, tail);
    V twice = p.add(power, power);
    return p.select(p.lt(x, p.constant(0)), p.sub(twice, right), right);
  }

  /** erfcx(a), a >= 0 and finite. */
  static <V> V rightErfcx(Primitives<V> p, V a) {
    Pair<V> ratio = MillsRatio.at(p, a, CENTRE, STEEPNESS, ERFCX);
    return p.add(ratio.head(), ratio.tail());
  }

  /** The inverse of erf, odd: infinite at 1, NaN beyond. Within 4 ulp, measured 3.7. */
  public static <V> V erfinv(Primitives<V> p, V x) {
    return NormalLaw.erfinv(p, x);
  }

  /** erfc(a) for a >= 0; at 28 it has long been 0. */
  private static <V> V complement(Primitives<V> p, V a) {
    V minus = p.neg(a);
    V head = p.mul(minus, a);
    V tail = p.fma(minus, a, p.neg(head));
    Pair<V> ratio = MillsRatio.at(p, a, CENTRE, STEEPNESS, ERFCX);
    V value = Exponential.expOfNegativeSum(p, head, tail, ratio);
    return Rare.replaced(p, a, value, t -> p.le(p.constant(28), t), t -> p.constant(0));
  }
}
