package org.pushforward.engine.elementary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.kernel.Reference;

/** The incomplete gamma and beta functions: outside tables, limits and closed forms. */
final class IncompleteFunctionTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final double TINY = Double.MIN_VALUE;

  @Test
  void incompleteGammaFunctionsAreThoseOfBoostsTables() {
    for (String[] cells : Reference.rows("elementary/boost_gamma.csv")) {
      String line = String.join(",", cells);
      double a = Double.parseDouble(cells[0]);
      double x = Double.parseDouble(cells[1]);
      double lower = Double.parseDouble(cells[2]);
      double upper = Double.parseDouble(cells[3]);
      assertEquals(lower, ElementaryFunction.GAMMA_P.at(a, x), 64 * Math.ulp(lower), line);
      assertEquals(upper, ElementaryFunction.GAMMA_Q.at(a, x), 64 * Math.ulp(upper), line);
    }
  }

  @Test
  void incompleteGammaFunctionsEndAtTheirLimits() {
    for (double a : new double[] {1e-300, 1e-3, 1, 7.5, 40, 1e12, 1e200}) {
      gammaAt(a, 0, 0, 1);
      gammaAt(a, INF, 1, 0);
      gammaAt(a, 1e290, 1, 0);
      gammaAt(a, NAN, NAN, NAN);
      gammaAt(NAN, a, NAN, NAN);
      gammaAt(a, -TINY, NAN, NAN);
      gammaAt(-TINY, a, NAN, NAN);
      gammaAt(0, a, 1, 0);
      gammaAt(INF, a, 0, 1);
      same(ElementaryFunction.GAMMA_P_BY_SHAPE, a, 0, 0);
      same(ElementaryFunction.GAMMA_P_BY_SHAPE, a, INF, 0);
    }
    gammaAt(0, 0, NAN, NAN);
    gammaAt(INF, INF, NAN, NAN);
    gammaAt(1e30, 1, 0, 1);
    gammaAt(1e12, TINY, 0, 1);
    gammaAt(1, 800, 1, 0);
    // Q(a, x) = a E1(x) as a vanishes; P(a, x) = x^a / Gamma(a + 1) as x does.
    assertEquals(0.21938393439552028e-300, ElementaryFunction.GAMMA_Q.at(1e-300, 1), 1e-314);
    assertEquals(-0.21938393439552028, ElementaryFunction.GAMMA_P_BY_SHAPE.at(1e-300, 1), 1e-15);
    double small = Math.sqrt(0x1p-1000 * 4 / Math.PI);
    assertEquals(small, ElementaryFunction.GAMMA_P.at(0.5, 0x1p-1000), 4 * Math.ulp(small));
    // Where doubles are too coarse to tell x from a.
    assertEquals(0.5, ElementaryFunction.GAMMA_P.at(1e40, 1e40), 1e-15);
  }

  @Test
  void incompleteGammaFunctionsHaveClosedFormsForWholeShapes() {
    for (double x = 0x1p-8; x < 600; x *= 1.25) {
      double power = StrictMath.exp(-x);
      double bound = 64 * Math.ulp(power);
      assertEquals(power, ElementaryFunction.GAMMA_Q.at(1, x), bound);
      assertEquals((1 + x) * power, ElementaryFunction.GAMMA_Q.at(2, x), (1 + x) * bound);
      double complement = -StrictMath.expm1(-x);
      assertEquals(complement, ElementaryFunction.GAMMA_P.at(1, x), 64 * Math.ulp(complement));
      assertEquals(-x, ElementaryFunction.LOG_GAMMA_Q.at(1, x), 64 * Math.ulp(x));
    }
  }

  private static void gammaAt(double a, double x, double lower, double upper) {
    same(ElementaryFunction.GAMMA_P, a, x, lower);
    same(ElementaryFunction.GAMMA_Q, a, x, upper);
    hasLog(ElementaryFunction.LOG_GAMMA_P, a, x, lower);
    hasLog(ElementaryFunction.LOG_GAMMA_Q, a, x, upper);
  }

  /** Where the value has only underflown, its logarithm is still a number. */
  private static void hasLog(ElementaryFunction f, double a, double x, double value) {
    double log = f.at(a, x);
    boolean right = value == 0 ? log < -740 : Double.compare(Math.log(value), log + 0.0) == 0;
    assertTrue(right, () -> f.title + "(" + a + ", " + x + ") = " + log);
  }

  @Test
  void inverseGammaFunctionsEndAtTheirLimits() {
    for (double a : new double[] {1e-300, 1e-3, 1, 7.5, 40, 1e12}) {
      same(ElementaryFunction.GAMMA_P_INV, a, 0, 0);
      same(ElementaryFunction.GAMMA_P_INV, a, 1, INF);
      same(ElementaryFunction.GAMMA_Q_INV, a, 0, INF);
      same(ElementaryFunction.GAMMA_Q_INV, a, 1, 0);
      for (double outside : new double[] {-TINY, 1 + 0x1p-52, INF, NAN}) {
        same(ElementaryFunction.GAMMA_P_INV, a, outside, NAN);
        same(ElementaryFunction.GAMMA_Q_INV, a, outside, NAN);
      }
    }
    for (double shape : new double[] {0, -1, INF, NAN}) {
      same(ElementaryFunction.GAMMA_P_INV, shape, 0.5, NAN);
      same(ElementaryFunction.GAMMA_Q_INV, shape, 0.5, NAN);
    }
    // Far below the least double.
    same(ElementaryFunction.GAMMA_P_INV, 1e-3, 0.1, 0);
  }

  @Test
  void inverseGammaFunctionsInvert() {
    Random random = new Random(20261123);
    for (int i = 0; i < 20_000; i++) {
      double a = Math.pow(10, -3 + 9 * random.nextDouble());
      boolean far = i % 3 == 0;
      double probability = far ? Math.pow(10, -300 * random.nextDouble()) : random.nextDouble();
      inverts(ElementaryFunction.GAMMA_P_INV, ElementaryFunction.GAMMA_P, a, probability);
      inverts(ElementaryFunction.GAMMA_Q_INV, ElementaryFunction.GAMMA_Q, a, probability);
    }
  }

  /** To 2^-51 of the function, which errs by some ulp itself, and to 4 ulp of x. */
  private static void inverts(
      ElementaryFunction inverse, ElementaryFunction f, double a, double probability) {
    double x = inverse.at(a, probability);
    double back = f.at(a, x);
    double log = ElementaryFunction.LOG_GAMMA_P_DERIVATIVE.at(a, x) + Math.log(x);
    double rate = Math.exp(log - Math.log(back));
    double bound = probability * 0x1p-53 * (16 + 4 * rate);
    // What is below the least normal double is 0.
    if (x >= Double.MIN_NORMAL) {
      assertEquals(probability, back, bound, () -> inverse.title + "(" + a + ", " + probability);
    }
  }

  @Test
  void incompleteBetaFunctionsAreThoseOfBoostsTables() {
    for (String[] cells : Reference.rows("elementary/boost_beta.csv")) {
      String line = String.join(",", cells);
      double a = Double.parseDouble(cells[0]);
      double b = Double.parseDouble(cells[1]);
      double x = Double.parseDouble(cells[2]);
      double lower = Double.parseDouble(cells[3]);
      double upper = Double.parseDouble(cells[4]);
      assertEquals(lower, ElementaryFunction.IBETA.at(a, b, x), 64 * Math.ulp(lower), line);
      assertEquals(upper, ElementaryFunction.IBETAC.at(a, b, x), 64 * Math.ulp(upper), line);
    }
  }

  @Test
  void incompleteBetaFunctionsEndAtTheirLimits() {
    double[] shapes = {1e-300, 1e-3, 1, 7.5, 60, 1e12, 1e200};
    for (double a : shapes) {
      for (double b : shapes) {
        betaAt(a, b, 0, 0);
        betaAt(a, b, 1, 1);
        for (double outside : new double[] {-TINY, 1 + 0x1p-52, INF, NAN}) {
          betaAt(a, b, outside, NAN);
        }
        for (double x : new double[] {0x1p-60, 0.3, 1 - 0x1p-53}) {
          double lower = ElementaryFunction.IBETA.at(a, b, x);
          double upper = ElementaryFunction.IBETAC.at(a, b, x);
          assertEquals(1, lower + upper, 1e-14, () -> "at " + a + ", " + b + ", " + x);
          assertTrue(lower >= 0 && lower <= 1, () -> "at " + a + ", " + b + ", " + x);
        }
      }
      for (double bad : new double[] {-TINY, -1, NAN}) {
        betaAt(a, bad, 0.5, NAN);
        betaAt(bad, a, 0.5, NAN);
      }
      betaAt(0, a, 0.5, 1);
      betaAt(a, 0, 0.5, 0);
      betaAt(INF, a, 0.5, 0);
      betaAt(a, INF, 0.5, 1);
    }
    betaAt(0, 0, 0.5, NAN);
    betaAt(INF, INF, 0.5, NAN);
  }

  @Test
  void incompleteBetaFunctionsHaveClosedFormsForShapeOne() {
    for (double b : new double[] {1e-3, 0.5, 1, 3, 50, 1e4}) {
      for (double x = 0x1p-12; x < 1; x *= 1.25) {
        double log = b * StrictMath.log1p(-x);
        double upper = StrictMath.exp(log);
        // The rounding error of the logarithm is the power's relative one.
        double bound = (64 + Math.abs(log)) * 0x1p-52;
        assertEquals(log, ElementaryFunction.LOG_IBETAC.at(1, b, x), -bound * log);
        if (upper > 1e-300) {
          assertEquals(upper, ElementaryFunction.IBETAC.at(1, b, x), bound * upper);
        }
        double lower = -StrictMath.expm1(log);
        assertEquals(lower, ElementaryFunction.IBETA.at(1, b, x), bound * lower);
        double power = StrictMath.pow(x, b);
        double relative = (64 + Math.abs(StrictMath.log(power))) * 0x1p-52;
        if (power > 1e-300) {
          assertEquals(power, ElementaryFunction.IBETA.at(b, 1, x), relative * power);
        }
      }
    }
  }

  private static void betaAt(double a, double b, double x, double lower) {
    double value = ElementaryFunction.IBETA.at(a, b, x);
    double upper = ElementaryFunction.IBETAC.at(a, b, x);
    // Adding 0 makes zeros positive.
    String where = "at " + a + ", " + b + ", " + x + ": " + value + ", " + upper;
    assertEquals(lower, value + 0.0, where);
    assertEquals(1 - lower, upper + 0.0, where);
    double logLower = lower == 0 ? -INF : lower == 1 ? 0 : NAN;
    assertEquals(logLower, ElementaryFunction.LOG_IBETA.at(a, b, x) + 0.0, where);
    double logUpper = lower == 1 ? -INF : lower == 0 ? 0 : NAN;
    assertEquals(logUpper, ElementaryFunction.LOG_IBETAC.at(a, b, x) + 0.0, where);
  }

  private static void same(ElementaryFunction f, double x, double y, double expected) {
    double value = f.at(x, y);
    assertTrue(
        value == expected || Double.isNaN(value) && Double.isNaN(expected),
        () -> f.title + "(" + x + ", " + y + ") = " + value);
  }
}
