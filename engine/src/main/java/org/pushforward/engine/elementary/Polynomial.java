package org.pushforward.engine.elementary;

import java.util.List;

/**
 * Polynomials by Horner's rule, one fused multiply-add a degree. The coefficients of this package
 * are made, and checked, by {@code engine/src/test/python/coefficients.py}.
 */
final class Polynomial {

  private static final int FIRST = 3;

  private Polynomial() {}

  /** c0 + c1 x + c2 x^2 + ..., the coefficients being values. */
  static <V> V of(Primitives<V> p, V x, List<V> coefficients) {
    V sum = coefficients.get(coefficients.size() - 1);
    for (int i = coefficients.size() - 2; i >= 0; i--) {
      sum = p.fma(sum, x, coefficients.get(i));
    }
    return sum;
  }

  /** (P(x) - P(y)) / (x - y), without a difference. */
  static <V> V dividedDifference(Primitives<V> p, V x, V y, double... coefficients) {
    V sum = p.constant(coefficients[coefficients.length - 1]);
    V difference = sum;
    for (int i = coefficients.length - 2; i > 0; i--) {
      sum = p.fma(sum, x, p.constant(coefficients[i]));
      difference = p.fma(difference, y, sum);
    }
    return difference;
  }

  /** c0 + c1 x + c2 x^2 + ... */
  static <V> V at(Primitives<V> p, V x, double... coefficients) {
    return horner(p, x, coefficients, coefficients.length - 1, 0, 1);
  }

  /**
   * The same with the terms from the third power on as E(x^2) + x O(x^2), two chains of half the
   * length: a processor looks some hundred instructions ahead, and would wait for one of 27 steps.
   * The first terms, being large, come last: E and x O may cancel.
   */
  static <V> V inHalves(Primitives<V> p, V x, double... coefficients) {
    V square = p.mul(x, x);
    int degree = coefficients.length - 1;
    V last = horner(p, square, coefficients, degree, FIRST, 2);
    V other = horner(p, square, coefficients, degree - 1, FIRST, 2);
    V sum = degree % 2 == FIRST % 2 ? p.fma(other, x, last) : p.fma(last, x, other);
    for (int i = FIRST - 1; i >= 0; i--) {
      sum = p.fma(sum, x, p.constant(coefficients[i]));
    }
    return sum;
  }

  /** The terms {@code last}, {@code last} - step, ..., not below {@code first}, in powers of x. */
  private static <V> V horner(
      Primitives<V> p, V x, double[] coefficients, int last, int first, int step) {
    V sum = p.constant(coefficients[last]);
    for (int i = last - step; i >= first; i -= step) {
      sum = p.fma(sum, x, p.constant(coefficients[i]));
    }
    return sum;
  }
}
