package org.pushforward.engine.elementary;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The regularised incomplete gamma functions P(a, x), the integral of t^(a - 1) exp(-t) / Gamma(a)
 * over t up to x, and Q = 1 - P; their logarithms, and their derivatives in the shape a.
 *
 * <p>The smaller of the two, or nearly so, is computed, as D B: D = x^a exp(-x) / Gamma(a + 1),
 * whose exponent is a pair of doubles, and
 *
 * <pre>
 *   P, x &lt; a or x &lt; 5/4                   B = sum of x^n / ((a + 1) ... (a + n))
 *   Q, else                               B = a / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (...)))
 *   either, a >= 16, 0.302 &lt; x / a &lt; 2.35  B = sqrt(pi a / 2) G erfcx(y) +- sum of b_n eta^n
 * </pre>
 *
 * <p>The last is Temme's uniform expansion (N. M. Temme, The uniform asymptotic expansion of a
 * class of integrals related to cumulative distribution functions, SIAM J. Math. Anal. 13 (1982)
 * 239-253): y^2 = a eta^2 / 2 = x - a - a log(x / a), G = Gamma(a) / (sqrt(2 pi / a) a^a exp(-a)) =
 * 1 + b_1 / a, and b_(n-1) = f_n + (n + 1) b_(n+1) / a, where eta / (x / a - 1) = 1 + f_1 eta + f_2
 * eta^2 + ... Q is 1 - P, but for a < 1 and x < 5/4, where with L = a log x - log Gamma(a + 1) it
 * is -expm1(L) - D H, H being the sum of x^n / n! (1 / (1 + a/1) ... (1 + a/n) - 1), whose terms
 * are all negative.
 */
public final class IncompleteGamma {

  private static final double SMALL = 3;
  private static final double LARGE = 16;
  private static final double SHORT = 1.25;

  /** From here on shapes and arguments count as infinite. */
  private static final double INFINITE = 0x1p900;

  /** |eta| <= 1. */
  private static final double LOW = 0.302;

  private static final double HIGH = 2.35;

  /** Of the inverses: four do for most arguments, six for 1e-3 <= a <= 1e6 and tails of 1e-300. */
  private static final int STEPS = 7;

  private static final double ROOT_TWO_PI = 2.5066282746310002;

  /** eta / (lambda - 1), interpolated at Chebyshev nodes of -1.5 <= eta <= 1.6; 2^-54. */
  private static final double[] ETA = {
    1.0,
    -0.3333333333333333,
    0.08333333333333406,
    -0.0148148148148147,
    0.0011574074073869066,
    0.00035273368605277984,
    -0.00017875514382997208,
    3.919263190767103e-05,
    -2.1854494945107334e-06,
    -1.8540626433391646e-06,
    8.296738533739737e-07,
    -1.7665875639683404e-07,
    6.703205477986765e-09,
    1.0261128853243722e-08,
    -4.376913716416511e-09,
    9.149095473656705e-10,
    -2.919962458502896e-11,
    -5.801738803203727e-11,
    2.6062223921036236e-11,
    -5.330899399786371e-12,
    -3.59456760084594e-13,
    4.711432714568831e-13,
    -7.71692457567781e-14
  };

  private IncompleteGamma() {}

  /**
   * P(a, x): 0 at x = 0 and at a = inf, 1 at a = 0 and at x = inf; NaN where a or x is below 0, or
   * where both are 0 or infinite.
   */
  public static <V> V lower(Primitives<V> p, V a, V x) {
    return new At<>(p, a, x).lower();
  }

  /** Q(a, x) = 1 - P(a, x). */
  public static <V> V upper(Primitives<V> p, V a, V x) {
    return new At<>(p, a, x).upper();
  }

  /** log P(a, x), right where P underflows. */
  public static <V> V logLower(Primitives<V> p, V a, V x) {
    return new At<>(p, a, x).logLower();
  }

  /** log Q(a, x), right where Q underflows. */
  public static <V> V logUpper(Primitives<V> p, V a, V x) {
    return new At<>(p, a, x).logUpper();
  }

  /** log(x^(a - 1) exp(-x) / Gamma(a)), the logarithm of P's derivative by x. */
  public static <V> V logSlope(Primitives<V> p, V a, V x) {
    return new At<>(p, a, x).logSlope();
  }

  /** The derivative of P(a, x) by a, below 0. */
  public static <V> V byShape(Primitives<V> p, V a, V x) {
    return new At<>(p, a, x).byShape();
  }

  /** The derivative of log P(a, x) by a. */
  public static <V> V logLowerByShape(Primitives<V> p, V a, V x) {
    return new At<>(p, a, x).logLowerByShape();
  }

  /** The derivative of log Q(a, x) by a. */
  public static <V> V logUpperByShape(Primitives<V> p, V a, V x) {
    return new At<>(p, a, x).logUpperByShape();
  }

  /**
   * The x with P(a, x) = probability: 0 at 0, inf at 1; NaN beyond, where a is not positive and
   * finite, and 0 where it is below the least normal double. From probability 1/2 on it is that
   * with Q = 1 - probability.
   */
  public static <V> V lowerInverse(Primitives<V> p, V a, V probability) {
    V other = p.sub(p.constant(1), probability);
    return inverse(p, a, probability, other, p.lt(probability, p.constant(0.5)));
  }

  /** The x with Q(a, x) = probability: inf at 0, 0 at 1. */
  public static <V> V upperInverse(Primitives<V> p, V a, V probability) {
    V other = p.sub(p.constant(1), probability);
    return inverse(p, a, other, probability, p.le(p.constant(0.5), probability));
  }

  /**
   * Halley's iteration for g = 0, g being log(P / lower) by log x or log(Q / upper) by x, which are
   * nearly straight far out: no start is too far away. The start is that of E. B. Wilson and M. M.
   * Hilferty (1931), or P = x^a / Gamma(a + 1).
   */
  private static <V> V inverse(Primitives<V> p, V a, V lower, V upper, V isLower) {
    V zero = p.constant(0);
    V one = p.constant(1);
    V infinity = p.constant(Double.POSITIVE_INFINITY);
    V half = p.constant(0.5);
    V target = p.select(isLower, lower, upper);
    V logTarget = Logarithm.log(p, target);
    V logLower = p.select(isLower, logTarget, Logarithm.log1p(p, p.neg(upper)));
    V below = p.lt(a, one);
    V lgamma = p.add(Gamma.lgamma(p, a), Logarithm.log(p, a));
    V power = Exponential.exp(p, p.div(p.add(logLower, lgamma), a));
    V quantile = NormalLaw.normalQuantile(p, target);
    V signed = p.select(isLower, quantile, p.neg(quantile));
    V ninth = p.div(p.constant(1.0 / 9), a);
    V root = p.fma(signed, p.sqrt(ninth), p.sub(one, ninth));
    V cube = p.mul(a, p.mul(root, p.mul(root, root)));
    V central = p.select(p.or(below, p.lt(root, p.constant(0.3))), power, cube);
    // Far out Q = x^(a - 1) exp(-x) / Gamma(a) (1 + (a - 1) / x + ...).
    V less = p.sub(a, one);
    V y = p.sub(p.sub(Logarithm.log(p, a), lgamma), logTarget);
    V tail = p.max(y, one);
    for (int i = 0; i < 3; i++) {
      tail = p.max(p.add(y, p.fma(less, Logarithm.log(p, tail), p.div(less, tail))), one);
    }
    V isFar = p.and(p.not(isLower), p.lt(p.fma(a, p.constant(3), p.constant(10)), tail));
    V start = p.select(isFar, tail, central);
    V underflows = p.lt(start, p.constant(Double.MIN_NORMAL));

    V x = start;
    for (int i = 0; i < STEPS; i++) {
      At<V> at = new At<>(p, a, x);
      V factor = at.factor();
      V computed = at.timesD(factor);
      V complement = p.sub(one, computed);
      V above = p.select(at.isLower, complement, computed);
      V ofUpper = p.select(at.isShort, at.shortUpper(), above);
      V ofLower = p.select(at.isLower, computed, complement);
      V value = p.select(isLower, ofLower, ofUpper);
      V isKnown = p.le(p.constant(Double.MIN_NORMAL), value);
      V known = p.select(isKnown, value, p.constant(Double.MIN_NORMAL));
      V excess = p.div(p.sub(known, target), target);
      V isNear = p.lt(p.abs(excess), half);
      V ratio = p.select(isNear, p.add(excess, one), p.div(known, target));
      V lost = p.select(isNear, p.sub(excess, p.sub(ratio, one)), zero);
      V g = Logarithm.normalLogOfSum(p, ratio, lost);
      // |g'|: x f / P, or f / Q by log x too. x f = a D.
      V slope = p.div(p.mul(a, computed), p.mul(factor, known));
      V rate = p.select(isKnown, slope, p.add(p.abs(p.sub(a, x)), one));
      V newton = p.select(isLower, p.neg(p.div(g, rate)), p.div(g, rate));
      V change = p.sub(p.sub(a, x), p.select(isLower, rate, p.sub(one, rate)));
      V curve = p.fma(p.mul(newton, change), half, one);
      V step = p.div(newton, p.select(p.lt(curve, half), half, curve));
      V bounded = p.mul(half, Exponential.atMost(p, Exponential.atLeast(p, step, -1), 1));
      V grown = p.div(p.fma(x, bounded, x), p.sub(one, bounded));
      V moved = p.max(p.fma(x, step, x), p.mul(x, p.constant(0.25)));
      x = p.select(isLower, grown, moved);
    }
    V found = p.select(underflows, zero, x);
    V inner = p.select(p.eq(upper, zero), infinity, p.select(p.eq(lower, zero), zero, found));
    V finite = p.and(p.lt(zero, a), p.lt(a, p.constant(INFINITE)));
    V inside = p.and(p.le(zero, lower), p.le(zero, upper));
    return p.select(p.and(finite, inside), inner, p.constant(Double.NaN));
  }

  /** What is known at one point. */
  private static final class At<V> {
    private final Primitives<V> p;
    private final V a;
    private final V x;
    private final V zero;
    private final V one;

    /** 1 / a. */
    private final V q;

    private final V isSmall;
    private final V isBelowOne;

    /** log(x / a), for small a log(x). */
    private final V log;

    /** log D is head + tail + log(scale). */
    private final V head;

    private final V tail;
    private final V scale;

    private final V isUniform;

    /** Whether D B is P. */
    private final V isLower;

    /** Whether Q has a formula of its own though D B is P. */
    private final V isShort;

    /** a log(x), of a below 1. */
    private final V power;

    At(Primitives<V> p, V a, V unbounded) {
      this.p = p;
      this.a = a;
      zero = p.constant(0);
      one = p.constant(1);
      x = Exponential.atMost(p, unbounded, INFINITE);
      q = p.div(one, a);
      isSmall = p.lt(a, p.constant(SMALL));
      isBelowOne = p.lt(a, one);

      V base = p.select(isSmall, one, a);
      V exactly = p.div(x, base);
      V ratio = p.select(isSmall, exactly, Exponential.atLeast(p, exactly, 0x1p-960));
      V lost = p.div(p.fma(p.neg(ratio), base, x), base);
      Pair<V> rounded = Power.log(p, ratio);
      Pair<V> logs = Pair.sum(p, rounded.head(), p.add(rounded.tail(), p.div(lost, ratio)));
      log = logs.head();
      power = p.mul(a, log);
      V powerTail = p.fma(a, logs.tail(), p.fma(a, log, p.neg(power)));

      Pair<V> linear = Pair.sum(p, p.select(isSmall, zero, a), p.neg(x));
      Pair<V> first = Pair.sum(p, power, linear.head());
      Pair<V> second = Pair.sum(p, first.head(), p.neg(p.select(isSmall, Gamma.near(p, a), zero)));
      head = second.head();
      V exact = p.add(p.add(first.tail(), second.tail()), p.add(powerTail, linear.tail()));
      tail = p.sub(exact, p.select(isSmall, zero, Gamma.far(p, a)));
      V stirling = p.div(p.constant(1 / ROOT_TWO_PI), p.sqrt(a));
      scale = p.select(isSmall, p.select(isBelowOne, one, q), stirling);

      V near = p.and(p.lt(p.constant(LOW), ratio), p.lt(ratio, p.constant(HIGH)));
      isUniform = p.and(p.le(p.constant(LARGE), a), near);
      V inside = p.lt(x, p.constant(SHORT));
      isLower = p.or(p.lt(x, a), inside);
      isShort = p.and(isBelowOne, inside);
      this.exponent = p.neg(p.add(head, exact));
    }

    /** y^2, for large a. */
    private final V exponent;

    /** D f, f bounded. */
    private V timesD(V factor) {
      V bounded = Exponential.atLeast(p, head, -800);
      V cut = p.select(p.eq(bounded, head), tail, zero);
      return Exponential.expOfSum(p, bounded, cut, new Pair<>(p.mul(scale, factor), zero));
    }

    /** B. */
    private V factor() {
      V sum = series(p, a, x, wantsSeries());
      V other = p.select(isLower, sum, p.mul(a, fraction(p, a, x, wantsFraction())));
      return p.select(isUniform, uniform(), other);
    }

    /** B, and the derivative of log(D B) by a. */
    private Tangent.Word<V> factorAndRate() {
      Tangent<V> t = new Tangent<>(p);
      Tangent.Word<V> shape = t.variable(a);
      Tangent.Word<V> point = t.fixed(x);
      Tangent.Word<V> sum = series(t, shape, point, t.fixed(wantsSeries()));
      Tangent.Word<V> fraction = t.mul(shape, fraction(t, shape, point, t.fixed(wantsFraction())));
      Tangent.Word<V> other = t.select(t.fixed(isLower), sum, fraction);
      V rest = Gamma.digammaRest(p, a);
      V step = p.select(isBelowOne, zero, q);
      V near = p.sub(p.sub(log, Gamma.digammaNear(p, a)), step);
      V ofD = p.select(isSmall, near, p.add(log, p.sub(rest, q)));
      V otherRate = p.add(ofD, p.div(other.slope(), other.value()));
      V uniform = uniform();
      V factor = p.select(isUniform, uniform, other.value());
      return new Tangent.Word<>(
          factor, p.select(isUniform, p.div(uniformSlope(rest), uniform), otherRate));
    }

    private V wantsSeries() {
      return p.and(isLower, p.not(isUniform));
    }

    private V wantsFraction() {
      return p.not(p.or(isLower, isUniform));
    }

    private V y() {
      return p.sqrt(p.select(p.lt(zero, exponent), exponent, zero));
    }

    private V eta() {
      V size = p.mul(y(), p.sqrt(p.add(q, q)));
      return p.select(isLower, p.neg(size), size);
    }

    private V uniform() {
      List<V> b = coefficients(p, q);
      V main = Temme.value(p, b, a, y());
      V sum = Polynomial.of(p, eta(), b);
      return p.add(main, p.select(isLower, p.neg(sum), sum));
    }

    /** The derivative of D B by a, over D: b' being that of b, and rest log(a) - psi(a). */
    private V uniformSlope(V rest) {
      Tangent<V> t = new Tangent<>(p);
      List<Tangent.Word<V>> coefficients = coefficients(t, t.div(t.constant(1), t.variable(a)));
      List<V> b = coefficients.stream().map(Tangent.Word::value).toList();
      List<V> slopes = coefficients.stream().map(t::slope).toList();
      V eta = eta();
      V half = p.mul(eta, p.constant(-0.5));
      V start = p.fma(half, p.fma(b.get(1), q, one), one);
      V rate = p.fma(half, eta, p.sub(rest, q));
      V upper = p.fma(Polynomial.of(p, eta, b), rate, p.add(start, Polynomial.of(p, eta, slopes)));
      return p.select(isLower, p.neg(upper), upper);
    }

    private V computed() {
      return timesD(factor());
    }

    /** Q of a < 1 and x < 5/4. */
    private V shortUpper() {
      V l = p.sub(power, Gamma.near(p, a));
      V grown = Exponential.expm1(p, Exponential.atMost(p, l, 1));
      return p.neg(p.add(grown, timesD(shortfall(p, a, x, isShort))));
    }

    V lower() {
      V computed = computed();
      V complement = shortUpper();
      V exceeds = p.and(isShort, p.lt(complement, p.constant(0.5)));
      V upper = p.select(exceeds, complement, computed);
      V value = p.select(p.and(isLower, p.not(exceeds)), computed, p.sub(one, upper));
      return ends(zero, value, one);
    }

    V upper() {
      V computed = computed();
      V value = p.select(isLower, p.sub(one, computed), computed);
      return ends(one, p.select(isShort, shortUpper(), value), zero);
    }

    V logLower() {
      V factor = factor();
      V upper = p.select(isShort, shortUpper(), timesD(factor));
      V exceeds = p.and(isShort, p.lt(upper, p.constant(0.5)));
      V direct = p.and(isLower, p.not(exceeds));
      V value = p.select(direct, log(factor), Logarithm.log1p(p, p.neg(upper)));
      return ends(p.constant(Double.NEGATIVE_INFINITY), value, zero);
    }

    V logUpper() {
      V factor = factor();
      V upper = shortUpper();
      V falls = p.and(isShort, p.lt(upper, p.constant(0.5)));
      V direct = p.select(falls, Logarithm.log(p, upper), log(factor));
      V other = Logarithm.log1p(p, p.neg(timesD(factor)));
      V value = p.select(p.and(isLower, p.not(falls)), other, direct);
      return ends(zero, value, p.constant(Double.NEGATIVE_INFINITY));
    }

    /** log(D f). */
    private V log(V factor) {
      return p.add(head, p.add(tail, Logarithm.log(p, p.mul(scale, factor))));
    }

    V logSlope() {
      V infinity = p.constant(Double.POSITIVE_INFINITY);
      V power = p.select(p.lt(a, one), infinity, p.neg(infinity));
      V atZero = p.select(p.eq(a, one), zero, power);
      V constant = Logarithm.log(p, p.mul(scale, p.select(isSmall, a, one)));
      return ends(atZero, p.add(p.sub(head, log), p.add(tail, constant)), p.neg(infinity));
    }

    V byShape() {
      Tangent.Word<V> factor = factorAndRate();
      V change = p.mul(timesD(factor.value()), factor.slope());
      return ends(zero, p.select(isLower, change, p.neg(change)), zero);
    }

    V logLowerByShape() {
      Tangent.Word<V> factor = factorAndRate();
      V upper = timesD(factor.value());
      V other = p.div(p.mul(upper, factor.slope()), p.sub(upper, one));
      V value = p.select(isLower, factor.slope(), other);
      return ends(p.constant(Double.NEGATIVE_INFINITY), value, zero);
    }

    V logUpperByShape() {
      Tangent.Word<V> factor = factorAndRate();
      V lower = timesD(factor.value());
      V upper = p.select(isShort, shortUpper(), p.sub(one, lower));
      V other = p.neg(p.div(p.mul(lower, factor.slope()), upper));
      V value = p.select(isLower, other, factor.slope());
      return ends(zero, value, p.constant(Double.POSITIVE_INFINITY));
    }

    private V ends(V atZero, V value, V atInfinity) {
      V infinite = p.constant(INFINITE);
      V inner = p.select(p.eq(x, infinite), atInfinity, value);
      V outer = p.select(p.or(p.eq(x, zero), p.le(infinite, a)), atZero, inner);
      V least = p.min(a, x);
      V inside = p.and(p.le(zero, least), p.lt(least, infinite));
      V defined = p.and(inside, p.lt(zero, p.max(a, x)));
      return p.select(defined, outer, p.constant(Double.NaN));
    }
  }

  /** b_0, b_1, ... of 1 / a. */
  private static <V> List<V> coefficients(Primitives<V> p, V q) {
    return Temme.coefficients(p, Arrays.stream(ETA).mapToObj(p::constant).toList(), q);
  }

  /** The sum of x^n / ((a + 1) ... (a + n)) from n = 0 on. */
  private static <V> V series(Primitives<V> p, V a, V x, V wanted) {
    V one = p.constant(1);
    // The term, the sum, a + n.
    return Limit.of(
        p,
        100,
        wanted,
        UnaryOperator.identity(),
        List.of(one, one, a),
        s -> {
          V divisor = p.add(s.get(2), one);
          V term = p.div(p.mul(s.get(0), x), divisor);
          return List.of(term, p.add(s.get(1), term), divisor);
        });
  }

  /** The sum of x^n / n! (1 / (1 + a/1) ... (1 + a/n) - 1) from n = 1 on. */
  private static <V> V shortfall(Primitives<V> p, V a, V x, V wanted) {
    V one = p.constant(1);
    V first = p.div(p.neg(a), p.add(a, one));
    V start = p.mul(first, x);
    // The term, the sum, x^n / n!, the bracket, n.
    return Limit.of(
        p,
        100,
        wanted,
        p::neg,
        List.of(start, start, x, first, one),
        s -> {
          V n = p.add(s.get(4), one);
          V power = p.div(p.mul(s.get(2), x), n);
          V bracket = p.div(p.fma(s.get(3), n, p.neg(a)), p.add(a, n));
          V term = p.mul(power, bracket);
          return List.of(term, p.add(s.get(1), term), power, bracket, n);
        });
  }

  /** 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (...))). */
  private static <V> V fraction(Primitives<V> p, V a, V x, V wanted) {
    V one = p.constant(1);
    V base = p.add(p.sub(x, a), one);
    V start = p.div(one, base);
    return Limit.of(
        p,
        200,
        wanted,
        UnaryOperator.identity(),
        List.of(start, start, start, p.constant(0)),
        s -> {
          V n = p.add(s.get(3), one);
          V alpha = p.mul(n, p.sub(a, n));
          List<V> next = Limit.steed(p, s, alpha, p.fma(n, p.constant(2), base));
          return List.of(next.get(0), next.get(1), next.get(2), n);
        });
  }
}
