package org.pushforward.engine.variable;

import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.pushforward.engine.bijector.Formula;
import org.pushforward.engine.expr.Expr;

/**
 * Where a variable is but for its tails, at given parameters.
 *
 * @param tail the probability on each side; that of a sum lies within what those of its terms make
 */
public record Reach(double low, double high, double tail) {
  /** What tables leave out: probabilities, tried one after the other. */
  private static final double[] TAILS = {1e-16, 1e-14, 1e-12, 1e-10, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3};

  /** A table wider than this many distances of quartiles would be too coarse or too large. */
  private static final double WIDEST = 1000;

  /** How many distances of quartiles a fit may move a variable before it leaves a table. */
  private static final double MARGIN = 16;

  /** As much of a variable as a table can hold. */
  public static Reach of(RandomVariable variable, Map<String, Double> at) {
    double width = quartiles(variable, at);
    for (double tail : TAILS) {
      Reach reach = of(variable, tail, at);
      if (reach.high - reach.low <= WIDEST * width) {
        return reach;
      }
    }
    return of(variable, TAILS[TAILS.length - 1], at);
  }

  /** The same, for tables in place of a domain's infinite ends. */
  static Domain bounded(Domain domain, RandomVariable variable, Map<String, Double> at) {
    if (domain.isBounded()) {
      return domain;
    }
    Reach reach = of(variable, at);
    double margin = MARGIN * quartiles(variable, at);
    double low = Double.isInfinite(domain.low()) ? reach.low - margin : domain.low();
    double high = Double.isInfinite(domain.high()) ? reach.high + margin : domain.high();
    return low < high ? new Domain(low, high) : reach.domain();
  }

  public Domain domain() {
    return new Domain(low, high);
  }

  private static double quartiles(RandomVariable variable, Map<String, Double> at) {
    Reach middle = of(variable, 0.25, at);
    return middle.high - middle.low;
  }

  static Reach of(RandomVariable v, double tail, Map<String, Double> at) {
    if (v instanceof Sum sum) {
      Reach first = of(sum.first(), tail, at);
      Reach second = of(sum.second(), tail, at);
      return new Reach(first.low + second.low, first.high + second.high, tail);
    }
    if (v instanceof Mixture mixture) {
      return hull(
          mixture.components().stream()
              .map(c -> of(c.variable(), tail, at))
              .flatMapToDouble(r -> DoubleStream.of(r.low, r.high)),
          tail);
    }
    if (v instanceof Pushed pushed && Sum.isIn(v)) {
      Reach inner = of(pushed.variable(), tail, at);
      return hull(
          DoubleStream.of(inner.low, inner.high)
              .map(x -> Numbers.value(pushed.map().forward(Expr.of(x)).value(), at)),
          tail);
    }
    if (v instanceof Branched branched && Sum.isIn(v)) {
      Reach inner = of(branched.variable(), tail, at);
      DoubleStream turns =
          branched.branches().stream()
              .map(Formula::domain)
              .flatMapToDouble(piece -> DoubleStream.of(piece.low(), piece.high()))
              .filter(x -> inner.low < x && x < inner.high);
      return hull(
          DoubleStream.concat(DoubleStream.of(inner.low, inner.high), turns)
              .map(x -> Numbers.value(branched.image(Expr.of(x)), at)),
          tail);
    }
    if (v instanceof Truncated truncated && Sum.isIn(v)) {
      Reach inner = of(truncated.variable(), tail, at);
      double low = Numbers.value(truncated.low(), at);
      double high = Numbers.value(truncated.high(), at);
      return new Reach(
          Math.min(Math.max(low, inner.low), high),
          Math.max(low, Math.min(inner.high, high)),
          tail);
    }
    DoubleUnaryOperator cdf = Numbers.of(v::cdf, at);
    DoubleUnaryOperator survival = Numbers.of(v::survival, at);
    return new Reach(
        first(x -> cdf.applyAsDouble(x) > tail),
        first(x -> survival.applyAsDouble(x) <= tail),
        tail);
  }

  private static Reach hull(DoubleStream points, double tail) {
    double[] sorted = points.sorted().toArray();
    return new Reach(sorted[0], sorted[sorted.length - 1], tail);
  }

  /** The least number of which this holds, as it does of all above. */
  private static double first(DoublePredicate holds) {
    long below = ordinal(-Double.MAX_VALUE);
    long from = ordinal(Double.MAX_VALUE);
    while (below + 1 < from) {
      long middle = (below & from) + ((below ^ from) >> 1);
      if (holds.test(Double.longBitsToDouble(ordinal(middle)))) {
        from = middle;
      } else {
        below = middle;
      }
    }
    return Double.longBitsToDouble(ordinal(from));
  }

  private static long ordinal(double x) {
    return ordinal(Double.doubleToRawLongBits(x));
  }

  /** Bits of numbers in the numbers' order, and back. */
  private static long ordinal(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
