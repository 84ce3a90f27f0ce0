package org.pushforward.engine.elementary;

/**
 * The standard normal law: its distribution function Phi, log Phi, and the inverse of Phi.
 *
 * <p>For a >= 0, Phi(-a) = M(a) exp(-a^2 / 2) with M(a) = erfcx(a / sqrt 2) / 2 = G(t) / (a + 3), t
 * = (a - 3) / (a + 3) = 1 - 6 / (a + 3): one exponential, one division and one polynomial, in a
 * itself so that no argument is rescaled. G interpolates (a + 3) M(a) at Chebyshev nodes of |t| <=
 * 1, computed with 60 digits and rounded: relative error 2^-53.9.
 */
public final class NormalLaw {

  private static final double CENTRE = 3;

  /** 3 (3 sqrt(2 / pi) - 1), so that M has the right slope at 0. */
  private static final double STEEPNESS = 4.181;

  private static final double[] TAIL = {
    0.729083690133373,
    -0.5093319819174894,
    0.23001771997459694,
    -0.047263025142983285,
    -0.010462867022911786,
    0.006972621240856287,
    0.0010275922498513659,
    -0.0010458286288807946,
    -0.00025657523539107137,
    0.00015439451908162892,
    7.881188914779694e-05,
    -1.3246334201136501e-05,
    -2.068565538545533e-05,
    -3.5165700833889515e-06,
    3.6299239535166767e-06,
    2.253204816728857e-06,
    2.7440121908629115e-08,
    -5.858276380627716e-07,
    -2.978645684546217e-07,
    3.134894395434355e-08,
    1.1511045056032357e-07,
    3.618524132848014e-08,
    -2.2749466621171076e-08,
    -1.3678796686425975e-08,
    2.006944623148861e-09,
    1.8018491411330511e-09
  };

  private static final double EXCESS_CENTRE = 4;

  /** 4 (4 sqrt(pi / 2) - 2), so that E has the right slope at 0. */
  private static final double EXCESS_STEEPNESS = 12.053;

  private static final double[] EXCESS = {
    1.3631817723876436,
    -1.990068085428214,
    1.720977776105627,
    -0.9876737314023071,
    0.3396838192876762,
    -0.02436297959806104,
    -0.03577357576143322,
    0.011979793190860542,
    0.003279953084808026,
    -0.0022918670057984363,
    -0.0004075815038266753,
    0.0004131374495202149,
    8.627552370359889e-05,
    -7.407071189434514e-05,
    -2.476046975472356e-05,
    1.200495030458016e-05,
    7.24214657502865e-06,
    -1.2651264742083319e-06,
    -1.8626518015371385e-06,
    -1.14661310907944e-07,
    3.6502178215168616e-07,
    9.13085391623563e-08,
    -3.9761660853296187e-08,
    -1.5978748672731787e-08
  };

  private static final double ROOT_TWO = 1.4142135623730951;
  private static final double ROOT_TWO_PI = 2.5066282746310002;
  private static final double ROOT_HALF = 0.7071067811865476;

  /** 4 t (1 - t) = exp(-5). */
  private static final double CENTRAL_FROM = 0.0016873;

  /** z / q for v = w - 5/2 in [-5/2, 5/2]. */
  private static final double[] CENTRAL = {
    4.24662693402934,
    0.6976040487981089,
    -0.011815238760327586,
    -0.0035431930258364177,
    0.0006173049676404704,
    -1.4131047055994037e-05,
    -9.663659508763861e-06,
    1.3540393952818214e-06,
    3.7948409402607516e-08,
    -3.0720026481823695e-08,
    2.5662737453922152e-09,
    3.3830050821645054e-10,
    -8.79865971378387e-11,
    2.578017924837028e-12,
    1.5193689225134805e-12,
    -2.1526102514307485e-13,
    -8.986132416503632e-15,
    5.3574528773849795e-15,
    -2.8674837980832837e-16,
    -7.536527585001476e-17,
    7.17912467077823e-18,
    4.653718612478276e-19
  };

  // From M. J. Wichura, Algorithm AS 241: The Percentage Points of the Normal Distribution, Applied
  // Statistics 37 (1988) 477-484, routine PPND16, with ratios N / D by region. What is below is D,
  // and above, with 50 digits and rounded, N - sqrt(2) r D: the straight line is added last, so
  // that the ratio's rounding errors weigh less.
  private static final double[] OUTER_ABOVE = {
    -0.8393045890472687,
    -1.4297180274837415,
    -0.9273800832452288,
    -0.28368314986784776,
    -0.040141110933709964,
    -0.002060583542481499,
    -9.378740026217094e-06,
    1.280460507610886e-07,
    -1.4859850019840357e-09
  };
  private static final double[] OUTER_BELOW = {
    1,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9
  };
  private static final double[] FAR_ABOVE = {
    -0.41316316836437195,
    -0.19188285950656336,
    -0.0317047752175548,
    -0.002272211280164488,
    -6.875314153886763e-05,
    -6.944699448111723e-07,
    -4.889672130338546e-10,
    1.30470571146393e-12,
    -2.891024605872966e-15
  };
  private static final double[] FAR_BELOW = {
    1,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15
  };

  private NormalLaw() {}

  /** phi(z) = exp(-z^2 / 2) / sqrt(2 pi). Within 2 ulp where it is normal. */
  public static <V> V normalDensity(Primitives<V> p, V z) {
    return p.mul(expOfHalfSquare(p, p.abs(z)), p.constant(1 / ROOT_TWO_PI));
  }

  /**
   * The integral of Phi(t / sd) over t up to y: sd (z Phi(z) + phi(z)) with z = y / sd.
   *
   * <p>For a >= 0, phi(a) - a Phi(-a) = E(a) exp(-a^2 / 2), where E(a) = G(t) / (a + 4)^2, t = (a -
   * 4) / (a + 4); G interpolates at Chebyshev nodes of a <= 40, computed with 60 digits and
   * rounded: relative error 2^-53.9. Nothing cancels. Within 4 ulp of its value at the rounded z.
   */
  public static <V> V normalCdfIntegral(Primitives<V> p, V y, V sd) {
    V one = p.constant(1);
    V z = p.mul(p.div(one, sd), y);
    V a = Exponential.atMost(p, p.abs(z), 40);
    V sum = p.add(a, p.constant(EXCESS_CENTRE));
    V lost = p.sub(a, p.sub(sum, p.constant(EXCESS_CENTRE)));
    V q = p.div(one, sum);
    // As in MillsRatio, but the value depends on q like its square at infinity.
    V e = p.fma(q, lost, p.fma(q, sum, p.constant(-1)));
    V h = p.fma(q, p.constant(-EXCESS_STEEPNESS), p.constant(-2));
    V t = p.fma(q, p.constant(-2 * EXCESS_CENTRE), one);
    V value = p.mul(q, p.mul(q, Polynomial.at(p, t, EXCESS)));
    V excess = p.mul(p.fma(value, p.mul(e, h), value), expOfHalfSquare(p, a));
    return p.fma(sd, excess, p.select(p.lt(p.constant(0), y), y, p.constant(0)));
  }

  /**
   * Phi(z), the probability of a value below z; 0 and 1 at the infinities. Within 4 ulp, measured
   * 2.4.
   */
  public static <V> V normalCdf(Primitives<V> p, V z) {
    V a = p.abs(z);
    V beyond = beyond(p, a, millsHalf(p, a));
    return p.select(p.lt(p.constant(0), z), p.sub(p.constant(1), beyond), beyond);
  }

  /**
   * log Phi(z): log M(-z) - z^2 / 2 to the left of 0, log(1 - Phi(-z)) to the right, by one
   * logarithm. -inf at -inf, 0 at inf. Within 4 ulp, measured 3.6.
   */
  public static <V> V logNormalCdf(Primitives<V> p, V z) {
    V zero = p.constant(0);
    V one = p.constant(1);
    V left = p.lt(z, zero);
    // z^2 / 2 has overflowed at 1e160; the bound keeps M positive.
    V a = Exponential.atMost(p, p.abs(z), 1e160);
    Pair<V> mills = millsHalf(p, a);
    V beyond = beyond(p, a, mills);
    V below = p.sub(one, beyond);
    V lost = p.sub(p.sub(one, below), beyond);
    V log =
        Logarithm.normalLogOfSum(
            p, p.select(left, mills.head(), below), p.select(left, mills.tail(), lost));
    V square = p.mul(p.mul(z, p.constant(-0.5)), z);
    return p.add(log, p.select(left, square, zero));
  }

  /**
   * The z with Phi(z) = probability: -inf at 0, inf at 1, NaN outside [0, 1]. Within 3 ulp,
   * measured 1.72.
   */
  public static <V> V normalQuantile(Primitives<V> p, V probability) {
    V half = p.constant(0.5);
    V lower = p.lt(probability, half);
    V tail = p.select(lower, probability, p.sub(p.constant(1), probability));
    V size = quantileSize(p, p.abs(p.sub(probability, half)), tail, 1, 1);
    return p.select(lower, p.neg(size), size);
  }

  /**
   * The a >= 0 with erf(a) = x, odd: infinite at 1, NaN beyond.
   *
   * <p>erfinv(x) = z / sqrt(2) with Phi(z) = (1 + x) / 2, where q = x / 2 and the tail is (1 - |x|)
   * / 2: no digits are lost at 0 or at 1. Within 3 ulp, measured 1.84.
   */
  static <V> V erfinv(Primitives<V> p, V x) {
    V half = p.constant(0.5);
    V a = p.abs(x);
    V tail = p.mul(half, p.sub(p.constant(1), a));
    V value = quantileSize(p, a, tail, ROOT_HALF / 2, ROOT_HALF);
    return p.longOr(value, p.longAnd(x, p.word(Long.MIN_VALUE)));
  }

  /**
   * {@code unit} z, of the z >= 0 with P(Z > z) = t. With q = 1/2 - t and w = -log(4 t (1 - t)) it
   * is q C(w - 5/2), C a polynomial, up to w = 5. Beyond, for three numbers in a thousand, with r =
   * sqrt(-log t), it is sqrt(2) r + B(r - 1.6) for r <= 5 and sqrt(2) r + F(r - 5) else, B and F
   * ratios of polynomials.
   *
   * @param a q {@code unit} over {@code scale}
   */
  private static <V> V quantileSize(Primitives<V> p, V a, V t, double scale, double unit) {
    V square = p.mul(p.mul(p.constant(4), t), p.sub(p.constant(1), t));
    V w = p.neg(Logarithm.ofNormal(p, square));
    V slope = Polynomial.at(p, p.sub(w, p.constant(2.5)), CENTRAL);
    return Rare.replaced(
        p,
        t,
        p.mul(a, p.mul(slope, p.constant(scale))),
        s -> p.lt(s, p.constant(CENTRAL_FROM)),
        s -> p.mul(outerQuantile(p, s), p.constant(unit)));
  }

  private static <V> V outerQuantile(Primitives<V> p, V t) {
    V r = p.sqrt(p.neg(Logarithm.log(p, t)));
    V far = p.lt(p.constant(5), r);
    V outer = p.sub(r, p.constant(1.6));
    V distant = p.sub(r, p.constant(5));
    V above =
        p.select(far, Polynomial.at(p, distant, FAR_ABOVE), Polynomial.at(p, outer, OUTER_ABOVE));
    V below =
        p.select(far, Polynomial.at(p, distant, FAR_BELOW), Polynomial.at(p, outer, OUTER_BELOW));
    V value = p.fma(r, p.constant(ROOT_TWO), p.div(above, below));
    V infinity = p.constant(Double.POSITIVE_INFINITY);
    return p.select(p.eq(r, infinity), infinity, value);
  }

  /** M(a), a >= 0. */
  private static <V> Pair<V> millsHalf(Primitives<V> p, V a) {
    return MillsRatio.at(p, a, CENTRE, STEEPNESS, TAIL);
  }

  /** factor exp(-a^2 / 2). */
  private static <V> V beyond(Primitives<V> p, V a, Pair<V> factor) {
    Pair<V> square = minusHalfSquare(p, a);
    return zeroFarOut(p, a, Exponential.expOfNegativeSum(p, square.head(), square.tail(), factor));
  }

  private static <V> V expOfHalfSquare(Primitives<V> p, V a) {
    Pair<V> square = minusHalfSquare(p, a);
    return zeroFarOut(p, a, Exponential.expOfNegativeSum(p, square.head(), square.tail()));
  }

  /** From 40 on exp(-a^2 / 2) has long been 0. */
  private static <V> V zeroFarOut(Primitives<V> p, V a, V value) {
    return Rare.replaced(p, a, value, t -> p.le(p.constant(40), t), t -> p.constant(0));
  }

  private static <V> Pair<V> minusHalfSquare(Primitives<V> p, V a) {
    V minusHalf = p.mul(a, p.constant(-0.5));
    V head = p.mul(minusHalf, a);
    return new Pair<>(head, p.fma(minusHalf, a, p.neg(head)));
  }
}
