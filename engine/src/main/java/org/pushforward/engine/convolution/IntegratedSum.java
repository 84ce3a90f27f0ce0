package org.pushforward.engine.convolution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;
import static org.pushforward.engine.expr.Formulas.stop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Integral;

/**
 * The sum S of any two independent continuous variables X and Y, integrated at each point:
 *
 * <pre>
 *   p(s) = integral of p_X(s - y) p_Y(y) dy,   P(S &lt;= s) = integral of P(X &lt;= s - y) p_Y(y) dy
 * </pre>
 *
 * <p>The line is cut where either factor has a joint, and each piece at half its length, so that an
 * integral begins where most of it lies; x and y are distances from there, which keep their digits.
 * So the error is that of {@link Integral}, 1e-13 or so relative, in both tails too, where the laws
 * are smooth between their joints. It may be NaN where a density that is infinite at an end other
 * than 0 all but meets an end or a joint of the other.
 */
public record IntegratedSum(Term x, Term y) implements Distribution {

  /**
   * One of the two.
   *
   * @param cdf P(X <= x)
   * @param survival P(X > x)
   * @param middle where most of it is
   * @param joints where its density or a derivative jumps or is infinite, its middle, and the ends
   *     of the support
   */
  public record Term(
      UnaryOperator<Expr> logDensity,
      UnaryOperator<Expr> cdf,
      UnaryOperator<Expr> survival,
      Support support,
      Expr middle,
      List<Expr> joints) {
    public Term {
      joints = List.copyOf(joints);
    }
  }

  /** A place of the integration, x + y = s. */
  private record Place(Expr x, Expr y) {
    /** So much farther in y. */
    Place moved(Expr t) {
      return new Place(x.minus(t), y.plus(t));
    }
  }

  @Override
  public Expr logShape(Expr s) {
    return logIntegral(s, x.logDensity, x.support);
  }

  @Override
  public Expr logMass() {
    return Expr.of(0);
  }

  @Override
  public Expr cdf(Expr s) {
    Support within = new Support(x.support.low(), Support.LINE.high());
    return exp(logIntegral(s, at -> logOf(x.cdf.apply(at)), within));
  }

  @Override
  public Expr survival(Expr s) {
    Support within = new Support(Support.LINE.low(), x.support.high());
    return exp(logIntegral(s, at -> logOf(x.survival.apply(at)), within));
  }

  @Override
  public Expr middle() {
    return x.middle.plus(y.middle);
  }

  @Override
  public Support support() {
    return x.support.plus(y.support);
  }

  @Override
  public Expr quantile(Expr p) {
    throw new UnsupportedOperationException("a sum is sampled term by term");
  }

  /**
   * log of the integral of exp(factor(s - y)) p_Y(y) over y.
   *
   * @param within where the factor is not 0
   */
  private Expr logIntegral(Expr s, UnaryOperator<Expr> factor, Support within) {
    List<Place> places = places(s);
    // So that nothing underflows: the largest value seen at the places, between them, and beside
    // ends, from where a density that is 0 there may rise and fall far more steeply than that.
    Expr top = Expr.of(Double.NEGATIVE_INFINITY);
    for (int i = 0; i < places.size(); i++) {
      top = max(top, logIntegrand(factor, places.get(i)));
      if (i > 0) {
        top = max(top, logIntegrand(factor, places.get(i - 1).moved(half(places, i))));
      }
    }
    for (Expr at : besideEnds(within, x.middle)) {
      top = max(top, logIntegrand(factor, new Place(at, s.minus(at))));
    }
    for (Expr at : besideEnds(y.support, y.middle)) {
      top = max(top, logIntegrand(factor, new Place(s.minus(at), at)));
    }
    Expr height = Expr.of(Double.MAX_VALUE);
    Expr isNumber = select(less(top, height), less(height.negate(), top), Expr.of(0));
    Expr scale = stop(select(isNumber, top, Expr.of(0)));
    Expr sum = Expr.of(0);
    Expr below = tail(within.high(), y.support.low());
    sum = sum.plus(integral(factor, places.get(0), -1, below, scale, Expr.of(0)));
    for (int i = 1; i < places.size(); i++) {
      // Outside, a distance that is lost in rounding would count as inside.
      Expr half = half(places, i);
      Place between = places.get(i - 1).moved(half);
      Expr isInside = isInside(between.x, within).times(isInside(between.y, y.support));
      Expr rounding = max(abs(between.x), abs(between.y)).times(0x1p-53).plus(Double.MIN_NORMAL);
      Expr isPiece = isInside.times(less(rounding.times(4), half));
      Expr length = select(isPiece, half, Expr.of(0));
      // So short that rounding x or y changes f by a part n = rounding / half of it, an integral
      // would never settle, which halves its step until two sums agree to 2^-27: with 2^31 n times
      // the middle's f added, which is taken off again, it does at 16 n. Of an infinite density
      // rounding changes the integral by a part sqrt(n) or so.
      Expr ends = max(logIntegrand(factor, places.get(i - 1)), logIntegrand(factor, places.get(i)));
      Expr n = select(isPiece, rounding.over(half), Expr.of(0));
      Expr part = stop(select(less(height, ends), sqrt(n), n).times(0x1p31));
      Expr f = integrand(factor, between, scale);
      Expr isKnown = isInside.times(lessOrEqual(f, height));
      f = select(isKnown, f, Expr.of(0));
      Expr added = f.times(part);
      sum = sum.plus(integral(factor, places.get(i - 1), 1, length, scale, added));
      sum = sum.plus(integral(factor, places.get(i), -1, length, scale, added));
      // What is no piece is one by its derivatives, where joints meet and part again.
      sum = sum.plus(f.times(half.minus(length)).minus(added.times(length)).times(2));
    }
    Expr above = tail(within.low(), y.support.high());
    Place last = places.get(places.size() - 1);
    sum = sum.plus(integral(factor, last, 1, above, scale, Expr.of(0)));
    return logOf(sum).plus(scale);
  }

  private static List<Expr> besideEnds(Support support, Expr middle) {
    return Stream.of(support.low(), support.high())
        .filter(end -> !Double.isInfinite(end.constantOrNaN()))
        .map(end -> select(Support.isInfinite(end), middle, end))
        .map(end -> end.plus(middle.minus(end).times(0x1p-24)))
        .toList();
  }

  private static Expr isInside(Expr at, Support support) {
    return less(support.low(), at).times(less(at, support.high()));
  }

  /** log a, whose derivatives are 0 where a is 0. */
  private static Expr logOf(Expr a) {
    Expr isNothing = lessOrEqual(a, Expr.of(0));
    Expr log = log(select(isNothing, Expr.of(1), a));
    return select(isNothing, Expr.of(Double.NEGATIVE_INFINITY), log);
  }

  private static Expr isNothing(Expr log) {
    return less(log, Expr.of(-Double.MAX_VALUE));
  }

  private static Expr half(List<Place> places, int i) {
    return places.get(i).y.minus(places.get(i - 1).y).times(0.5);
  }

  private Expr logIntegrand(UnaryOperator<Expr> factor, Place at) {
    Expr a = factor.apply(at.x);
    Expr b = y.logDensity.apply(at.y);
    // Nothing times infinity is nothing.
    Expr isNothing = max(isNothing(a), isNothing(b));
    return select(isNothing, Expr.of(Double.NEGATIVE_INFINITY), a.plus(b));
  }

  private Expr integrand(UnaryOperator<Expr> factor, Place at, Expr scale) {
    return exp(logIntegrand(factor, at).minus(scale));
  }

  private Expr integral(
      UnaryOperator<Expr> factor, Place from, int direction, Expr length, Expr scale, Expr added) {
    return Integral.of(
        t -> integrand(factor, from.moved(t.times(direction)), scale).plus(added),
        Expr.of(0),
        length);
  }

  /** Where joints of x or of y are, by rising y. */
  private List<Place> places(Expr s) {
    List<Place> places =
        new ArrayList<>(
            Stream.concat(
                    y.joints.stream().map(b -> new Place(s.minus(b), b)),
                    x.joints.stream().map(a -> new Place(a, s.minus(a))))
                .toList());
    for (int last = places.size() - 1; last > 0; last--) {
      for (int i = 0; i < last; i++) {
        Place a = places.get(i);
        Place b = places.get(i + 1);
        Expr isOrdered = lessOrEqual(a.y, b.y);
        places.set(i, either(isOrdered, a, b));
        places.set(i + 1, either(isOrdered, b, a));
      }
    }
    return places;
  }

  private static Place either(Expr condition, Place a, Place b) {
    return new Place(select(condition, a.x, b.x), select(condition, a.y, b.y));
  }

  /** How long it is: 0 where one of these ends is a number. */
  private static Expr tail(Expr end, Expr other) {
    Expr isInfinite = Support.isInfinite(end).times(Support.isInfinite(other));
    return select(isInfinite, Expr.of(Double.POSITIVE_INFINITY), Expr.of(0));
  }
}
