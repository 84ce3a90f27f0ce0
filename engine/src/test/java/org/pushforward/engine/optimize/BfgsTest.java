package org.pushforward.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BfgsTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** The value at x, with the gradient written into g. */
  private interface Function {
    double at(double[] x, double[] g);
  }

  private static Objective objective(Function f) {
    return (problems, points, values, gradients) -> {
      int n = points.length / problems.length;
      for (int p = 0; p < problems.length; p++) {
        double[] g = new double[n];
        values[p] = f.at(Arrays.copyOfRange(points, p * n, (p + 1) * n), g);
        System.arraycopy(g, 0, gradients, p * n, n);
      }
    };
  }

  private static double[] filled(int n, double value) {
    double[] a = new double[n];
    Arrays.fill(a, value);
    return a;
  }

  private static Bfgs run(Function f, Bfgs run) {
    List<Bfgs.Iteration> seen = new ArrayList<>();
    Bfgs.minimize(objective(f), run, seen::add);
    assertEquals(run.iteration().iteration() + 1, seen.size());
    for (int i = 1; i < seen.size(); i++) {
      double before = seen.get(i - 1).value();
      assertEquals(i, seen.get(i).iteration());
      assertTrue(seen.get(i).value() <= before + 0x1p-30 * Math.abs(before), "the value rose");
    }
    return run;
  }

  private static Bfgs free(Function f, double... start) {
    int n = start.length;
    return run(f, new Bfgs(start, filled(n, -INF), filled(n, INF), SymmetricMatrix.identity(n)));
  }

  private static double rosenbrock(double[] x, double[] g) {
    double u = x[1] - x[0] * x[0];
    double v = 1 - x[0];
    g[0] = -400 * x[0] * u - 2 * v;
    g[1] = 200 * u;
    return 100 * u * u + v * v;
  }

  private static double beale(double[] x, double[] g) {
    double[] target = {1.5, 2.25, 2.625};
    double power = 1;
    double sum = 0;
    for (int k = 1; k <= 3; k++) {
      double slope = k * power;
      power *= x[1];
      double r = target[k - 1] - x[0] + x[0] * power;
      sum += r * r;
      g[0] += 2 * r * (power - 1);
      g[1] += 2 * r * x[0] * slope;
    }
    return sum;
  }

  /** sum w_i (x_i - c_i)^2 / 2 + k x_0 x_1. */
  private static Function quadratic(double[] w, double[] c, double k) {
    return (x, g) -> {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        g[i] = w[i] * (x[i] - c[i]);
        sum += 0.5 * g[i] * (x[i] - c[i]);
      }
      g[0] += k * x[1];
      g[1] += k * x[0];
      return sum + k * x[0] * x[1];
    };
  }

  @Test
  void rosenbrocksValleyIsFollowedToItsEnd() {
    Bfgs run = free(BfgsTest::rosenbrock, -1.2, 1);
    assertEquals(Bfgs.Status.CONVERGED, run.status());
    // Distance 1e-10 with least curvature 0.4 leaves 2e-5; the confirming step squares it.
    assertArrayEquals(new double[] {1, 1}, run.best().point(), 1e-6);
    assertTrue(run.evaluations() < 80, run.evaluations() + " evaluations");
  }

  @Test
  void bealesFunctionHasItsMinimumAtThreeAndAHalf() {
    Bfgs run = free(BfgsTest::beale, 1, 1);
    assertTrue(run.converged(), run.reason());
    assertArrayEquals(new double[] {3, 0.5}, run.best().point(), 1e-6);
    assertTrue(run.evaluations() < 50, run.evaluations() + " evaluations");
  }

  @Test
  void theInverseMetricLearnsTheInverseHessian() {
    // Hessian ((3, 1), (1, 2)), inverse ((2, -1), (-1, 3)) / 5.
    Bfgs run = free(quadratic(new double[] {3, 2}, new double[] {4, -1}, 1), 0.3, 9);
    assertTrue(run.converged(), run.reason());
    assertArrayEquals(new double[] {5.2, -3.6}, run.best().point(), 1e-8);
    // A few steps of inexact searches leave it some per cent from the inverse.
    assertArrayEquals(new double[] {0.4, -0.2, -0.2, 0.6}, run.inverseMetric().toArray(), 2e-2);
  }

  @Test
  void randomQuadraticsInRandomBoxesEndWhereNoFreeSlopeIsLeft() {
    // f = |A x - b|^2 / 2, convex, so that Karush, Kuhn and Tucker's conditions are sufficient.
    Random random = new Random(4);
    int onBounds = 0;
    for (int k = 0; k < 300; k++) {
      int n = 1 + random.nextInt(6);
      double[][] a = new double[n + 2][n];
      double[] b = random.doubles(n + 2, -5, 5).toArray();
      for (double[] row : a) {
        Arrays.setAll(row, i -> random.nextGaussian());
      }
      Function f =
          (x, g) -> {
            double sum = 0;
            for (int r = 0; r < b.length; r++) {
              double residual = -b[r];
              for (int i = 0; i < n; i++) {
                residual += a[r][i] * x[i];
              }
              sum += 0.5 * residual * residual;
              for (int i = 0; i < n; i++) {
                g[i] += residual * a[r][i];
              }
            }
            return sum;
          };
      double[] lower = random.doubles(n, -1, 0).toArray();
      double[] upper = random.doubles(n, 0, 1).toArray();
      double[] start = new double[n];
      Arrays.setAll(start, i -> new double[] {lower[i], upper[i], 0}[random.nextInt(3)]);
      Bfgs run = run(f, new Bfgs(start, lower, upper, SymmetricMatrix.identity(n)));
      assertTrue(run.converged(), run.reason());
      assertTrue(run.evaluations() < 100, run.evaluations() + " evaluations");
      double[] x = run.best().point();
      double[] g = run.best().gradient();
      for (int i = 0; i < n; i++) {
        boolean outwards = x[i] == lower[i] && g[i] > 0 || x[i] == upper[i] && g[i] < 0;
        onBounds += outwards ? 1 : 0;
        // Distance 1e-10 allows slopes of sqrt(2e-10 h), h up to 30 for the curvature.
        assertTrue(outwards || Math.abs(g[i]) < 1e-4, "slope " + g[i] + " at " + x[i]);
      }
    }
    assertTrue(onBounds > 300, onBounds + " parameters on bounds");
  }

  @Test
  void theExactInverseHessianNeedsOneStepAndOneToConfirm() {
    SymmetricMatrix h = SymmetricMatrix.of(2, new double[] {0.4, -0.2, -0.2, 0.6});
    Bfgs start = new Bfgs(new double[] {7, 7}, filled(2, -INF), filled(2, INF), h);
    // 100 more, so that the first step promises less than f itself and is taken whole.
    Function f = (x, g) -> 100 + quadratic(new double[] {3, 2}, new double[] {4, -1}, 1).at(x, g);
    Bfgs run = run(f, start);
    assertTrue(run.converged(), run.reason());
    assertTrue(run.evaluations() <= 3, run.evaluations() + " evaluations");
    assertArrayEquals(new double[] {5.2, -3.6}, run.best().point(), 1e-13);
  }

  @Test
  void aMinimumOutsideTheBoxIsFoundOnTheFace() {
    // On x0 = 1 the minimum of (x1 + 1)^2 + x1 is at x1 = -3/2.
    Bfgs start =
        new Bfgs(
            new double[] {0, 5},
            new double[] {-1, -10},
            new double[] {1, 10},
            SymmetricMatrix.identity(2));
    Bfgs run = run(quadratic(new double[] {3, 2}, new double[] {4, -1}, 1), start);
    assertTrue(run.converged(), run.reason());
    assertEquals(1.0, run.best().point()[0]);
    assertEquals(-1.5, run.best().point()[1], 1e-9);
    assertTrue(run.held(0));
    assertFalse(run.held(1));
  }

  @Test
  void aMinimumOutsideTheBoxIsFoundInTheCorner() {
    Bfgs start =
        new Bfgs(
            new double[] {0.5, 0.5, 0.5},
            filled(3, 0),
            new double[] {1, 2, INF},
            SymmetricMatrix.identity(3));
    Bfgs run = run(quadratic(new double[] {1, 10, 100}, new double[] {3, -4, -5}, 0), start);
    assertTrue(run.converged(), run.reason());
    assertArrayEquals(new double[] {1, 0, 0}, run.best().point());
    assertEquals(0.0, run.iteration().gradientNorm());
    assertEquals(0.0, run.iteration().estimatedDistance());
  }

  @Test
  void rosenbrocksMinimumOnAFaceIsThatOfTheFace() {
    // On x0 = 1/2 the minimum over x1 is 1/4, where the slope in x0 is -1: outwards.
    Bfgs start =
        new Bfgs(
            new double[] {-1.2, 1},
            new double[] {-2, -2},
            new double[] {0.5, 2},
            SymmetricMatrix.identity(2));
    Bfgs run = run(BfgsTest::rosenbrock, start);
    assertTrue(run.converged(), run.reason());
    assertEquals(0.5, run.best().point()[0]);
    assertEquals(0.25, run.best().point()[1], 1e-9);
  }

  @Test
  void aParameterThatStartsOnItsBoundIsReleased() {
    Bfgs start =
        new Bfgs(new double[] {0, 2}, filled(2, 0), filled(2, 2), SymmetricMatrix.identity(2));
    Bfgs run = run(quadratic(new double[] {4, 1}, new double[] {1, 1}, 0.5), start);
    assertTrue(run.converged(), run.reason());
    // 4 x0 + x1/2 = 4, x0/2 + x1 = 1
    assertArrayEquals(new double[] {14.0 / 15, 8.0 / 15}, run.best().point(), 1e-8);
  }

  @Test
  void aParameterHeldAtFirstIsReleasedWhenItsGradientTurns() {
    // At (0, 5) the gradient in x0 is -1 + 5 = 4 > 0: held; at x1 = 0 it is -1.
    Bfgs start =
        new Bfgs(
            new double[] {0, 5},
            new double[] {0, -10},
            new double[] {10, 10},
            SymmetricMatrix.identity(2));
    Bfgs run = run(quadratic(new double[] {2, 2}, new double[] {0.5, 0}, 1), start);
    assertTrue(run.converged(), run.reason());
    assertArrayEquals(new double[] {2.0 / 3, -1.0 / 3}, run.best().point(), 1e-8);
  }

  @Test
  void equalBoundsFixAParameter() {
    Bfgs start =
        new Bfgs(
            new double[] {2, 0},
            new double[] {2, -INF},
            new double[] {2, INF},
            SymmetricMatrix.identity(2));
    Bfgs run = run(BfgsTest::rosenbrock, start);
    assertTrue(run.converged(), run.reason());
    assertEquals(2.0, run.best().point()[0]);
    assertEquals(4.0, run.best().point()[1], 1e-9);
  }

  @Test
  void noEvaluationLeavesTheBox() {
    double[] lower = {-0.3, 0.1, -1e-9};
    double[] upper = {0.7, 0.8, 3};
    Function inside =
        (x, g) -> {
          for (int i = 0; i < 3; i++) {
            assertTrue(lower[i] <= x[i] && x[i] <= upper[i], "outside at " + Arrays.toString(x));
          }
          g[2] = 2 * (x[2] - 0.1 * x[0]);
          double[] h = new double[2];
          double f = rosenbrock(x, h);
          g[0] = h[0] - 0.1 * g[2];
          g[1] = h[1];
          return f + 0.25 * g[2] * g[2];
        };
    for (double[] start : new double[][] {{-0.3, 0.1, 3}, {0.7, 0.8, 0}, {0.1, 0.3, -1e-9}}) {
      Bfgs run = run(inside, new Bfgs(start, lower, upper, SymmetricMatrix.identity(3)));
      assertTrue(run.converged(), run.reason());
      assertArrayEquals(new double[] {0.7, 0.49, 0.07}, run.best().point(), 1e-7);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e12})
  void aQuadraticOfScalesTwelveDecadesApartIsMinimized(double weight) {
    Bfgs run = free(quadratic(new double[] {weight, 1}, new double[] {3, 4}, 0), -2, -2);
    assertTrue(run.converged(), run.reason());
    // In units of each parameter's error.
    double error = 1 / Math.sqrt(weight);
    assertEquals(3, run.best().point()[0], 2e-5 * error);
    assertEquals(4, run.best().point()[1], 2e-5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-16, 1e-30})
  void aMetricTooSmallDoesNotPassAPointForTheMinimum(double metric) {
    // At the start g' H g / 2 is below 1e-16; the minimum is 1 lower. The first step from 1 along
    // the gradient is a fraction of the last bit.
    Bfgs start =
        new Bfgs(
            new double[] {1, 1},
            filled(2, -INF),
            filled(2, INF),
            SymmetricMatrix.diagonal(metric, metric));
    Bfgs run = run(quadratic(new double[] {1, 3}, new double[] {2, 0.4}, 0), start);
    assertTrue(run.converged(), run.reason());
    assertArrayEquals(new double[] {2, 0.4}, run.best().point(), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whereTheValueDoesNotExistTheStepShrinks(double missing) {
    // x0 - log x0 + 50 (x1 - x0)^2, minimum at (1, 1); nothing at x0 <= 0.
    Function f =
        (x, g) -> {
          if (x[0] <= 0) {
            g[0] = Double.NaN;
            return missing;
          }
          double u = x[1] - x[0];
          g[0] = 1 - 1 / x[0] - 100 * u;
          g[1] = 100 * u;
          return x[0] - Math.log(x[0]) + 50 * u * u;
        };
    for (double x0 : new double[] {1e-3, 5, 1e3}) {
      Bfgs run = free(f, x0, -3);
      assertTrue(run.converged(), run.reason());
      assertArrayEquals(new double[] {1, 1}, run.best().point(), 1e-6);
    }
  }

  @Test
  void aGradientThatDoesNotExistMakesThePointUnusable() {
    Function f =
        (x, g) -> {
          g[0] = x[0] < 0 ? Double.NaN : 2 * (x[0] - 1);
          return (x[0] - 1) * (x[0] - 1);
        };
    Bfgs run = free(f, 40);
    assertTrue(run.converged(), run.reason());
    assertEquals(1, run.best().point()[0], 1e-6);
  }

  @Test
  void aStartWithoutAValueIsSaidSo() {
    Bfgs run = new Bfgs(new double[1], filled(1, -1), filled(1, 1), SymmetricMatrix.identity(1));
    run.tell(Double.NaN, new double[1]);
    assertEquals(Bfgs.Status.START_NOT_FINITE, run.status());
    assertFalse(run.converged());
    assertTrue(run.reason().contains("start"), run.reason());
    assertThrows(IllegalStateException.class, () -> run.tell(0, new double[1]));
  }

  @Test
  void aWrongGradientIsNotCalledConvergence() {
    Function f =
        (x, g) -> {
          g[0] = -2 * x[0];
          return x[0] * x[0];
        };
    Bfgs run = free(f, 3);
    assertEquals(Bfgs.Status.NO_DECREASE, run.status());
    assertFalse(run.converged());
  }

  @Test
  void aValueWithoutAMinimumIsSaidSo() {
    Function f =
        (x, g) -> {
          double root = Math.sqrt(1 + x[0] * x[0]);
          g[0] = -x[0] / root - 1;
          return -root - x[0];
        };
    Bfgs run = free(f, 0.5);
    assertEquals(Bfgs.Status.UNBOUNDED, run.status());
    assertFalse(run.converged());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e5, -1e5, 1e12})
  void aLargeConstantCostsOnlyTheDigitsItCovers(double constant) {
    Function f = (x, g) -> constant + rosenbrock(x, g);
    Bfgs run = free(f, -1.2, 1);
    assertTrue(run.converged(), run.reason());
    // A distance of 2 * 2^-50 |f| with the least curvature of the valley, 0.4, is sqrt(4 2^-50 |f|
    // / 0.4)
    // away, and along the valley (1, 2) twice that in x1.
    double digits = Math.sqrt(10 * 0x1p-50 * Math.abs(constant));
    assertArrayEquals(new double[] {1, 1}, run.best().point(), 1e-6 + 2 * digits);
  }

  @Test
  void aValueInCoarseStepsIsFollowedByItsSlopes() {
    // The value is rounded to 2^-13: near the minimum it is constant.
    Function f = (x, g) -> 1 + Math.rint(rosenbrock(x, g) * 0x1p13) * 0x1p-13;
    Bfgs run = free(f, -1.2, 1);
    assertTrue(run.converged(), run.reason());
    assertArrayEquals(new double[] {1, 1}, run.best().point(), 1e-6);
  }

  @Test
  void noiseInTheValueIsNotPassedForConvergence() {
    // +-1e-6 by the last bits of the point, far above 2^-50 |f|.
    Function f =
        (x, g) -> {
          long bits = Double.doubleToLongBits(x[0]) * 0x9E3779B97F4A7C15L;
          return 1 + rosenbrock(x, g) + 1e-6 * Math.signum(bits);
        };
    for (double x0 = -2; x0 <= 2; x0 += 0.125) {
      Bfgs run = free(f, x0, 1);
      if (run.converged()) {
        assertArrayEquals(new double[] {1, 1}, run.best().point(), 1e-4);
      } else {
        assertEquals(Bfgs.Status.NO_DECREASE, run.status());
      }
    }
  }

  @Test
  void runsTogetherAreTheRunsAlone() {
    List<Bfgs> together = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      double fixed = -1 + 0.25 * i;
      Bfgs alone = profilePoint(fixed);
      together.add(profilePoint(fixed));
      run(BfgsTest::rosenbrock, alone);
    }
    int[] seen = new int[together.size()];
    Bfgs.minimizeAll(
        objective(BfgsTest::rosenbrock), together, (iteration, problem) -> seen[problem]++);
    for (int i = 0; i < 9; i++) {
      Bfgs alone = run(BfgsTest::rosenbrock, profilePoint(-1 + 0.25 * i));
      assertTrue(alone.converged(), alone.reason());
      assertArrayEquals(alone.best().point(), together.get(i).best().point());
      assertEquals(alone.evaluations(), together.get(i).evaluations());
      assertEquals(alone.iteration().iteration() + 1, seen[i]);
    }
  }

  private static Bfgs profilePoint(double fixed) {
    return new Bfgs(
        new double[] {fixed, 1},
        new double[] {fixed, -5},
        new double[] {fixed, 5},
        SymmetricMatrix.identity(2));
  }

  @Test
  void aStartOutsideTheBoxIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Bfgs(filled(1, 2), filled(1, 0), filled(1, 1), SymmetricMatrix.identity(1)));
  }
}
