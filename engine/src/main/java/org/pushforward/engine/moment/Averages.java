package org.pushforward.engine.moment;

import java.util.Arrays;

/**
 * Averages found.
 *
 * @param values NaN where it does not exist, infinite where it diverges
 * @param errors estimates, mostly too large
 * @param sizes averages of the absolute values
 */
record Averages(double[] values, double[] errors, double[] sizes) {

  static Averages zero(int n) {
    return new Averages(new double[n], new double[n], new double[n]);
  }

  Averages plus(Averages other) {
    return new Averages(
        sum(values, other.values), sum(errors, other.errors), sum(sizes, other.sizes));
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, k -> a[k] + b[k]);
    return sum;
  }
}
