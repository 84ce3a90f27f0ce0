package org.pushforward.engine.moment;

import java.util.Arrays;

/**
 * What functions are at some places, {@code [function][place]}.
 *
 * @param errors of the values, which may be integrals themselves
 * @param sizes what rounding is relative to: absolute values, or the integrals of such
 */
record Found(double[][] values, double[][] errors, double[][] sizes) {

  /** Right but for rounding. */
  static Found of(double[][] values) {
    double[][] errors = new double[values.length][];
    double[][] sizes = new double[values.length][];
    for (int k = 0; k < values.length; k++) {
      double[] own = values[k];
      errors[k] = new double[own.length];
      sizes[k] = new double[own.length];
      Arrays.setAll(sizes[k], i -> Math.abs(own[i]));
    }
    return new Found(values, errors, sizes);
  }

  /** Averages of a row at each place, which are all over the same functions. */
  static Found of(Averages[] rows, int functions) {
    double[][] values = new double[functions][rows.length];
    double[][] errors = new double[functions][rows.length];
    double[][] sizes = new double[functions][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < functions; k++) {
        values[k][i] = rows[i].values()[k];
        errors[k][i] = rows[i].errors()[k];
        sizes[k][i] = rows[i].sizes()[k];
      }
    }
    return new Found(values, errors, sizes);
  }

  /**
   * Each function times the weights. Products that are no numbers are 0 where the weight is not
   * above {@code nothing}.
   */
  Found times(double[] weights, double nothing) {
    return new Found(
        times(values, weights, nothing),
        times(errors, weights, nothing),
        times(sizes, weights, nothing));
  }

  /** The same, the weights themselves before them. */
  Found weighted(double[] weights, double nothing) {
    Found weight = of(new double[][] {weights});
    Found products = times(weights, nothing);
    return new Found(
        with(weight.values, products.values),
        with(weight.errors, products.errors),
        with(weight.sizes, products.sizes));
  }

  private static double[][] times(double[][] a, double[] weights, double nothing) {
    double[][] products = new double[a.length][weights.length];
    for (int k = 0; k < a.length; k++) {
      for (int i = 0; i < weights.length; i++) {
        double product = a[k][i] * weights[i];
        boolean isNumber = Math.abs(product) <= Double.MAX_VALUE;
        products[k][i] = isNumber || weights[i] > nothing ? product : 0;
      }
    }
    return products;
  }

  private static double[][] with(double[][] first, double[][] others) {
    double[][] all = Arrays.copyOf(first, 1 + others.length);
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }
}
