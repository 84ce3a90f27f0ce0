package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.asinh;
import static org.pushforward.engine.expr.Formulas.cosh;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.sinh;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.RandomVariable;

/**
 * A part of the line, over v >= 0: each side of the median c by x = c +- s sinh v, s the distance
 * of the quartiles, or near an end b of the support by x = b + (c - b) exp(-v). Power laws of a
 * tail or of an end become exponentials, so that an integral over all numbers of a double is a
 * short one in v.
 *
 * @param x from v, and its slope
 * @param end of v
 * @param stop what is beyond
 * @param mass its probability
 */
record Side(
    Function<Expr, Expr> x, Function<Expr, Expr> slope, double end, Stop stop, double mass) {

  /** Beyond this exp, sinh and the distances they make are near overflow or underflow. */
  private static final double FAR = 690;

  /** Farther ends, in distances of the quartiles, are seen from half the way. */
  private static final double NEAR = 8;

  /** What is beyond a part. */
  enum Stop {
    /** Another part. */
    NEIGHBOUR,
    /** Infinity or 0, which doubles come near to. */
    LIMIT,
    /** An end of the support, the distance from which is lost in rounding. */
    CUT
  }

  /** The parts of a leaf that have a probability. */
  static List<Side> of(RandomVariable leaf, Calculator calculator) {
    Support support = Quantile.support(leaf);
    double low = calculator.value(support.low());
    double high = calculator.value(support.high());
    double c = Quantile.value(leaf, 0.5, calculator);
    double s = Quantile.value(leaf, 0.75, calculator) - Quantile.value(leaf, 0.25, calculator);
    if (!(s > 0) || !(low < c && c < high)) {
      throw new ArithmeticException(
          "the variable is all but a number, " + c + ": its quartiles are not apart");
    }
    List<Side> sides = new ArrayList<>(towards(low, c, s, leaf::cdf, calculator));
    sides.addAll(towards(high, c, s, leaf::survival, calculator));
    return sides.stream().filter(side -> side.mass != 0).toList();
  }

  /**
   * The parts from c towards an end.
   *
   * @param beyond the probability of what lies farther away
   */
  private static List<Side> towards(
      double end, double c, double s, UnaryOperator<Expr> beyond, Calculator calculator) {
    double mass = calculator.value(beyond.apply(Expr.of(c)));
    Function<Expr, Expr> x = v -> Expr.of(c).plus(sinh(v).times(end < c ? -s : s));
    Function<Expr, Expr> slope = v -> cosh(v).times(s);
    if (Double.isInfinite(end)) {
      double most = FAR - Math.max(0, Math.getExponent(s) * 0.7);
      return List.of(new Side(x, slope, most, Stop.LIMIT, mass));
    }
    if (!(Math.abs(end - c) > NEAR * s)) {
      return List.of(toEnd(c, end, mass));
    }
    double half = 0.5 * c + 0.5 * end;
    double rest = calculator.value(beyond.apply(Expr.of(half)));
    double v = asinh(Expr.of(Math.abs(half - c) / s)).constantOrNaN();
    return List.of(new Side(x, slope, v, Stop.NEIGHBOUR, mass - rest), toEnd(half, end, rest));
  }

  private static Side toEnd(double from, double end, double mass) {
    // Next to an end other than 0 the distance is a multiple of half an ulp, here at least of 32.
    double least = Math.max(16 * Math.ulp(end), Double.MIN_NORMAL * 0x1p52);
    double most = 0.69 * (Math.getExponent(Math.abs(from - end)) - Math.getExponent(least));
    return new Side(
        v -> Expr.of(end).plus(exp(v.negate()).times(from - end)),
        v -> exp(v.negate()).times(Math.abs(from - end)),
        Math.max(1, Math.min(most, FAR)),
        end == 0 ? Stop.LIMIT : Stop.CUT,
        mass);
  }
}
