package org.pushforward.engine.kernel;

import java.util.Arrays;
import java.util.Collection;

/**
 * Numbers whose ends may be negligible.
 *
 * @param values all of them
 * @param from the first that counts
 * @param to one after the last that counts; from, if none does
 * @param largest the largest size; NaN if one is
 */
record Sequence(double[] values, int from, int to, double largest) {

  /**
   * @param negligible numbers at the ends whose size is not above this part of the largest do not
   *     count
   */
  static Sequence of(double[] values, double negligible) {
    double largest = largest(values);
    int from = 0;
    int to = values.length;
    if (largest < Double.POSITIVE_INFINITY) {
      double least = negligible * largest;
      while (from < to && Math.abs(values[from]) <= least) {
        from++;
      }
      while (from < to && Math.abs(values[to - 1]) <= least) {
        to--;
      }
    }
    return new Sequence(values, from, to, largest);
  }

  /** From the first that counts in one of them to the last; of no numbers if none does. */
  static Sequence span(Collection<Sequence> sequences) {
    int from = Integer.MAX_VALUE;
    int to = 0;
    for (Sequence s : sequences) {
      if (s.length() > 0) {
        from = Math.min(from, s.from);
        to = Math.max(to, s.to);
      }
    }
    return new Sequence(new double[0], Math.min(from, to), to, 0);
  }

  int length() {
    return to - from;
  }

  /** Those that count. */
  double[] counting() {
    return Arrays.copyOfRange(values, from, to);
  }

  /** In four parts, for each waits for itself. */
  private static double largest(double[] x) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 4 <= x.length; i += 4) {
      a = Math.max(a, Math.abs(x[i]));
      b = Math.max(b, Math.abs(x[i + 1]));
      c = Math.max(c, Math.abs(x[i + 2]));
      d = Math.max(d, Math.abs(x[i + 3]));
    }
    for (; i < x.length; i++) {
      a = Math.max(a, Math.abs(x[i]));
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }
}
