package org.pushforward.engine.kernel;

import java.util.Arrays;

/**
 * Numbers whose ends may be negligible.
 *
 * @param values all of them
 * @param counting those that count
 * @param largest the largest size; NaN if one is
 */
record Sequence(double[] values, Span counting, double largest) {

  /** Numbers from (inclusive) to (exclusive). */
  record Span(int from, int to) {

    int length() {
      return to - from;
    }

    boolean isEmpty() {
      return from == to;
    }

    /** With all of another, and what lies between. */
    Span and(Span other) {
      if (isEmpty() || other.isEmpty()) {
        return isEmpty() ? other : this;
      }
      return new Span(Math.min(from, other.from), Math.max(to, other.to));
    }
  }

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
    return new Sequence(values, new Span(from, to), largest);
  }

  /** Those that count. */
  double[] trimmed() {
    return Arrays.copyOfRange(values, counting.from, counting.to);
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
