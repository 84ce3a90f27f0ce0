package org.pushforward.engine.elementary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.kernel.Reference;

final class ElementaryFunctionTest {

  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final double TINY = Double.MIN_VALUE;
  private static final double HUGE = Double.MAX_VALUE;
  private static final int DRAWS = 100_000;

  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    INF,
    -INF,
    NAN,
    TINY,
    -TINY,
    HUGE,
    -HUGE,
    Double.MIN_NORMAL,
    -Double.MIN_NORMAL,
    0.5,
    -0.5,
    2,
    -2,
    3,
    -3,
    1e60,
    -1e60,
    0x1p52,
    0x1p53,
    -0x1p53,
    0x1p53 - 1,
    1 - 0x1p-53,
    1 + 0x1p-52,
    0x1p52 - 0.5,
    709.782712893384,
    709.7827128933841,
    -745.1332191019411,
    -745.1332191019412
  };

  @ParameterizedTest
  @EnumSource
  void errorIsWithinItsBound(ElementaryFunction f) {
    for (ElementaryFunction.Row row : f.reference()) {
      double error = f.error(row);
      assertTrue(error <= f.bound, () -> f.title + " errs by " + error + " ulp at " + row);
    }
  }

  @ParameterizedTest
  @EnumSource
  void operationsAreWithinTheirBound(ElementaryFunction f) {
    int operations = f.operations();
    assertTrue(
        operations <= f.operationBound, () -> f.title + " takes " + operations + " operations");
  }

  @Test
  void documentedTableIsWhatIsMeasured() throws IOException {
    String table = FunctionTable.text();
    String document = Files.readString(Path.of("..", "docs", "functions.md"));
    assertTrue(document.contains(table), () -> "docs/functions.md should hold\n" + table);
  }

  @ParameterizedTest
  @EnumSource
  void nanGivesNan(ElementaryFunction f) {
    assertTrue(Double.isNaN(f.at(NAN, 1, 0.5)));
  }

  @Test
  void specialArgumentsAreThoseOfStrictMath() {
    for (double x : SPECIAL) {
      near(ElementaryFunction.EXP, x, StrictMath.exp(x));
      near(ElementaryFunction.EXPM1, x, StrictMath.expm1(x));
      near(ElementaryFunction.LOG, x, StrictMath.log(x));
      near(ElementaryFunction.LOG1P, x, StrictMath.log1p(x));
      near(ElementaryFunction.LOG10, x, StrictMath.log10(x));
      near(ElementaryFunction.CBRT, x, StrictMath.cbrt(x));
      near(ElementaryFunction.EXP2, x, StrictMath.pow(2, x));
      near(ElementaryFunction.SINH, x, StrictMath.sinh(x));
      near(ElementaryFunction.COSH, x, StrictMath.cosh(x));
      near(ElementaryFunction.TANH, x, StrictMath.tanh(x));
      near(ElementaryFunction.SIN, x, StrictMath.sin(x));
      near(ElementaryFunction.COS, x, StrictMath.cos(x));
      near(ElementaryFunction.TAN, x, StrictMath.tan(x));
      near(ElementaryFunction.ASIN, x, StrictMath.asin(x));
      near(ElementaryFunction.ACOS, x, StrictMath.acos(x));
      near(ElementaryFunction.ATAN, x, StrictMath.atan(x));
      for (double y : SPECIAL) {
        double expected = StrictMath.pow(x, y);
        double value = ElementaryFunction.POW.at(x, y);
        assertTrue(
            isNear(value, expected, 3),
            () -> "pow(" + x + ", " + y + ") = " + value + ", " + expected);
        double angle = ElementaryFunction.ATAN2.at(x, y);
        assertTrue(
            isNear(angle, StrictMath.atan2(x, y), 4),
            () -> "atan2(" + x + ", " + y + ") = " + angle);
        double hypot = ElementaryFunction.HYPOT.at(x, y);
        assertTrue(
            isNear(hypot, StrictMath.hypot(x, y), 2),
            () -> "hypot(" + x + ", " + y + ") = " + hypot);
      }
    }
  }

  @Test
  void randomArgumentsAgreeWithStrictMath() {
    Random random = new Random(20261121);
    for (int i = 0; i < DRAWS; i++) {
      // Any bit pattern, and every other time one of moderate size.
      double wide = Double.longBitsToDouble(random.nextLong());
      double x = i % 2 == 0 ? wide : 20 * (random.nextDouble() - 0.5);
      near(ElementaryFunction.EXP, x, StrictMath.exp(x));
      near(ElementaryFunction.EXPM1, x, StrictMath.expm1(x));
      near(ElementaryFunction.LOG, x, StrictMath.log(x));
      near(ElementaryFunction.LOG1P, x, StrictMath.log1p(x));
      near(ElementaryFunction.LOG10, x, StrictMath.log10(x));
      near(ElementaryFunction.CBRT, x, StrictMath.cbrt(x));
      near(ElementaryFunction.EXP2, x, StrictMath.pow(2, x));
      near(ElementaryFunction.SINH, x, StrictMath.sinh(x));
      near(ElementaryFunction.COSH, x, StrictMath.cosh(x));
      near(ElementaryFunction.TANH, x, StrictMath.tanh(x));
      near(ElementaryFunction.SIN, x, StrictMath.sin(x));
      near(ElementaryFunction.COS, x, StrictMath.cos(x));
      near(ElementaryFunction.TAN, x, StrictMath.tan(x));
      near(ElementaryFunction.ASIN, x / 10, StrictMath.asin(x / 10));
      near(ElementaryFunction.ACOS, x / 10, StrictMath.acos(x / 10));
      near(ElementaryFunction.ATAN, x, StrictMath.atan(x));
      double base = i % 4 < 2 ? Math.abs(wide) : StrictMath.exp(random.nextGaussian());
      double y = 1490 * (random.nextDouble() - 0.5) / StrictMath.log(base);
      double power = ElementaryFunction.POW.at(base, y);
      assertTrue(
          isNear(power, StrictMath.pow(base, y), ElementaryFunction.POW.bound + 1),
          () -> "pow(" + base + ", " + y + ") = " + power);
    }
  }

  @Test
  void cosineOfTheDoubleNearestToAMultipleOfHalfPiKeepsItsDigits() {
    // J.-M. Muller et al., Handbook of Floating-Point Arithmetic, 2nd ed., 10.2.
    near(ElementaryFunction.COS, Math.scalb(6381956970095103.0, 797), -4.68716592425462761112e-19);
    // Where the reduction changes, and where its steps do.
    for (int k = 20; k < 1024; k++) {
      for (double x : new double[] {Math.nextDown(Math.scalb(1.0, k)), Math.scalb(1.0, k)}) {
        near(ElementaryFunction.SIN, x, StrictMath.sin(x));
        near(ElementaryFunction.COS, x, StrictMath.cos(x));
      }
    }
  }

  @Test
  void powersOfTheBaseAreExact() {
    for (int k = -1074; k < 1024; k++) {
      same(ElementaryFunction.EXP2, k, Math.scalb(1.0, k));
      same(ElementaryFunction.LOG2, Math.scalb(1.0, k), k);
    }
    for (int n = 0; n <= 22; n++) {
      same(ElementaryFunction.LOG10, Double.parseDouble("1e" + n), n);
    }
    for (double root = 1; root < 200_000; root++) {
      same(ElementaryFunction.CBRT, root * root * root, root);
    }
    for (double zero : new double[] {0.0, -0.0}) {
      same(ElementaryFunction.LOG2, zero, -INF);
    }
    same(ElementaryFunction.LOG2, INF, INF);
    same(ElementaryFunction.LOG2, -TINY, NAN);
  }

  @Test
  void hyperbolicFunctionsOverflowWhereTheyMust() {
    // asinh and acosh of the largest double.
    double last = 710.4758600739439;
    for (ElementaryFunction f : List.of(ElementaryFunction.SINH, ElementaryFunction.COSH)) {
      assertTrue(f.at(last) > 1.79e308 && f.at(last) < INF);
      same(f, Math.nextUp(last), INF);
    }
    for (ElementaryFunction f : List.of(ElementaryFunction.ASINH, ElementaryFunction.ACOSH)) {
      near(f, HUGE, last);
      same(f, INF, INF);
    }
  }

  @Test
  void inverseHyperbolicFunctionsEndAtTheirLimits() {
    List<ElementaryFunction> odd = List.of(ElementaryFunction.ASINH, ElementaryFunction.ATANH);
    for (ElementaryFunction f : odd) {
      for (double fixed : new double[] {0.0, -0.0, TINY, -TINY, Double.MIN_NORMAL, -0x1p-30}) {
        same(f, fixed, fixed);
      }
    }
    same(ElementaryFunction.ASINH, -INF, -INF);
    same(ElementaryFunction.ATANH, 1, INF);
    same(ElementaryFunction.ATANH, -1, -INF);
    same(ElementaryFunction.ACOSH, 1, 0.0);
    for (double outside : new double[] {1 + 0x1p-52, -2, INF, -INF}) {
      same(ElementaryFunction.ATANH, outside, NAN);
    }
    for (double outside : new double[] {1 - 0x1p-53, 0, -1, -3, -HUGE, -INF}) {
      same(ElementaryFunction.ACOSH, outside, NAN);
    }
  }

  @Test
  void sigmoidAndItsIntegralsEndAtTheirLimits() {
    same(ElementaryFunction.SIGMOID, 0.0, 0.5);
    same(ElementaryFunction.SIGMOID, -0.0, 0.5);
    for (double far : new double[] {800, 1e60, HUGE, INF}) {
      same(ElementaryFunction.SIGMOID, far, 1);
      same(ElementaryFunction.SIGMOID, -far, 0.0);
      same(ElementaryFunction.SOFTPLUS, far, far);
      same(ElementaryFunction.SOFTPLUS, -far, 0.0);
      same(ElementaryFunction.LOG_SIGMOID, far, -0.0);
      same(ElementaryFunction.LOG_SIGMOID, -far, -far);
    }
    // Where exp(x) is subnormal they are exp(x).
    for (double x = -745; x < -708; x += 0.5) {
      same(ElementaryFunction.SIGMOID, x, ElementaryFunction.EXP.at(x));
      same(ElementaryFunction.SOFTPLUS, x, ElementaryFunction.EXP.at(x));
    }
  }

  @Test
  void errorFunctionsEndAtTheirLimits() {
    same(ElementaryFunction.ERF, 0.0, 0.0);
    same(ElementaryFunction.ERF, -0.0, -0.0);
    same(ElementaryFunction.ERF, TINY, TINY);
    same(ElementaryFunction.ERFC, 0.0, 1);
    same(ElementaryFunction.ERFCX, 0.0, 1);
    for (double far : new double[] {30, 1e60, 1e200, HUGE, INF}) {
      same(ElementaryFunction.ERF, far, 1);
      same(ElementaryFunction.ERF, -far, -1);
      same(ElementaryFunction.ERFC, far, 0.0);
      same(ElementaryFunction.ERFC, -far, 2);
      same(ElementaryFunction.ERFCX, -far, INF);
    }
    same(ElementaryFunction.ERFCX, INF, 0.0);
  }

  @Test
  void normalLawEndsAtItsLimits() {
    same(ElementaryFunction.NORMAL_CDF, 0.0, 0.5);
    same(ElementaryFunction.NORMAL_CDF, -0.0, 0.5);
    for (double far : new double[] {40, 1e60, 1e200, HUGE, INF}) {
      same(ElementaryFunction.NORMAL_CDF, far, 1);
      same(ElementaryFunction.NORMAL_CDF, -far, 0.0);
      assertEquals(0, Math.abs(ElementaryFunction.LOG_NORMAL_CDF.at(far)));
    }
    for (double far : new double[] {1e200, HUGE, INF}) {
      same(ElementaryFunction.LOG_NORMAL_CDF, -far, -INF);
    }
    // -z^2 / 2 is all that is left of it.
    near(ElementaryFunction.LOG_NORMAL_CDF, -1e60, -5e119);
    same(ElementaryFunction.NORMAL_QUANTILE, 0.0, -INF);
    same(ElementaryFunction.NORMAL_QUANTILE, -0.0, -INF);
    same(ElementaryFunction.NORMAL_QUANTILE, 1, INF);
    same(ElementaryFunction.NORMAL_QUANTILE, 0.5, 0.0);
    for (double outside : new double[] {-TINY, -1, 1 + 0x1p-52, 2, INF, -INF}) {
      same(ElementaryFunction.NORMAL_QUANTILE, outside, NAN);
    }
  }

  @Test
  void inverseErrorFunctionEndsAtItsLimits() {
    same(ElementaryFunction.ERFINV, 0.0, 0.0);
    same(ElementaryFunction.ERFINV, -0.0, -0.0);
    same(ElementaryFunction.ERFINV, TINY, TINY);
    same(ElementaryFunction.ERFINV, 1, INF);
    same(ElementaryFunction.ERFINV, -1, -INF);
    for (double outside : new double[] {1 + 0x1p-52, -2, INF, -INF}) {
      same(ElementaryFunction.ERFINV, outside, NAN);
    }
  }

  @Test
  void logarithmsOfExponentialsEndAtTheirLimits() {
    same(ElementaryFunction.LOG1MEXP, 0.0, -INF);
    same(ElementaryFunction.LOG1MEXP, -0.0, -INF);
    same(ElementaryFunction.LOG1MEXP, -INF, 0.0);
    near(ElementaryFunction.LOG1MEXP, -TINY, -744.4400719213812);
    near(ElementaryFunction.LOG1MEXP, -700, -9.859676543759771e-305);
    for (double outside : new double[] {TINY, 1, INF}) {
      same(ElementaryFunction.LOG1MEXP, outside, NAN);
    }
    double[] ends = {-INF, -HUGE, -1000, 1000, HUGE, INF};
    for (double a : ends) {
      for (double b : ends) {
        double larger = Math.max(a, b);
        double sum = ElementaryFunction.LOGSUMEXP.at(a, b);
        double expected = a == b ? larger + 0.6931471805599453 : larger;
        assertEquals(expected, sum, () -> "logsumexp(" + a + ", " + b + ")");
      }
      assertTrue(Double.isNaN(ElementaryFunction.LOGSUMEXP.at(a, NAN)));
      assertTrue(Double.isNaN(ElementaryFunction.LOGSUMEXP.at(NAN, a)));
    }
  }

  @Test
  void cauchyQuantileEndsAtItsLimits() {
    same(ElementaryFunction.CAUCHY_QUANTILE, 0.0, -INF);
    same(ElementaryFunction.CAUCHY_QUANTILE, -0.0, -INF);
    same(ElementaryFunction.CAUCHY_QUANTILE, 1, INF);
    same(ElementaryFunction.CAUCHY_QUANTILE, 0.5, 0.0);
    for (double outside : new double[] {-TINY, -1, 1 + 0x1p-52, 2, INF, -INF}) {
      same(ElementaryFunction.CAUCHY_QUANTILE, outside, NAN);
    }
  }

  @Test
  void normalCdfIntegralEndsAtItsLimits() {
    for (double[] limit : new double[][] {{-INF, 0}, {-1e200, 0}, {1e200, 1e200}, {INF, INF}}) {
      Long z = Scalar.of(limit[0]);
      double value = Scalar.value(NormalLaw.normalCdfIntegral(Scalar.INSTANCE, z, Scalar.of(1)));
      assertEquals(limit[1], value, () -> "at " + limit[0]);
    }
    Long nan = Scalar.of(NAN);
    assertTrue(
        Double.isNaN(
            Scalar.value(NormalLaw.normalCdfIntegral(Scalar.INSTANCE, nan, Scalar.of(1)))));
  }

  @Test
  void normalCdfIsMonotoneToWithinItsErrorAndSumsToOne() {
    DoubleUnaryOperator cdf = ElementaryFunction.NORMAL_CDF::at;
    for (double z = 0; z < 9; z += 0x1p-6) {
      double sum = cdf.applyAsDouble(z) + cdf.applyAsDouble(-z);
      assertEquals(1, sum, 0x1p-52, () -> "two halves make " + sum);
    }
    // Two values may err by their bound each, in opposite ways.
    Random random = new Random(20261122);
    for (int i = 0; i < DRAWS; i++) {
      double z = -38.5 + 47 * random.nextDouble();
      double next = i % 2 == 0 ? Math.nextUp(z) : z + Math.scalb(1.0, -random.nextInt(50));
      double here = cdf.applyAsDouble(z);
      double there = cdf.applyAsDouble(next);
      assertTrue(
          there >= here - 2 * ElementaryFunction.NORMAL_CDF.bound * Math.ulp(here),
          () -> "Phi falls from " + here + " to " + there + " after " + z);
      // Between the subnormals and 4, 2^-20 is worth 10^5 ulps and more: there it must grow.
      if (next - z > 0x1p-20 && z > -37 && next < 4) {
        assertTrue(there > here, () -> "Phi does not grow from " + z + " to " + next);
      }
    }
  }

  @Test
  void valuesAreThoseOfBoostsTables() {
    for (String[] cells : Reference.rows("elementary/boost.csv")) {
      String line = String.join(",", cells);
      ElementaryFunction f = ElementaryFunction.valueOf(cells[0]);
      double x = Double.parseDouble(cells[1]);
      double expected = Double.parseDouble(cells[2]);
      // Left of 0 they are differences, of lgamma(1 + |x|) or of pi cot(pi x), and may vanish.
      boolean reflected =
          x < 0 && (f == ElementaryFunction.LGAMMA || f == ElementaryFunction.DIGAMMA);
      double size = reflected ? f == ElementaryFunction.LGAMMA ? 1 + f.at(1 - x) : Math.PI : 0;
      double unit = Math.ulp(Math.max(size, Math.abs(expected)));
      assertEquals(expected, f.at(x), f.bound * unit, line);
    }
  }

  @Test
  void gammaFunctionsEndAtTheirPolesAndLimits() {
    double[] whole = {-1, -2, -171, -0x1p52, -0x1p52 - 1, -0x1p53, -1e60, -HUGE};
    for (double pole : whole) {
      same(ElementaryFunction.LGAMMA, pole, INF);
      same(ElementaryFunction.DIGAMMA, pole, NAN);
      same(ElementaryFunction.TRIGAMMA, pole, INF);
    }
    for (double zero : new double[] {0.0, -0.0}) {
      same(ElementaryFunction.LGAMMA, zero, INF);
      same(ElementaryFunction.DIGAMMA, zero, -1 / zero);
      same(ElementaryFunction.TRIGAMMA, zero, INF);
    }
    same(ElementaryFunction.LGAMMA, 1, 0.0);
    same(ElementaryFunction.LGAMMA, 2, 0.0);
    for (double tiny : new double[] {TINY, -TINY}) {
      near(ElementaryFunction.LGAMMA, tiny, 744.4400719213812);
      same(ElementaryFunction.DIGAMMA, tiny, -INF * tiny);
      same(ElementaryFunction.TRIGAMMA, tiny, INF);
    }
    near(ElementaryFunction.LGAMMA, -1e-300, 690.7755278982137);
    near(ElementaryFunction.DIGAMMA, -1e-300, 1e300);
    same(ElementaryFunction.LGAMMA, INF, INF);
    same(ElementaryFunction.LGAMMA, HUGE, INF);
    same(ElementaryFunction.LGAMMA, -INF, INF);
    same(ElementaryFunction.DIGAMMA, INF, INF);
    same(ElementaryFunction.DIGAMMA, -INF, NAN);
    same(ElementaryFunction.TRIGAMMA, INF, 0.0);
    same(ElementaryFunction.TRIGAMMA, -INF, NAN);
  }

  @Test
  void besselFunctionsEndAtTheirLimits() {
    for (double zero : new double[] {0.0, -0.0}) {
      same(ElementaryFunction.BESSEL_I0, zero, 1);
      same(ElementaryFunction.BESSEL_I0E, zero, 1);
      same(ElementaryFunction.BESSEL_I1, zero, zero);
      same(ElementaryFunction.BESSEL_I1E, zero, zero);
    }
    for (double far : new double[] {714, 1e60, HUGE, INF}) {
      same(ElementaryFunction.BESSEL_I0, far, INF);
      same(ElementaryFunction.BESSEL_I0, -far, INF);
      same(ElementaryFunction.BESSEL_I1, far, INF);
      same(ElementaryFunction.BESSEL_I1, -far, -INF);
    }
    // exp(x) / sqrt(2 pi x) where exp(x) has overflowed; 1 / sqrt(2 pi x) far out.
    near(ElementaryFunction.BESSEL_I0, 713, 6.705128263670997e307);
    for (double sign : new double[] {1, -1}) {
      near(ElementaryFunction.BESSEL_I0E, sign * 1e60, 3.989422804014327e-31);
      near(ElementaryFunction.BESSEL_I1E, sign * 1e60, sign * 3.989422804014327e-31);
      same(ElementaryFunction.BESSEL_I0E, sign * INF, 0.0);
      same(ElementaryFunction.BESSEL_I1E, sign * INF, sign * 0.0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"faddeeva.csv", "faddeevaLower.csv"})
  void faddeevasFunctionIsThatOfLibcerfAndOfMpmathBelowTheLine(String table) {
    for (String[] cells : Reference.rows("elementary/" + table)) {
      String line = String.join(",", cells);
      double x = Double.parseDouble(cells[0]);
      double y = Double.parseDouble(cells[1]);
      double re = Double.parseDouble(cells[2]);
      double im = Double.parseDouble(cells[3]);
      double size = Math.max(Math.abs(re), Math.abs(im));
      assertEquals(re, ElementaryFunction.FADDEEVA_RE.at(x, y), 1e-13 * size, line);
      assertEquals(im, ElementaryFunction.FADDEEVA_IM.at(x, y), 1e-13 * size, line);
    }
  }

  @Test
  void faddeevasFunctionEndsAtItsLimits() {
    for (double x : new double[] {0.0, -0.0, TINY, -TINY, 1e-200}) {
      for (double y : new double[] {0.0, TINY, 1e-200}) {
        assertEquals(1, ElementaryFunction.FADDEEVA_RE.at(x, y));
        double linear = ElementaryFunction.FADDEEVA_IM.at(x, y);
        assertEquals(x * 1.1283791670955126, linear, Math.ulp(x));
      }
    }
    for (double sign : new double[] {1, -1}) {
      double re = ElementaryFunction.FADDEEVA_RE.at(sign * 1e200, 1e200);
      double im = ElementaryFunction.FADDEEVA_IM.at(sign * 1e200, 1e200);
      assertEquals(2.8209479177387814e-201, re, 1e-215);
      assertEquals(sign * 2.8209479177387814e-201, im, 1e-215);
      assertEquals(0.0, ElementaryFunction.FADDEEVA_RE.at(sign * INF, 1));
      assertEquals(sign * 0.0, ElementaryFunction.FADDEEVA_IM.at(sign * INF, 1));
    }
    assertEquals(0.0, ElementaryFunction.FADDEEVA_RE.at(1, INF));
    assertEquals(0.0, ElementaryFunction.FADDEEVA_IM.at(1, INF));
    assertTrue(Double.isNaN(ElementaryFunction.FADDEEVA_RE.at(1, NAN)));
    assertTrue(Double.isNaN(ElementaryFunction.FADDEEVA_IM.at(1, NAN)));
    // Below the line, where exp(-z^2) overflows and where it vanishes.
    assertEquals(INF, ElementaryFunction.FADDEEVA_RE.at(0, -30));
    assertEquals(0.0, ElementaryFunction.FADDEEVA_IM.at(0, -30));
    assertEquals(0, Math.abs(ElementaryFunction.FADDEEVA_RE.at(INF, -1)));
    assertEquals(5.641895835195469e-6, ElementaryFunction.FADDEEVA_IM.at(1e5, -1), 1e-20);
  }

  @Test
  void logBetaEndsAtItsPolesAndLimits() {
    for (double b : new double[] {0.0, -0.0, TINY, 1, 3, 1e60, HUGE, INF}) {
      for (double zero : new double[] {0.0, -0.0}) {
        assertEquals(INF, ElementaryFunction.LBETA.at(zero, b), () -> "at 0, " + b);
        assertEquals(INF, ElementaryFunction.LBETA.at(b, zero), () -> "at 0, " + b);
      }
      if (b > 0) {
        assertEquals(-INF, ElementaryFunction.LBETA.at(INF, b), () -> "at inf, " + b);
        assertEquals(-INF, ElementaryFunction.LBETA.at(b, INF), () -> "at inf, " + b);
        // B(1, b) = 1 / b, and nothing depends on the order.
        assertEquals(
            -StrictMath.log(b),
            ElementaryFunction.LBETA.at(1, b),
            1e-15 * Math.abs(StrictMath.log(b)) + 1e-15);
        assertEquals(ElementaryFunction.LBETA.at(1, b), ElementaryFunction.LBETA.at(b, 1));
      }
      assertTrue(Double.isNaN(ElementaryFunction.LBETA.at(-1, b)));
      assertTrue(Double.isNaN(ElementaryFunction.LBETA.at(b, NAN)));
    }
  }

  /** Both may err, StrictMath by 1 ulp. */
  private static void near(ElementaryFunction f, double x, double expected) {
    double value = f.at(x);
    assertTrue(
        isNear(value, expected, f.bound + 1),
        () -> f.title + "(" + x + ") = " + value + ", StrictMath has " + expected);
  }

  private static boolean isNear(double value, double expected, double ulps) {
    if (!Double.isFinite(expected) || expected == 0) {
      // exp at the edge of underflow may be the least subnormal instead of 0.
      return Double.compare(value, expected) == 0 || expected == 0 && value == TINY;
    }
    boolean sameSign = Math.copySign(1, value) == Math.copySign(1, expected);
    return sameSign && Math.abs(value - expected) <= ulps * Math.ulp(expected);
  }

  private static void same(ElementaryFunction f, double x, double expected) {
    double value = f.at(x);
    assertEquals(0, Double.compare(expected, value), () -> f.title + "(" + x + ") = " + value);
  }
}
