package org.pushforward.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class RootFinderTest {
  /** The root, found from both sides within so many evaluations. */
  private static void root(
      double expected, DoubleUnaryOperator f, double low, double high, double tol, int most) {
    for (double[] ends : new double[][] {{low, high}, {high, low}}) {
      double first = f.applyAsDouble(ends[0]);
      double second = f.applyAsDouble(ends[1]);
      RootFinder finder = new RootFinder(ends[0], first, ends[1], second, tol);
      int evaluations = 0;
      while (!finder.done()) {
        assertTrue(low <= finder.point() && finder.point() <= high, "left the bracket");
        finder.tell(f.applyAsDouble(finder.point()));
        evaluations++;
      }
      assertEquals(expected, finder.root(), tol + 4 * Math.ulp(expected));
      assertTrue(evaluations <= most, evaluations + " evaluations");
    }
  }

  @Test
  void smoothRootsTakeFewEvaluations() {
    // Wallis's cubic, Dottie's number, sqrt 2 to 17 digits.
    root(2.0945514815423265, x -> x * x * x - 2 * x - 5, 2, 3, 1e-14, 8);
    root(0.73908513321516064, x -> Math.cos(x) - x, 0, 1, 1e-14, 8);
    root(1.4142135623730951, x -> x * x - 2, 0, 1000, 0, 25);
  }

  @Test
  void awkwardRootsTakeNoMoreThanTheSquareOfBisection() {
    root(0.25, x -> x < 0.25 ? -1 : 1, 0, 1, 1e-10, 80);
    root(0, x -> x * x * x * x * x * x * x * x * x, -1, 4, 1e-10, 300);
    root(1e-6, x -> 1 / (x - 2) - 1 / (1e-6 - 2), -1e6, 1.9, 1e-12, 120);
  }

  @Test
  void aRootAtAnEndIsFoundAtOnce() {
    RootFinder finder = new RootFinder(1, 0, 2, 5, 1e-8);
    assertTrue(finder.done());
    assertEquals(1, finder.root());
    assertEquals(2, RootFinder.find(x -> x - 2, 1, 2, 1e-8));
  }

  @Test
  void infiniteValuesOnlyCostInterpolation() {
    root(0.5, x -> x <= 0 ? Double.NEGATIVE_INFINITY : Math.log(2 * x), 0, 1, 1e-12, 60);
  }

  @Test
  void endsOfOneSignAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> RootFinder.find(x -> x * x + 1, -1, 1, 1e-8));
    assertThrows(IllegalArgumentException.class, () -> new RootFinder(0, Double.NaN, 1, 1, 1e-8));
  }
}
