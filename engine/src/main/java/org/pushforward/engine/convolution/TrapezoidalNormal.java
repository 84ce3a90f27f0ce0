package org.pushforward.engine.convolution;

import static org.pushforward.engine.expr.Formulas.erfcx;
import static org.pushforward.engine.expr.Formulas.erfcxSlope;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1mexp;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.logNormalCdf;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.normalCdf;
import static org.pushforward.engine.expr.Formulas.normalCdfIntegral;
import static org.pushforward.engine.expr.Formulas.normalDensity;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.distribution.Tailed;
import org.pushforward.engine.distribution.Trapezoidal;
import org.pushforward.engine.distribution.Windowed.Window;
import org.pushforward.engine.expr.Expr;

/**
 * The sum of a trapezoidal or triangular variable, so of two uniform ones too, and a normal one.
 *
 * <p>The trapezoid's density is the difference of two ramps from 0 to 1, over [low, b] and over [c,
 * high], times 2 / (high - low + c - b). With A and B the means of Phi and of its integral I over z
 * = (x - mean - t) / sd, t on a ramp,
 *
 * <pre>
 *   p(x) = (A1 - A2) 2 / (high - low + c - b)
 *   P(X <= x) = (B1 - B2) 2 sd / (high - low + c - b)
 * </pre>
 *
 * <p>where x lies below the centre; above it all is mirrored, so that the second ramp's windows lie
 * left of 0. Windows that are narrow at their distance from 0, and whole trapezoids that are, take
 * Taylor's series about their centres instead: of an even smaller T, with moments m_k = E T^k,
 *
 * <pre>
 *   E phi(z - T) = phi(z) sum_k m_k / k! He_k(z)
 *   E Phi(z - T) = Phi(z) - phi(z) sum_k>0 m_k / k! He_k-1(z)
 *   E I(z - T) = I(z) + phi(z) sum_k>1 m_k / k! He_k-2(z), where m_1 = 0
 * </pre>
 */
public record TrapezoidalNormal(Trapezoidal trapezoidal, Normal normal) implements Tailed {
  private static final double ROOT_HALF = 0.70710678118654752440084436210485;
  private static final double ROOT_HALF_PI = 1.2533141373155002512078826424055;
  private static final double LOG_SQRT_2_PI = 0.91893853320467274178032973640562;

  /** Where squares do not overflow yet. */
  private static final double FAR = 1e150;

  /** The powers of T: of |T| <= h with h^2 (16 + z^2) < 1 the next one counts 1e-18. */
  private static final int TERMS = 18;

  /** Of a uniform law on [-1, 1], E T^k / k!. */
  private static final List<Expr> UNIFORM = uniformMoments();

  @Override
  public Expr logShape(Expr x) {
    Series whole = whole(x);
    Expr near = log(whole.sum(0)).minus(whole.z().square().times(0.5)).minus(LOG_SQRT_2_PI);
    Expr first = logMean(ramp(x, true));
    // Ramps are a fifth of a standard deviation apart or more, or in the tail log 1.5 or more.
    Expr ratio = min(logMean(ramp(x, false)).minus(first), Expr.of(-0.1));
    Expr far = first.plus(log1mexp(ratio)).plus(log(normal.sd().times(2).over(twiceMass())));
    return select(whole.isNarrow(), near, far);
  }

  @Override
  public Expr logMass() {
    return log(normal.sd());
  }

  @Override
  public Expr tail(Expr x) {
    Series whole = whole(x);
    Expr z = whole.z();
    Expr skew = normalDensity(z).times(whole.sum(1));
    Expr isAbove = isAbove(x);
    Expr side = normalCdf(select(isAbove, z.negate(), z));
    Expr near = side.plus(select(isAbove, skew, skew.negate()));
    Expr far = meanIntegral(ramp(x, true)).minus(meanIntegral(ramp(x, false)));
    return select(whole.isNarrow(), near, far.times(normal.sd().times(2).over(twiceMass())));
  }

  /** The middle of the ends, left and right of which the ramps are mirrored. */
  @Override
  public Expr middle() {
    return centre().plus(normal.mean());
  }

  /** The ramp that x has passed, seen from its side, or the other one. */
  private Window ramp(Expr x, boolean isFirst) {
    Window rising = window(x, trapezoidal.low(), trapezoidal.b());
    Window falling = window(x, trapezoidal.c(), trapezoidal.high());
    Window left = isFirst ? rising : falling;
    Window right = isFirst ? falling : rising;
    Expr isAbove = isAbove(x);
    return new Window(
            select(isAbove, right.v().negate(), left.u()),
            select(isAbove, right.u().negate(), left.v()),
            select(isAbove, right.w(), left.w()))
        .over(normal.sd());
  }

  private Window window(Expr x, Expr from, Expr to) {
    return new Window(
        x.minus(from.plus(normal.mean())), x.minus(to.plus(normal.mean())), to.minus(from));
  }

  /** log A. */
  private static Expr logMean(Window window) {
    Expr isRight = less(window.v().negate(), window.u());
    Window left = window.mirroredIf(isRight);
    Series ramp = ramp(left);
    Expr z = ramp.z();
    Expr mills = erfcx(z.times(-ROOT_HALF)).times(ROOT_HALF_PI);
    Expr near = logNormalCdf(z).plus(log1p(ramp.sum(1).over(mills).negate()));
    Expr upper = logIntegral(left.u());
    // It is -0.6 or less; at infinity too.
    Expr ratio = min(logIntegral(left.v()).minus(upper), Expr.of(-0.5));
    Expr far = upper.plus(log1mexp(ratio)).minus(log(width(left, ramp)));
    Expr mean = select(ramp.isNarrow(), near, far);
    return select(isRight, log1p(exp(min(mean, Expr.of(-0.5))).negate()), mean);
  }

  /** B, where I(z) = z + I(-z). */
  private static Expr meanIntegral(Window window) {
    Expr isRight = less(window.v().negate(), window.u());
    Window left = window.mirroredIf(isRight);
    Series ramp = ramp(left);
    Expr z = ramp.z();
    Expr near = integral(z).plus(normalDensity(z).times(ramp.sum(2)));
    Expr far = secondIntegral(left.u()).minus(secondIntegral(left.v())).over(width(left, ramp));
    return select(ramp.isNarrow(), near, far)
        .plus(select(isRight, window.u().plus(window.v()).times(0.5), Expr.of(0)));
  }

  private static Expr width(Window window, Series ramp) {
    return select(ramp.isNarrow(), Expr.of(1), window.w());
  }

  private static Expr integral(Expr z) {
    return normalCdfIntegral(z, Expr.of(1));
  }

  /** log I; far out I(z) = -exp(-z^2 / 2) erfcx'(-z / sqrt(2)) / sqrt(8). */
  private static Expr logIntegral(Expr z) {
    Expr edge = Expr.of(-30);
    Expr far = max(min(z, edge), Expr.of(-FAR));
    Expr slope = erfcxSlope(far.times(-ROOT_HALF)).times(ROOT_HALF / -2);
    return select(
        less(z, edge), log(slope).minus(far.square().times(0.5)), log(integral(max(z, edge))));
  }

  /** The integral of I up to z, (Phi + z I) / 2, which at -30 has lost a factor of 450. */
  private static Expr secondIntegral(Expr z) {
    Expr at = max(z, Expr.of(-FAR));
    return normalCdf(at).plus(at.times(integral(at))).times(0.5);
  }

  private Series whole(Expr x) {
    Expr half = trapezoidal.high().minus(trapezoidal.low()).times(0.5);
    Expr z = x.minus(middle()).over(normal.sd());
    return Series.of(z, half.over(normal.sd()), moments(half));
  }

  private static Series ramp(Window window) {
    return Series.of(window.u().plus(window.v()).times(0.5), window.w().times(0.5), UNIFORM);
  }

  /** z and, where it is asked for, h; those of a window at 0 elsewhere. */
  private record Series(Expr isNarrow, Expr z, Expr h, List<Expr> moments) {

    static Series of(Expr z, Expr h, List<Expr> moments) {
      Expr near = max(min(z, Expr.of(FAR)), Expr.of(-FAR));
      Expr isNarrow = less(h.square().times(near.square().plus(16)), Expr.of(1));
      return new Series(
          isNarrow, select(isNarrow, near, Expr.of(0)), min(h, Expr.of(0.25)), moments);
    }

    /** The sum over k >= max(j, 1), or with j = 0 over all k, of m_k / k! He_k-j(z). */
    Expr sum(int j) {
      Expr step = h.times(z);
      Expr square = h.square();
      Expr before = Expr.of(0);
      Expr power = Expr.of(1);
      Expr sum = Expr.of(0);
      for (int k = 0; k + j <= TERMS; k++) {
        sum = sum.plus(moments.get(k + j).times(power));
        Expr next = step.times(power).minus(square.times(before).times(k));
        before = power;
        power = next;
      }
      return j == 0 ? sum : sum.times(j == 1 ? h : square);
    }
  }

  private static List<Expr> uniformMoments() {
    List<Expr> moments = new ArrayList<>(List.of(Expr.of(1)));
    double factorial = 1;
    for (int k = 1; k <= TERMS; k++) {
      factorial *= k + 1;
      moments.add(Expr.of(k % 2 == 0 ? 1 / factorial : 0));
    }
    return moments;
  }

  /**
   * E T^k / k! of the trapezoidal law on [-1, 1]: differences of the ramps' means of t^(k+1), which
   * are sums of p^i q^j, i + j = k + 1, over k + 2.
   */
  private List<Expr> moments(Expr half) {
    Expr one = Expr.of(1);
    Expr b = trapezoidal.b().minus(centre()).over(half);
    Expr c = trapezoidal.c().minus(centre()).over(half);
    Expr first = b.minus(1);
    Expr second = c.plus(1);
    Expr mass = twiceMass().over(half);
    Expr powerOfB = b;
    Expr powerOfC = c;
    double factorial = 2;
    List<Expr> moments = new ArrayList<>(List.of(one));
    for (int k = 1; k <= TERMS; k++) {
      powerOfB = powerOfB.times(b);
      powerOfC = powerOfC.times(c);
      first = powerOfB.minus(first);
      second = powerOfC.plus(second);
      factorial *= k + 2;
      moments.add(second.minus(first).over(mass.times(factorial / 2)));
    }
    return moments;
  }

  private Expr centre() {
    return trapezoidal.low().plus(trapezoidal.high()).times(0.5);
  }

  private Expr twiceMass() {
    return trapezoidal.high().minus(trapezoidal.low()).plus(trapezoidal.c().minus(trapezoidal.b()));
  }
}
