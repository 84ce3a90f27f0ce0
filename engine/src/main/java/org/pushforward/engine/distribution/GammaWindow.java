package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.gammaP;
import static org.pushforward.engine.expr.Formulas.gammaQ;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1mexp;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.logGammaP;
import static org.pushforward.engine.expr.Formulas.logGammaPDerivative;
import static org.pushforward.engine.expr.Formulas.logGammaQ;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.function.BinaryOperator;
import org.pushforward.engine.distribution.Windowed.Window;
import org.pushforward.engine.expr.Expr;

/**
 * A window [v, u] of width w on the gamma law of shape k and scale 1, of density f(t) = t^(k-1)
 * exp(-t) / Gamma(k).
 *
 * <p>With d(z) = z^k exp(-z) / Gamma(k + 1), by which P(k, z) exceeds P(k + 1, z),
 *
 * <pre>
 *   integral_0^z P(k, t) dt   = z d(z) - (k - z) P(k + 1, z)
 *   integral_z^inf Q(k, t) dt = k d(z) - (z - k) Q(k, z)
 * </pre>
 *
 * <p>Seven standard deviations from k on, where they would lose several digits, they are the
 * integral of |z - t| f(t) beyond z, by Gauss and Laguerre's rule. Narrow windows take Gauss's rule
 * of eight points for the integral of f, along log t, and
 *
 * <pre>
 *   integral_v^u P = w P(v) + integral_v^u (u - t) f(t) dt
 *   integral_v^u Q = w Q(u) + integral_v^u (t - v) f(t) dt
 * </pre>
 */
record GammaWindow(Expr shape, Window window) {
  private static final double[] NODES = {
    0.09171732124782490247, 0.26276620495816449291, 0.3983332387068133698, 0.48014492824876811584
  };
  private static final double[] WEIGHTS = {
    0.18134189168918099148, 0.15685332293894364367, 0.11119051722668723527, 0.050614268145188129576
  };

  /** Of t exp(-t) on [0, inf). */
  private static final double[] FAR_NODES = {
    0.282858348239914112,
    0.952326041364613503,
    2.01649213857768073,
    3.49235406977802504,
    5.40549102001572284,
    7.79281394041241498,
    10.7073886889890908,
    14.2271523637899807,
    18.4719966342299991,
    23.6417837524008953,
    30.1200586261063443,
    38.8892843760953185
  };

  private static final double[] FAR_WEIGHTS = {
    0.101453765665592267,
    0.317699483362918101,
    0.339986271374452795,
    0.179532599439199819,
    0.0520319390353283915,
    0.00849161743576890271,
    0.000767135797278597991,
    0.000036362091203843544,
    8.18456700779946096e-7,
    7.32315410040323253e-9,
    1.83970243442130593e-11,
    5.37762852227037045e-15
  };

  private static final Expr ZERO = Expr.of(0);
  private static final Expr ONE = Expr.of(1);

  /** log(P(u) - P(v)), or of Q(v) - Q(u) where the window's centre lies above the law's middle. */
  Expr logMass(Expr middle) {
    Expr below = logGammaP(shape, top());
    Expr lower = below.plus(log1mexp(fall(logGammaP(shape, bottom()).minus(below))));
    Expr above = logGammaQ(shape, bottom());
    Expr upper = above.plus(log1mexp(fall(logGammaQ(shape, top()).minus(above))));
    Expr isUpper = less(middle.times(2), window.u().plus(window.v()));
    Expr wide = select(isInside(), select(isUpper, upper, lower), below);
    Expr narrow = log(mean((down, up) -> ONE)).plus(log(scale())).plus(logDensity());
    Expr mass = select(isNarrow(), narrow, wide);
    return select(isAny(), mass, Expr.of(Double.NEGATIVE_INFINITY));
  }

  /** Narrow windows may have none. */
  private Expr fall(Expr difference) {
    return select(isNarrow(), Expr.of(-1), difference);
  }

  /** Integral of P. */
  Expr cdfIntegral() {
    Expr rest = mean((down, up) -> expm1(up.negate()).negate()).times(top());
    Expr below = gammaP(shape.plus(1), bottom()).plus(excess(bottom()));
    Expr narrow = window.w().times(below).plus(rest.times(scale()).times(exp(logDensity())));
    Expr wide = cdfIntegral(top()).minus(select(isInside(), cdfIntegral(bottom()), ZERO));
    return select(isAny(), select(isNarrow(), narrow, wide), ZERO);
  }

  private Expr cdfIntegral(Expr z) {
    Expr near = z.times(excess(z)).minus(shape.minus(z).times(gammaP(shape.plus(1), z)));
    return farOr(near, z, shape.minus(z));
  }

  /** Integral of Q, 1 left of 0. */
  Expr survivalIntegral() {
    Expr rest = mean((down, up) -> expm1(down)).times(bottom());
    Expr above = window.w().times(gammaQ(shape, top()));
    Expr narrow = above.plus(rest.times(scale()).times(exp(logDensity())));
    Expr whole = shape.minus(window.v());
    Expr inside = select(isInside(), survivalIntegral(bottom()), whole);
    Expr wide = inside.minus(survivalIntegral(top()));
    return select(isAny(), select(isNarrow(), narrow, wide), window.w());
  }

  private Expr survivalIntegral(Expr z) {
    Expr near = shape.times(excess(z)).minus(z.minus(shape).times(gammaQ(shape, z)));
    return farOr(near, z, z.minus(shape));
  }

  /**
   * With c = k - z and t = z exp(-s / c) the integral of |z - t| f(t) beyond z is k z d(z) / c^2
   * times that of s exp(-s) (1 - exp(-r)) / r exp(-z (exp(-r) - 1 + r)), r = s / c. Where |c| > 16
   * and c^2 > 49 z twelve points are right to 1e-15.
   */
  private Expr farOr(Expr near, Expr z, Expr distance) {
    Expr isFar = select(less(Expr.of(16), distance), less(z.times(49), distance.square()), ZERO);
    Expr at = select(isFar, z, ONE);
    Expr c = select(isFar, shape.minus(z), Expr.of(16));
    Expr sum = ZERO;
    for (int i = 0; i < FAR_NODES.length; i++) {
      Expr r = Expr.of(FAR_NODES[i]).over(c);
      Expr part = expm1(r.negate());
      Expr bent = exp(at.times(part.plus(r)).negate());
      sum = sum.minus(part.over(r).times(bent).times(FAR_WEIGHTS[i]));
    }
    Expr far = shape.times(at).over(c.square()).times(excess(z)).times(sum);
    return select(isFar, far, near);
  }

  /** d(z). */
  private Expr excess(Expr z) {
    return exp(logGammaPDerivative(shape.plus(1), z));
  }

  private Expr isAny() {
    return less(ZERO, window.u());
  }

  private Expr isInside() {
    return less(ZERO, window.v());
  }

  /** u, where that is above 0; as {@link #bottom} no larger than that squares are finite. */
  private Expr top() {
    return select(isAny(), min(window.u(), Expr.of(1e100)), ONE);
  }

  private Expr bottom() {
    return select(isInside(), min(window.v(), Expr.of(1e100)), ONE);
  }

  /** Where s < log 2 and v s^2 + ((k - v) s / 2)^2 < 1: the rule is right to 1e-16. */
  private Expr isNarrow() {
    Expr slope = shape.minus(bottom()).times(0.5);
    Expr change = logWidth().square().times(bottom().plus(slope.square()));
    return select(less(window.w(), window.v()), less(change, ONE), ZERO);
  }

  /** s = log(u / v), or log 2. */
  private Expr logWidth() {
    return log1p(window.w().over(max(bottom(), window.w())));
  }

  /** s v, by which the mean of f along log t is multiplied. */
  private Expr scale() {
    return select(isNarrow(), logWidth().times(bottom()), ONE);
  }

  /** log f(v). */
  private Expr logDensity() {
    return logGammaPDerivative(shape, from());
  }

  private Expr from() {
    return select(isNarrow(), bottom(), ONE);
  }

  /**
   * The mean along log t of factor(log(t / v), log(u / t)) t f(t) / (v f(v)), where t f(t) / (v
   * f(v)) = exp(k a - v (exp(a) - 1)), a = log(t / v).
   */
  private Expr mean(BinaryOperator<Expr> factor) {
    Expr s = select(isNarrow(), logWidth(), ZERO);
    Expr sum = ZERO;
    for (int i = 0; i < 2 * NODES.length; i++) {
      double node = (i % 2 == 0 ? 1 : -1) * NODES[i / 2];
      Expr down = s.times(0.5 + node);
      Expr up = s.times(0.5 - node);
      Expr density = exp(shape.times(down).minus(from().times(expm1(down))));
      sum = sum.plus(factor.apply(down, up).times(density).times(WEIGHTS[i / 2]));
    }
    return sum;
  }
}
