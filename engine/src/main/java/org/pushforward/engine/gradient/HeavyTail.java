package org.pushforward.engine.gradient;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Sum;

/**
 * A moment that does not exist: |g|^m grows too fast towards an end b of what a random symbol may
 * be.
 *
 * <p>With T = |x| where b is infinite and 1 / |x - b| else, if P(T > t) falls as t^-a and |g| grows
 * as T^d, then E |g|^m = integral of t^(m d - a - 1) dt is infinite if, and with no logarithms
 * beside the powers only if, m d >= a. Neither is derived: {@link Growth} measures both far out.
 *
 * @param end b
 * @param degree d; infinite if |g| grows faster than any power
 * @param exponent a; infinite if the law's tail falls faster than any power
 */
public record HeavyTail(Parameter symbol, double end, double degree, double exponent) {

  /** Degrees are known so well only where a function oscillates; nor would a sample tell. */
  private static final double EQUAL = 1e-3;

  /** Places in an octave. */
  private static final int STEPS = 16;

  /**
   * Where E g^2 is infinite; empty if it is not, or that is not seen.
   *
   * @param law of the symbol; a sum's density is not needed
   * @param at what all other symbols of g and the law are
   */
  public static Optional<HeavyTail> ofSecondMoment(
      Expr g, Parameter symbol, RandomVariable law, Map<Parameter, Double> at) {
    return of(2, g, symbol, law, at);
  }

  /** Where E |g| is infinite. */
  public static Optional<HeavyTail> ofFirstMoment(
      Expr g, Parameter symbol, RandomVariable law, Map<Parameter, Double> at) {
    return of(1, g, symbol, law, at);
  }

  private static Optional<HeavyTail> of(
      int moment, Expr g, Parameter symbol, RandomVariable law, Map<Parameter, Double> at) {
    for (End end : End.of(law, at)) {
      double degree = Growth.degree(g, symbol, end, at);
      double exponent = exponent(law, end, at);
      boolean isFaster = degree == Double.POSITIVE_INFINITY && exponent == degree;
      if (isFaster
          ? isOutgrown(moment, g, symbol, law, end, at)
          : moment * degree >= exponent - EQUAL) {
        return Optional.of(new HeavyTail(symbol, end.at(), degree, exponent));
      }
    }
    return Optional.empty();
  }

  /**
   * The exponent a of P(T > t) at an end of a law; infinite if it falls faster than any power, NaN
   * if that is not seen.
   */
  static double exponent(RandomVariable law, End end, Map<Parameter, Double> at) {
    if (law instanceof Sum sum) {
      // Far out one of the two is all of it.
      return end.isFinite()
          ? Double.NaN
          : Math.min(far(sum.first(), end, at), far(sum.second(), end, at));
    }
    if (Sum.isIn(law)) {
      return Double.NaN;
    }
    Parameter x = Parameter.of("?far");
    double degree = Growth.degreeOfExp(law.logDensity(x), x, end, at);
    // p(x) dx is p(T) dT at infinity, else p(T) / T^2 dT.
    return end.isFinite() ? 1 - degree : -1 - degree;
  }

  private static double far(RandomVariable term, End end, Map<Parameter, Double> at) {
    return End.of(term, at).contains(end) ? exponent(term, end, at) : Double.POSITIVE_INFINITY;
  }

  /**
   * Whether m log |g| + log(T p(T)), both no powers of T, still rises with T over the last half of
   * an octave before |g| overflows. Where it would fall only beyond, E |g|^m has overflowed too.
   */
  private static boolean isOutgrown(
      int moment,
      Expr g,
      Parameter symbol,
      RandomVariable law,
      End end,
      Map<Parameter, Double> at) {
    if (law instanceof Sum sum) {
      return Stream.of(sum.first(), sum.second())
          .filter(term -> !Sum.isIn(term) && End.of(term, at).contains(end))
          .anyMatch(term -> isOutgrown(moment, g, symbol, term, end, at));
    }
    double[][] places =
        IntStream.range(0, STEPS * end.octaves())
            .mapToObj(i -> new double[] {end.x(StrictMath.pow(2, i / (double) STEPS))})
            .toArray(double[][]::new);
    double[] size = new Rows(g, List.of(symbol), at).values(places);
    Parameter x = Parameter.of("?far");
    double[] logDensity = new Rows(law.logDensity(x), List.of(x), at).values(places);
    int last = 0;
    while (last < size.length && Double.isFinite(size[last])) {
      last++;
    }
    int now = last - 1;
    int before = now - STEPS / 2;
    if (before < 0) {
      return false;
    }
    double width = StrictMath.log(end.t(places[now][0]) / end.t(places[before][0]));
    double rise =
        moment * StrictMath.log(Math.abs(size[now] / size[before]))
            + (logDensity[now] - logDensity[before])
            + (end.isFinite() ? -width : width);
    return rise >= 0;
  }
}
