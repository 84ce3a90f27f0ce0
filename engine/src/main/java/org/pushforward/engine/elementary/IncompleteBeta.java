package org.pushforward.engine.elementary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The regularised incomplete beta function I(x), the integral of t^(a - 1) (1 - t)^(b - 1) / B(a,
 * b) over t up to x, and 1 - I; their logarithms, and their derivatives in the shapes a and b.
 *
 * <p>As 1 - I(x; a, b) = I(1 - x; b, a), the smaller one, or nearly so, is computed as I(z; u, v),
 * where (z, u, v) is (x, a, b) or (1 - x, b, a). With w = 1 - z and W = z^u w^v / B(u, v), whose
 * exponent is a pair of doubles, it is W times
 *
 * <pre>
 *   z &lt;= 1/2, v z &lt;= 5/4      1/u sum of (u + v) ... (u + v + n - 1) / ((u + 1) ... (u + n)) z^n
 *   N >= 20, eta^2 &lt;= 0.42    (sqrt(pi N / 2) G erfcx(y) +- sum of c_n eta^n) / N
 *   else                      a continued fraction
 * </pre>
 *
 * <p>The second is Temme's uniform expansion, as in {@link IncompleteGamma}: N = a b / (a + b), y^2
 * = N eta^2 / 2 = - a log(x (a + b) / a) - b log((1 - x) (a + b) / b), G = 1 + c_1 / N, and c_(n-1)
 * = f_n + (n + 1) c_(n+1) / N, where 1 + f_1 eta + ... is eta / h, h = ((a + b) x - a) / N, which
 * obeys h h' = eta (1 + k h - t h^2) with k = (b - a) / (a + b), t = a b / (a + b)^2. The fraction
 * is that of A. R. DiDonato and A. H. Morris (Algorithm 708, ACM Trans. Math. Software 18 (1992)
 * 360-373). For u < 1, where the series is used, 1 - I is -expm1(L) - W H / u, L = u log z - log(u
 * B(u, v)), H being the sum of what the series' terms have beyond those of w^(-v).
 */
public final class IncompleteBeta {

  private static final double LARGE = 20;
  private static final double FAR = 0.42;
  private static final double SHORT = 1.25;
  private static final int DEGREE = 20;

  /** From here on shapes count as infinite. */
  private static final double INFINITE = 0x1p900;

  private static final double ROOT_TWO_PI = 2.5066282746310002;

  private IncompleteBeta() {}

  /**
   * I(x; a, b): 0 at x = 0, at b = 0 and at a = inf, 1 at x = 1, at a = 0 and at b = inf; NaN where
   * a, b or x is below 0 or x above 1, and where both shapes are 0 or infinite.
   */
  public static <V> V lower(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).lower();
  }

  /** 1 - I(x; a, b). */
  public static <V> V upper(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).upper();
  }

  /** log I(x; a, b), right where I underflows. */
  public static <V> V logLower(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).logLower();
  }

  /** log(1 - I(x; a, b)), right where that underflows. */
  public static <V> V logUpper(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).logUpper();
  }

  /** log(x^(a - 1) (1 - x)^(b - 1) / B(a, b)), the logarithm of I's derivative by x. */
  public static <V> V logSlope(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).logSlope();
  }

  /** The derivative of I by a, below 0. */
  public static <V> V byFirst(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).byShape(true);
  }

  /** The derivative of I by b, above 0. */
  public static <V> V bySecond(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).byShape(false);
  }

  /** The derivative of log I by a. */
  public static <V> V logLowerByFirst(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).logLowerByShape(true);
  }

  /** The derivative of log I by b. */
  public static <V> V logLowerBySecond(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).logLowerByShape(false);
  }

  /** The derivative of log(1 - I) by a. */
  public static <V> V logUpperByFirst(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).logUpperByShape(true);
  }

  /** The derivative of log(1 - I) by b. */
  public static <V> V logUpperBySecond(Primitives<V> p, V a, V b, V x) {
    return new At<>(p, a, b, x).logUpperByShape(false);
  }

  /**
   * One of the gamma functions in B: Gamma(a) = scale exp(log) (a / e)^a, without the last factor
   * for a < 3, and rate = psi(a), less log(a) from 3 on.
   */
  private record Factor<V>(V isLarge, V log, V scale, V rate) {
    static <V> Factor<V> of(Primitives<V> p, V a) {
      V zero = p.constant(0);
      V one = p.constant(1);
      V isLarge = p.le(p.constant(3), a);
      V pole = p.select(p.lt(a, one), p.div(one, a), zero);
      return new Factor<>(
          isLarge,
          p.select(isLarge, Gamma.far(p, a), Gamma.near(p, a)),
          p.select(
              isLarge,
              p.div(p.constant(ROOT_TWO_PI), p.sqrt(a)),
              p.select(p.lt(a, one), pole, one)),
          p.select(isLarge, p.neg(Gamma.digammaRest(p, a)), p.sub(Gamma.digammaNear(p, a), pole)));
    }
  }

  /** What is known at one point. */
  private static final class At<V> {
    private final Primitives<V> p;
    private final V a;
    private final V b;
    private final V x;
    private final V zero;
    private final V one;

    private final V sum;
    private final Factor<V> ofA;
    private final Factor<V> ofB;
    private final Factor<V> ofSum;

    /**
     * log x and log(1 - x), from a, b >= 3 on those of their ratios to a / (a + b), b / (a + b).
     */
    private final Pair<V> logX;

    private final Pair<V> logY;

    /** log W is head + tail + log(scale). */
    private final V head;

    private final V tail;
    private final V scale;

    /** y^2, for large shapes. */
    private final V exponent;

    /** a - (a + b) x. */
    private final V excess;

    /** N. */
    private final V large;

    private final V isUniform;

    /** Whether (z, u, v) is (x, a, b). */
    private final V isLower;

    private final V isShort;

    /** Whether 1 - I(z; u, v) has a formula of its own. */
    private final V isSmall;

    private final V z;
    private final V w;
    private final V u;
    private final V v;

    At(Primitives<V> p, V a, V b, V x) {
      this.p = p;
      this.a = a;
      this.b = b;
      this.x = x;
      zero = p.constant(0);
      one = p.constant(1);
      Pair<V> shapes = Pair.sum(p, a, b);
      Pair<V> rest = Pair.sum(p, one, p.neg(x));
      sum = shapes.head();
      ofA = Factor.of(p, a);
      ofB = Factor.of(p, b);
      ofSum = Factor.of(p, sum);

      Pair<V> s =
          new Pair<>(
              p.select(ofSum.isLarge, shapes.head(), one),
              p.select(ofSum.isLarge, shapes.tail(), zero));
      logX = logOfRatio(new Pair<>(x, zero), s, p.select(ofA.isLarge, a, one));
      logY = logOfRatio(rest, s, p.select(ofB.isLarge, b, one));
      Pair<V> byA = product(a, logX);
      Pair<V> byB = product(b, logY);
      Pair<V> first = Pair.sum(p, byA.head(), byB.head());
      V lost = p.add(first.tail(), p.add(byA.tail(), byB.tail()));
      exponent = p.neg(p.add(first.head(), lost));
      // exp(a) and exp(b) cancel exp(a + b), where they are there.
      V small = p.add(p.select(ofA.isLarge, zero, a), p.select(ofB.isLarge, zero, b));
      V gammas = p.sub(p.sub(ofSum.log, ofA.log), ofB.log);
      V further = p.sub(gammas, p.select(ofSum.isLarge, small, zero));
      Pair<V> second = Pair.sum(p, first.head(), further);
      head = second.head();
      tail = p.add(lost, second.tail());
      scale = p.div(p.div(ofSum.scale, ofA.scale), ofB.scale);

      V product = p.mul(sum, x);
      V productTail = p.fma(shapes.tail(), x, p.fma(sum, x, p.neg(product)));
      excess = p.sub(p.sub(a, product), productTail);
      large = p.mul(a, p.div(b, sum));

      V half = p.constant(0.5);
      V y = rest.head();
      V shortLower = p.and(p.le(x, half), p.le(p.mul(b, x), p.constant(SHORT)));
      V shortUpper = p.and(p.lt(y, half), p.le(p.mul(a, y), p.constant(SHORT)));
      V near = p.le(exponent, p.mul(large, p.constant(FAR / 2)));
      V below = p.lt(zero, excess);
      isShort = p.or(shortLower, shortUpper);
      isUniform = p.and(p.not(isShort), p.and(p.le(p.constant(LARGE), large), near));
      isLower = p.or(shortLower, p.and(below, p.not(shortUpper)));
      z = p.select(isLower, x, y);
      w = p.select(isLower, y, x);
      u = p.select(isLower, a, b);
      v = p.select(isLower, b, a);
      isSmall = p.and(isShort, p.lt(u, one));
    }

    /** log(a b / c), a and b pairs. */
    private Pair<V> logOfRatio(Pair<V> a, Pair<V> b, V c) {
      Pair<V> product = product(a.head(), b);
      V tail = p.fma(a.tail(), b.head(), product.tail());
      V ratio = Exponential.atLeast(p, p.div(product.head(), c), Double.MIN_VALUE);
      V lost = p.div(p.add(p.fma(p.neg(ratio), c, product.head()), tail), c);
      Pair<V> log = Power.log(p, ratio);
      return Pair.sum(p, log.head(), p.add(log.tail(), p.div(lost, ratio)));
    }

    private Pair<V> product(V a, Pair<V> b) {
      V head = p.mul(a, b.head());
      return new Pair<>(head, p.fma(a, b.tail(), p.fma(a, b.head(), p.neg(head))));
    }

    /** W f, f bounded. */
    private V timesW(V factor) {
      V bounded = Exponential.atLeast(p, head, -800);
      V cut = p.select(p.eq(bounded, head), tail, zero);
      return Exponential.expOfSum(p, bounded, cut, new Pair<>(p.mul(scale, factor), zero));
    }

    /** log(W f). */
    private V log(V factor) {
      return p.add(head, p.add(tail, Logarithm.log(p, p.mul(scale, factor))));
    }

    private V wantsFraction() {
      return p.not(p.or(isShort, isUniform));
    }

    /** What W is multiplied by. */
    private V factor() {
      V series = p.div(series(p, u, v, z, isShort), u);
      V signed = p.select(isLower, excess, p.neg(excess));
      V fraction = fraction(p, u, v, z, signed, wantsFraction());
      return p.select(isUniform, uniform(), p.select(isShort, series, fraction));
    }

    private V y() {
      return p.sqrt(p.select(p.lt(zero, exponent), exponent, zero));
    }

    private V eta() {
      V size = p.mul(y(), p.sqrt(p.div(p.constant(2), large)));
      return p.select(isLower, p.neg(size), size);
    }

    private V uniform() {
      List<V> c = Temme.coefficients(p, ratios(p, a, b), p.div(one, large));
      V value = Temme.value(p, c, large, y());
      V odd = Polynomial.of(p, eta(), c);
      return p.div(p.add(value, p.select(isLower, p.neg(odd), odd)), large);
    }

    /** The factor, and the derivative of the logarithm of what is computed by a shape. */
    private Tangent.Word<V> factorAndRate(boolean first) {
      Tangent<V> t = new Tangent<>(p);
      V isOfU = first ? isLower : p.not(isLower);
      Tangent.Word<V> tu = new Tangent.Word<>(u, p.select(isOfU, one, zero));
      Tangent.Word<V> tv = new Tangent.Word<>(v, p.select(isOfU, zero, one));
      Tangent.Word<V> tz = t.fixed(z);
      Tangent.Word<V> sum = series(t, tu, tv, tz, t.fixed(isShort));
      V signed = p.select(isLower, excess, p.neg(excess));
      Tangent.Word<V> te = new Tangent.Word<>(signed, p.select(isOfU, w, p.neg(z)));
      Tangent.Word<V> fraction = fraction(t, tu, tv, tz, te, t.fixed(wantsFraction()));

      Factor<V> of = first ? ofA : ofB;
      V shape = first ? a : b;
      V log = first ? logX.head() : logY.head();
      V ofW = p.add(p.sub(log, of.rate), ofSum.rate);
      // The pole of psi(u) at 0 cancels 1 / u.
      V near = p.sub(Gamma.digammaNear(p, shape), ofSum.rate);
      V ofRatio = p.select(p.lt(shape, one), p.sub(log, near), p.sub(ofW, p.div(one, shape)));
      V start = p.select(isOfU, ofRatio, ofW);
      V seriesRate = p.add(start, p.div(sum.slope(), sum.value()));
      V fractionRate = p.add(ofW, p.div(fraction.slope(), fraction.value()));
      V uniform = uniform();
      V uniformRate = p.div(uniformSlope(first), p.mul(large, uniform));
      V ofSeries = p.div(sum.value(), u);
      V factor = p.select(isShort, ofSeries, fraction.value());
      V ofSmall = p.div(slopeOfSmall(), timesW(ofSeries));
      V special = p.and(isSmall, p.not(isOfU));
      V ofShort = p.select(special, ofSmall, seriesRate);
      V rate = p.select(isShort, ofShort, fractionRate);
      return new Tangent.Word<>(
          p.select(isUniform, uniform, factor), p.select(isUniform, uniformRate, rate));
    }

    /** The derivative of what is computed by a shape, over W / N. */
    private V uniformSlope(boolean first) {
      Tangent<V> t = new Tangent<>(p);
      Tangent.Word<V> ta = first ? t.variable(a) : t.fixed(a);
      Tangent.Word<V> tb = first ? t.fixed(b) : t.variable(b);
      Tangent.Word<V> inverse = t.add(t.div(t.constant(1), ta), t.div(t.constant(1), tb));
      List<Tangent.Word<V>> words = Temme.coefficients(t, ratios(t, ta, tb), inverse);
      List<V> c = words.stream().map(Tangent.Word::value).toList();
      List<V> slopes = words.stream().map(t::slope).toList();
      V eta = eta();
      V q = p.div(one, large);
      V other = p.div(first ? b : a, sum);
      V square = p.mul(other, other);
      V half = p.mul(square, p.constant(0.5));
      V h = p.neg(p.mul(excess, q));
      V log = first ? logX.head() : logY.head();
      V ratio = p.div(p.fma(p.mul(eta, eta), half, log), h);
      V atZero = first ? other : p.neg(other);
      V start = p.select(p.eq(h, zero), atZero, ratio);
      V ofShape = p.fma(p.constant(0.5), p.div(one, first ? a : b), (first ? ofA : ofB).rate);
      V change = p.sub(ofShape, p.fma(p.constant(0.5), p.div(one, sum), ofSum.rate));
      V value = Polynomial.of(p, eta, c);
      V g = p.fma(c.get(1), q, one);
      V spread = p.fma(value, p.fma(eta, eta, q), p.mul(eta, g));
      V sumOf = p.sub(Polynomial.of(p, eta, slopes), p.mul(value, change));
      V upper = p.add(p.fma(p.neg(half), spread, start), sumOf);
      return p.select(isLower, p.neg(upper), upper);
    }

    /** 1 - I(z; u, v) of u < 1. */
    private V complement() {
      V grown = Exponential.expm1(p, Exponential.atMost(p, logPower(), 1));
      V beyond = p.div(surplus(p, u, v, z, isSmall), u);
      return p.neg(p.add(grown, timesW(beyond)));
    }

    /** L, u < 1, which vanishes with u. */
    private V logPower() {
      V isLarge = p.le(p.constant(3), v);
      V below = p.lt(v, one);
      V above = p.le(p.constant(2), v);
      V step =
          Logarithm.log1p(p, p.div(u, p.select(p.and(above, p.not(isLarge)), p.sub(v, one), v)));
      V log =
          p.select(
              isLarge,
              p.sub(p.select(isLower, logX.head(), logY.head()), one),
              Logarithm.log(p, z));
      V far = p.fma(p.sub(v, p.constant(0.5)), step, Gamma.farDifference(p, v, u));
      V shift = p.select(below, one, p.select(above, p.constant(-1), zero));
      V signed = p.select(below, p.neg(step), p.select(above, step, zero));
      V near = p.add(Gamma.nearDifference(p, p.add(v, shift), u), signed);
      return p.fma(u, log, p.sub(p.select(isLarge, far, near), Gamma.near(p, u)));
    }

    /** The derivative of I(z; u, v) by v, of u < 1 and short z: -exp(L) L' - (W H / u)'. */
    private V slopeOfSmall() {
      Tangent<V> t = new Tangent<>(p);
      Tangent.Word<V> beyond = surplus(t, t.fixed(u), t.variable(v), t.fixed(z), t.fixed(isSmall));
      V change = Gamma.digammaDifference(p, v, u);
      V log = p.add(Logarithm.log1p(p, p.neg(z)), change);
      V power = Exponential.exp(p, logPower());
      V ofSum = timesW(p.div(p.fma(beyond.value(), log, beyond.slope()), u));
      return p.fma(power, change, ofSum);
    }

    /** What is computed, and 1 less that. */
    private Pair<V> both(V factor) {
      V computed = timesW(factor);
      V other = p.select(isSmall, complement(), p.sub(one, computed));
      V exceeds = p.and(isSmall, p.lt(other, p.constant(0.5)));
      return new Pair<>(p.select(exceeds, p.sub(one, other), computed), other);
    }

    V lower() {
      Pair<V> both = both(factor());
      return ends(zero, p.select(isLower, both.head(), both.tail()), one);
    }

    V upper() {
      Pair<V> both = both(factor());
      return ends(one, p.select(isLower, both.tail(), both.head()), zero);
    }

    V logLower() {
      return ends(p.constant(Double.NEGATIVE_INFINITY), logOf(isLower), zero);
    }

    V logUpper() {
      return ends(zero, logOf(p.not(isLower)), p.constant(Double.NEGATIVE_INFINITY));
    }

    /** The logarithm of what is computed where the mask holds, else of the other. */
    private V logOf(V isComputed) {
      V factor = factor();
      Pair<V> both = both(factor);
      V half = p.constant(0.5);
      V minus = p.neg(p.select(isComputed, both.tail(), both.head()));
      V isFar = p.le(half, p.select(isComputed, both.head(), both.tail()));
      V direct = p.select(isComputed, log(factor), Logarithm.log(p, both.tail()));
      return p.select(isFar, Logarithm.log1p(p, minus), direct);
    }

    V logSlope() {
      V infinity = p.constant(Double.POSITIVE_INFINITY);
      V rest = Pair.sum(p, one, p.neg(x)).head();
      V logs = p.add(Logarithm.log(p, x), Logarithm.log(p, rest));
      V value = p.add(p.sub(head, logs), p.add(tail, Logarithm.log(p, scale)));
      return ends(power(a, b, infinity), value, power(b, a, infinity));
    }

    /** log(t^(a - 1) b) at t = 0, of a = 1 log b. */
    private V power(V a, V b, V infinity) {
      V log = Logarithm.log(p, b);
      return p.select(p.lt(a, one), infinity, p.select(p.eq(a, one), log, p.neg(infinity)));
    }

    V byShape(boolean first) {
      Tangent.Word<V> factor = factorAndRate(first);
      V change = p.mul(timesW(factor.value()), factor.slope());
      return ends(zero, p.select(isLower, change, p.neg(change)), zero);
    }

    V logLowerByShape(boolean first) {
      V rate = logRate(first, isLower);
      return ends(first ? p.constant(Double.NEGATIVE_INFINITY) : rate, rate, zero);
    }

    V logUpperByShape(boolean first) {
      V rate = logRate(first, p.not(isLower));
      return ends(zero, rate, first ? rate : p.constant(Double.NEGATIVE_INFINITY));
    }

    private V logRate(boolean first, V isComputed) {
      Tangent.Word<V> factor = factorAndRate(first);
      Pair<V> both = both(factor.value());
      V other = p.neg(p.div(p.mul(both.head(), factor.slope()), both.tail()));
      return p.select(isComputed, factor.slope(), other);
    }

    private V ends(V atZero, V value, V atOne) {
      V infinite = p.constant(INFINITE);
      V low = p.or(p.eq(x, zero), p.or(p.le(infinite, a), p.eq(b, zero)));
      V high = p.or(p.eq(x, one), p.or(p.le(infinite, b), p.eq(a, zero)));
      V outer = p.select(low, atZero, p.select(high, atOne, value));
      V least = p.min(a, b);
      V most = p.max(a, b);
      V shapes = p.and(p.le(zero, least), p.lt(zero, most));
      V inside = p.and(p.le(zero, x), p.le(x, one));
      V defined = p.and(p.and(shapes, inside), p.lt(least, infinite));
      return p.select(p.and(defined, p.not(p.and(low, high))), outer, p.constant(Double.NaN));
    }
  }

  /** f_1, f_2, ... */
  private static <V> List<V> ratios(Primitives<V> p, V a, V b) {
    V zero = p.constant(0);
    V sum = p.add(a, b);
    V k = p.div(p.sub(b, a), sum);
    V minusT = p.neg(p.mul(p.div(a, sum), p.div(b, sum)));
    // h = h_1 eta + h_2 eta^2 + ..., g = h^2 and h' = f (1 + k h - t g).
    List<V> h = new ArrayList<>(List.of(zero, p.constant(1)));
    List<V> g = new ArrayList<>(List.of(zero, zero, p.constant(1)));
    List<V> slope = new ArrayList<>(List.of(p.constant(1)));
    List<V> f = new ArrayList<>(List.of(p.constant(1)));
    for (int n = 1; n <= DEGREE; n++) {
      slope.add(p.fma(k, h.get(n), p.mul(minusT, g.get(n))));
      // (n + 2) g_(n+2) = 2 slope_n
      V square = p.mul(slope.get(n), p.constant(2.0 / (n + 2)));
      g.add(square);
      V next = p.mul(square, p.constant(0.5));
      for (int i = 2; i <= n; i++) {
        next = p.fma(p.mul(h.get(i), p.constant(-0.5)), h.get(n + 2 - i), next);
      }
      h.add(next);
      V ratio = p.mul(next, p.constant(n + 1));
      for (int i = 1; i <= n; i++) {
        ratio = p.fma(p.neg(slope.get(i)), f.get(n - i), ratio);
      }
      f.add(ratio);
    }
    return f;
  }

  /** The sum of (u + v) ... (u + v + n - 1) / ((u + 1) ... (u + n)) z^n from n = 0 on. */
  private static <V> V series(Primitives<V> p, V u, V v, V z, V wanted) {
    V one = p.constant(1);
    V sum = p.add(u, v);
    // The term, the sum, n.
    return Limit.of(
        p,
        300,
        wanted,
        UnaryOperator.identity(),
        List.of(one, one, p.constant(0)),
        s -> {
          V n = p.add(s.get(2), one);
          V factor = p.div(p.mul(z, p.add(sum, s.get(2))), p.add(u, n));
          V term = p.mul(s.get(0), factor);
          return List.of(term, p.add(s.get(1), term), n);
        });
  }

  /** What the terms of the series have beyond (v) ... (v + n - 1) / n! z^n, added from n = 1 on. */
  private static <V> V surplus(Primitives<V> p, V u, V v, V z, V wanted) {
    V zero = p.constant(0);
    V one = p.constant(1);
    V excess = p.mul(u, p.sub(one, v));
    // The term (1 before the first), the sum, the power's term, its factor less 1, n.
    return Limit.of(
        p,
        300,
        wanted,
        p::abs,
        List.of(one, zero, one, zero, zero),
        s -> {
          V n = p.add(s.get(4), one);
          V before = p.add(v, s.get(4));
          V power = p.mul(s.get(2), p.div(p.mul(before, z), n));
          V more = p.div(excess, p.mul(before, p.add(u, n)));
          V factor = p.add(p.fma(s.get(3), more, s.get(3)), more);
          V term = p.mul(power, factor);
          return List.of(term, p.add(s.get(1), term), power, factor, n);
        });
  }

  /** The fraction of DiDonato and Morris, excess being u - (u + v) z. */
  private static <V> V fraction(Primitives<V> p, V u, V v, V z, V excess, V wanted) {
    V one = p.constant(1);
    V two = p.constant(2);
    V sum = p.add(u, v);
    V first = p.div(one, p.add(u, one));
    V lead = p.add(excess, one);
    V other = p.sub(two, z);
    V start = p.div(one, p.mul(p.mul(u, first), lead));
    // Beside the fraction's: n, 1 / (u + 2 n + 1).
    return Limit.of(
        p,
        3000,
        wanted,
        UnaryOperator.identity(),
        List.of(start, start, start, p.constant(0), first),
        s -> {
          V before = s.get(3);
          V n = p.add(before, one);
          V q = s.get(4);
          V qNext = p.div(one, p.add(p.fma(n, two, u), one));
          V step = p.mul(p.mul(n, p.sub(v, n)), p.mul(z, q));
          V alpha = p.mul(p.mul(p.mul(p.add(u, before), q), p.mul(p.add(sum, before), z)), step);
          V b = p.add(p.add(n, step), p.mul(p.mul(p.add(u, n), qNext), p.fma(n, other, lead)));
          List<V> next = Limit.steed(p, s, alpha, b);
          return List.of(next.get(0), next.get(1), next.get(2), n, qNext);
        });
  }
}
