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

  // M. J. Wichura, Algorithm AS 241: The Percentage Points of the Normal Distribution, Applied
  // Statistics 37 (1988) 477-484, routine PPND16: numerators and denominators by region.
  private static final double[] CENTRAL_ABOVE = {
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3
  };
  private static final double[] CENTRAL_BELOW = {
    1,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3
  };
  private static final double[] OUTER_ABOVE = {
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4
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
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7
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

  /** Phi(z), the probability of a value below z; 0 and 1 at the infinities. */
  public static <V> V normalCdf(Primitives<V> p, V z) {
    V a = Exponential.atMost(p, p.abs(z), 40);
    V beyond = beyond(p, a, millsHalf(p, a));
    return p.select(p.lt(p.constant(0), z), p.sub(p.constant(1), beyond), beyond);
  }

  /**
   * log Phi(z): log M(-z) - z^2 / 2 to the left of 0, log(1 - Phi(-z)) to the right, by one
   * logarithm. -inf at -inf, 0 at inf.
   */
  public static <V> V logNormalCdf(Primitives<V> p, V z) {
    V zero = p.constant(0);
    V one = p.constant(1);
    V left = p.lt(z, zero);
    // z^2 / 2 has overflowed at 1e160; the bound keeps M positive.
    V a = Exponential.atMost(p, p.abs(z), 1e160);
    V mills = millsHalf(p, a);
    V beyond = beyond(p, Exponential.atMost(p, a, 40), mills);
    V below = p.sub(one, beyond);
    V lost = p.sub(p.sub(one, below), beyond);
    V log = Logarithm.normalLogOfSum(p, p.select(left, mills, below), p.select(left, zero, lost));
    V square = p.mul(p.mul(z, p.constant(-0.5)), z);
    return p.add(log, p.select(left, square, zero));
  }

  /**
   * The z with Phi(z) = probability: -inf at 0, inf at 1, NaN outside [0, 1]. A ratio of
   * polynomials in 0.180625 - (probability - 1/2)^2 within 0.425 of 1/2, else in sqrt(-log(tail))
   * less 1.6 or 5.
   */
  public static <V> V normalQuantile(Primitives<V> p, V probability) {
    V half = p.constant(0.5);
    V infinity = p.constant(Double.POSITIVE_INFINITY);
    V q = p.sub(probability, half);
    V upper = p.lt(half, probability);
    V tail = p.select(upper, p.sub(p.constant(1), probability), probability);
    V r = p.sqrt(p.neg(Logarithm.log(p, tail)));
    V centred = p.fma(p.neg(q), q, p.constant(0.180625));
    V central = p.le(p.abs(q), p.constant(0.425));
    V far = p.lt(p.constant(5), r);
    V outer = p.sub(r, p.constant(1.6));
    V distant = p.sub(r, p.constant(5));
    V above =
        p.select(
            central,
            p.mul(q, Polynomial.at(p, centred, CENTRAL_ABOVE)),
            p.select(
                far, Polynomial.at(p, distant, FAR_ABOVE), Polynomial.at(p, outer, OUTER_ABOVE)));
    V below =
        p.select(
            central,
            Polynomial.at(p, centred, CENTRAL_BELOW),
            p.select(
                far, Polynomial.at(p, distant, FAR_BELOW), Polynomial.at(p, outer, OUTER_BELOW)));
    V ratio = p.select(p.eq(r, infinity), infinity, p.div(above, below));
    return p.select(p.or(central, upper), ratio, p.neg(ratio));
  }

  /** M(a), a >= 0. */
  private static <V> V millsHalf(Primitives<V> p, V a) {
    return MillsRatio.at(p, a, CENTRE, STEEPNESS, TAIL);
  }

  /** M(a) exp(-a^2 / 2) for a <= 40, where it has long been 0. */
  private static <V> V beyond(Primitives<V> p, V bounded, V mills) {
    V minusHalf = p.mul(bounded, p.constant(-0.5));
    V head = p.mul(minusHalf, bounded);
    V tail = p.fma(minusHalf, bounded, p.neg(head));
    return Exponential.expOfSum(p, head, tail, mills);
  }
}
