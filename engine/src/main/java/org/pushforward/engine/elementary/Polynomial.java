package org.pushforward.engine.elementary;

/**
 * Polynomials by Horner's rule, one fused multiply-add a degree. The coefficients of this package
 * are made, and checked, by {@code engine/src/test/python/coefficients.py}.
 */
final class Polynomial {

  private Polynomial() {}

  /** c0 + c1 x + c2 x^2 + ... */
  static <V> V at(Primitives<V> p, V x, double... coefficients) {
    V sum = p.constant(coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = p.fma(sum, x, p.constant(coefficients[i]));
    }
    return sum;
  }
}
