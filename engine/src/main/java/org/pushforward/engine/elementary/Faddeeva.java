package org.pushforward.engine.elementary;

import java.util.List;
import java.util.function.BiFunction;

/**
 * Faddeeva's w(z) = exp(-z^2) erfc(-i z), z = x + i y: the Voigt profile is its real part.
 *
 * <p>Its integral over the line by the trapezoidal rule of step h = sqrt(pi / 12), corrected for
 * the pole at z (M. Al Azah and S. N. Chandler-Wilde, Computation of the complex error function
 * using modified trapezoidal rules, SIAM J. Numer. Anal. 59 (2021) 2346-2367): the sum over the
 * nodes t = k h, or (k + 1/2) h, whichever keep x at least h / 4 away, is
 *
 * <p>w = i (2 h / pi) sum' exp(-t^2) / (z - t^2 / z) + 2 exp(-z^2) / (1 + exp(2 pi (y - i x') /
 * h)),
 *
 * <p>x' being x less the nearest multiple of h / 2 and sum' halving the term of t = 0. The second
 * term is negligible from y = pi / h on. As z - t^2 / z = x (1 - t^2 / |z|^2) + i y (1 + t^2 /
 * |z|^2), nothing overflows.
 */
public final class Faddeeva {

  /** Those beyond count 1e-17 where |x| is near 7 and y small: there all others are y / 90. */
  private static final int NODES = 14;

  private static final double PER_STEP = 1.9544100476116797;
  private static final double PER_STEP_TAIL = -4.159077300370675e-18;
  private static final double PER_PI = 0.3183098861837907;
  private static final double PER_PI_TAIL = -1.9678676675182486e-17;
  private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;

  /** pi / h. */
  private static final double WIDTH = 6.139960247678931;

  private static final double ROUND = 0x1.8p52;

  /** t^2, of t = k h and t = (k + 1/2) h in turn. */
  private static final double[] NODE = {
    0.0,
    0.06544984694978737,
    0.26179938779914946,
    0.5890486225480862,
    1.0471975511965979,
    1.636246173744684,
    2.356194490192345,
    3.2070425005395804,
    4.188790204786391,
    5.301437602932776,
    6.544984694978736,
    7.9194314809242705,
    9.42477796076938,
    11.061024134514064,
    12.828170002158322,
    14.726215563702155,
    16.755160819145566,
    18.915005768488548,
    21.205750411731103,
    23.627394748873236,
    26.179938779914945,
    28.863382504856226,
    31.677725923697082,
    34.62296903643751,
    37.69911184307752,
    40.9061543436171,
    44.244096538056255,
    47.712938426394985
  };

  /** (2 h / pi) exp(-t^2), half of it at 0. */
  private static final double[] WEIGHT = {
    0.16286750396763996,
    0.30509839916005094,
    0.250706969245996,
    0.1807356685638489,
    0.1143068661759066,
    0.06342372596268704,
    0.03087323729106693,
    0.013184497283710203,
    0.004939647571913581,
    0.001623601108607448,
    0.0004681809075069735,
    0.0001184401760668592,
    2.628665799613643e-05,
    5.118264087700047e-06,
    8.743010328483478e-07,
    1.3102382619123278e-07,
    1.722624220227915e-08,
    1.9869265173884656e-09,
    2.0105924521441884e-10,
    1.7849139143299767e-11,
    1.390149435273149e-12,
    9.498536269129225e-14,
    5.693808656908772e-15,
    2.9943325866350354e-16,
    1.381491414254464e-17,
    5.591744625227979e-19,
    1.9856260097387415e-20,
    6.185838287407227e-22
  };

  /** sin(2 pi r) / r by r^2 at Chebyshev nodes of |r| <= 1/4, 60 digits, rounded. */
  private static final double[] SIN = {
    6.283185307179586,
    -41.341702240399755,
    81.60524927607362,
    -76.70585975282492,
    42.058693925428685,
    -15.0946416761179,
    3.8199280942271643,
    -0.7177337921413454,
    0.10089695501646812
  };

  /** cos(2 pi r) by r^2, likewise; its absolute error is below 2^-53. */
  private static final double[] COS = {
    1.0,
    -19.739208802178705,
    64.93939402266395,
    -85.45681720598061,
    60.24464131316041,
    -26.426254066690255,
    7.903462492085097,
    -1.7132184107005932,
    0.2719458494999813
  };

  private Faddeeva() {}

  /**
   * The real part, even in x. Within 8 ulp for y >= 0, measured 4.3, beside the real line too,
   * where it is a small part of |w|; for y < 0 its error is some 1e-15 of |w|.
   */
  public static <V> V real(Primitives<V> p, V x, V y) {
    V a = p.abs(x);
    V b = p.abs(y);
    V above = ends(p, a, b, p.select(isTiny(p, a, b), p.constant(1), sum(p, a, b).head()));
    return below(p, a, y, above, (twice, w) -> p.sub(twice.head(), w));
  }

  /** The imaginary part, odd in x. Within 64 ulp for y >= 0, measured 36. */
  public static <V> V imaginary(Primitives<V> p, V x, V y) {
    V a = p.abs(x);
    V b = p.abs(y);
    V linear = p.mul(a, p.constant(TWO_OVER_ROOT_PI));
    V above = ends(p, a, b, p.select(isTiny(p, a, b), linear, sum(p, a, b).tail()));
    V value = below(p, a, y, above, (twice, w) -> p.add(twice.tail(), w));
    return p.longXor(value, p.longAnd(x, p.word(Long.MIN_VALUE)));
  }

  /**
   * For y < 0, w(a + i y) = 2 exp(-z^2) less the conjugate of w(a - i y): {@code sum} of the
   * former, which is infinite where it overflows, else {@code above}.
   */
  private static <V> V below(Primitives<V> p, V a, V y, V above, BiFunction<Pair<V>, V, V> sum) {
    Primitives.Step<V> step =
        new Primitives.Step<>() {
          @Override
          public V wanted(List<V> state) {
            return p.lt(state.get(0), p.constant(0));
          }

          @Override
          public List<V> next(List<V> state) {
            V b = state.get(0);
            V x = state.get(1);
            return List.of(b, x, sum.apply(twiceExp(p, x, p.neg(b)), state.get(2)));
          }
        };
    return p.loop(1, List.of(y, a, above), step).get(2);
  }

  /** 2 exp(b^2 - a^2 + 2 i a b). */
  private static <V> Pair<V> twiceExp(Primitives<V> p, V a, V b) {
    V zero = p.constant(0);
    Pair<V> squares = difference(p, b, a);
    V head = Exponential.atMost(p, Exponential.atLeast(p, squares.head(), -800), 720);
    V tail = p.select(p.eq(head, squares.head()), squares.tail(), zero);
    V power = Exponential.expOfSum(p, head, tail);
    Turn<V> phase = phase(p, a, b);
    // Where it vanishes, the phase may be no number; and on the axis it may be infinite.
    V none = p.eq(power, zero);
    V onAxis = p.or(none, p.eq(phase.sine, zero));
    V real = p.mul(power, p.longXor(phase.cosine, phase.sign));
    V imaginary = p.mul(power, p.longXor(phase.sine, phase.sign));
    return new Pair<>(
        p.select(none, zero, p.add(real, real)),
        p.select(onAxis, zero, p.add(imaginary, imaginary)));
  }

  /** y^2 - x^2 with its rounding errors, of the difference and of both squares. */
  private static <V> Pair<V> difference(Primitives<V> p, V y, V x) {
    V xx = p.mul(x, x);
    V yy = p.mul(y, y);
    V head = p.sub(yy, xx);
    // Two subtractions are exact.
    V back = p.sub(head, yy);
    V lost = p.sub(p.sub(yy, p.sub(head, back)), p.add(xx, back));
    V squares = p.sub(p.fma(y, y, p.neg(yy)), p.fma(x, x, p.neg(xx)));
    return new Pair<>(head, p.add(lost, squares));
  }

  /** The angle 2 x y. */
  private static <V> Turn<V> phase(Primitives<V> p, V x, V y) {
    V product = p.mul(x, y);
    return turn(p, product, p.fma(x, y, p.neg(product)), PER_PI, PER_PI_TAIL);
  }

  /** Where w(z) = 1 + 2 i z / sqrt(pi) to the last bit. */
  private static <V> V isTiny(Primitives<V> p, V a, V y) {
    return p.lt(p.max(a, y), p.constant(0x1p-100));
  }

  private static <V> V ends(Primitives<V> p, V a, V y, V value) {
    V zero = p.constant(0);
    V infinite = p.eq(p.max(a, y), p.constant(Double.POSITIVE_INFINITY));
    return p.select(infinite, zero, value);
  }

  /** Real and imaginary part. */
  private static <V> Pair<V> sum(Primitives<V> p, V x, V y) {
    V zero = p.constant(0);
    V one = p.constant(1);
    // Far out w is 1 / z but for a factor, and is so for z scaled down.
    V huge = p.lt(p.constant(0x1p500), p.max(x, y));
    V scale = p.select(huge, p.constant(0x1p-600), one);
    V sx = p.mul(x, scale);
    V sy = p.mul(y, scale);
    V square = p.select(huge, zero, p.div(one, p.fma(x, x, p.mul(y, y))));

    V bounded = Exponential.atMost(p, x, 30);
    Turn<V> offset = turn(p, bounded, zero, PER_STEP, PER_STEP_TAIL);
    V atWhole = p.lt(p.longOr(one, offset.sign), zero);
    V real = zero;
    V imaginary = zero;
    for (int k = NODES - 1; k >= 0; k--) {
      V node = p.select(atWhole, p.constant(NODE[2 * k]), p.constant(NODE[2 * k + 1]));
      V weight = p.select(atWhole, p.constant(WEIGHT[2 * k]), p.constant(WEIGHT[2 * k + 1]));
      V ratio = p.mul(node, square);
      V u = p.mul(sx, p.sub(one, ratio));
      V v = p.mul(sy, p.add(one, ratio));
      V term = p.div(weight, p.fma(u, u, p.mul(v, v)));
      real = p.fma(term, v, real);
      imaginary = p.fma(term, u, imaginary);
    }

    V near = p.lt(y, p.constant(WIDTH));
    Pair<V> pole = pole(p, bounded, Exponential.atMost(p, y, WIDTH), offset);
    return new Pair<>(
        p.mul(scale, p.add(real, p.select(near, pole.head(), zero))),
        p.mul(scale, p.add(imaginary, p.select(near, pole.tail(), zero))));
  }

  /** 2 exp(-z^2) (1 + q e) / |1 + q e|^2, e = exp(2 pi i x' / h), q = exp(2 pi y / h). */
  private static <V> Pair<V> pole(Primitives<V> p, V x, V y, Turn<V> offset) {
    V one = p.constant(1);
    V q = Exponential.exp(p, p.mul(y, p.constant(2 * WIDTH)));
    V c = p.mul(q, offset.cosine);
    V s = p.mul(q, offset.sine);
    V above = p.add(one, c);
    V size = p.fma(above, above, p.mul(s, s));

    Pair<V> squares = difference(p, y, x);
    V power = Exponential.expOfSum(p, squares.head(), squares.tail());
    V factor = p.div(p.add(power, power), size);

    // exp(-2 i x y).
    Turn<V> phase = phase(p, x, y);
    V cosine = p.longXor(phase.cosine, phase.sign);
    V sine = p.longXor(phase.sine, phase.sign);
    V real = p.fma(above, cosine, p.mul(s, sine));
    V imaginary = p.sub(p.mul(s, cosine), p.mul(above, sine));
    return new Pair<>(p.mul(factor, real), p.mul(factor, imaginary));
  }

  /**
   * Cosine and sine of 2 pi r, |r| <= 1/4, where (head + tail) factor = r + n / 2; and the sign bit
   * if n is odd.
   */
  private static <V> Turn<V> turn(
      Primitives<V> p, V head, V tail, double factor, double factorTail) {
    V round = p.constant(ROUND);
    V shifted = p.fma(head, p.constant(2 * factor), round);
    V half = p.mul(p.sub(shifted, round), p.constant(-0.5));
    V rest = p.fma(head, p.constant(factorTail), p.mul(tail, p.constant(factor)));
    V r = p.add(p.fma(head, p.constant(factor), half), rest);
    V w = p.mul(r, r);
    V sine = p.mul(r, Polynomial.at(p, w, SIN));
    return new Turn<>(Polynomial.at(p, w, COS), sine, p.shiftLeft(shifted, 63));
  }

  /** An angle but for half turns. */
  private record Turn<V>(V cosine, V sine, V sign) {}
}
