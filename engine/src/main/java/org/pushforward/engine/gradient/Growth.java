package org.pushforward.engine.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;

/**
 * The degree d of a positive function of T that grows as T^d (log T)^p, whatever p is; infinite
 * where it grows or falls faster than any power, NaN where that is not seen.
 *
 * <p>From its logarithms at six T: with s(L) the slope of log f against log T from 2^L to 2^(1.5
 * L), s(L) = d + c p / L, and
 *
 * <pre>
 *   d = 2 s(2 L) - s(L) = 2 s(4 L) - s(2 L)
 * </pre>
 *
 * where both agree to 1%. L is 48, or as much less as no overflow allows, 8 at least. Of |g| the
 * largest value just beyond 2^L is taken, so that it may change its sign.
 *
 * <p>It is what floating-point numbers do: terms that should cancel far out leave roundings of
 * their own degree, which makes d an upper bound; a slower term that wins beyond 2^(6 L) only is
 * not seen.
 */
final class Growth {
  private static final int[] SPANS = {48, 32, 16, 8};

  /** No more than the numbers beside an end allow. */
  private static final int[] COARSE_SPANS = {8};

  private static final double AGREEMENT = 0.01;

  private Growth() {}

  /** Of |g| as the symbol goes to an end, the others being where they are given. */
  static double degree(Expr g, Parameter symbol, End end, Map<Parameter, Double> at) {
    Rows values = new Rows(g, List.of(symbol), at);
    return degree(end, bits -> StrictMath.log(largest(values, end, bits)));
  }

  /** Of exp(e). */
  static double degreeOfExp(Expr e, Parameter symbol, End end, Map<Parameter, Double> at) {
    Rows values = new Rows(e, List.of(symbol), at);
    return degree(end, bits -> values.values(new double[][] {{end.places(bits)[0]}})[0]);
  }

  /** The largest |g| just beyond T = 2^bits. */
  private static double largest(Rows g, End end, int bits) {
    double[][] rows =
        Arrays.stream(end.places(bits)).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
    return Arrays.stream(g.values(rows)).map(Math::abs).reduce(0, Math::max);
  }

  /**
   * @param log of the function where T = 2^bits
   */
  private static double degree(End end, IntToDoubleFunction log) {
    double[] logs = new double[6];
    for (int span : end.isCoarse() ? COARSE_SPANS : SPANS) {
      for (int k = 0; k < 3; k++) {
        int from = span << k;
        logs[2 * k] = log.applyAsDouble(from);
        logs[2 * k + 1] = log.applyAsDouble(from + from / 2);
      }
      if (Arrays.stream(logs).allMatch(Double::isFinite)) {
        return degree(logs, span);
      }
    }
    // What leaves the numbers so near does so faster than powers.
    return Arrays.stream(logs).filter(v -> !Double.isFinite(v)).findFirst().orElseThrow();
  }

  private static double degree(double[] logs, int span) {
    double[] s = new double[3];
    for (int k = 0; k < 3; k++) {
      s[k] = (logs[2 * k + 1] - logs[2 * k]) / (StrictMath.log(2) * (span << k) * 0.5);
    }
    double first = 2 * s[1] - s[0];
    double second = 2 * s[2] - s[1];
    if (Math.abs(second - first) <= AGREEMENT * Math.max(1, Math.abs(second))) {
      return second;
    }
    return s[0] < s[1] && s[1] < s[2]
        ? Double.POSITIVE_INFINITY
        : s[0] > s[1] && s[1] > s[2] ? Double.NEGATIVE_INFINITY : Double.NaN;
  }
}
