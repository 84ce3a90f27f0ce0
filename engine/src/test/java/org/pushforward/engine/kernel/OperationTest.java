package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pushforward.engine.elementary.Scalar;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Every operation: folded, interpreted, compiled to the same bits, and its derivative. */
class OperationTest {
  private static final Parameter A = Parameter.of("a");
  private static final Parameter B = Parameter.of("b");
  private static final Parameter C = Parameter.of("c");
  private static final Column X = Column.of("x");

  @ParameterizedTest
  @EnumSource(value = Operation.class, mode = EnumSource.Mode.EXCLUDE, names = "AHEAD")
  void foldedInterpretedAndCompiledAreTheSameBits(Operation operation) {
    double[] values = values();
    double[] others = operation.arity() == 1 ? new double[] {1} : values;
    for (double b : others) {
      double c = isBeta(operation) ? 0.3 : 2.5;
      Map<String, Double> point = Map.of("b", b, "c", c);
      Expr formula = apply(operation, X, B, C);
      double[] interpreted =
          Evaluation.rows(new ReferenceBackend(), List.of(formula), point, "x", values)[0];
      double[] compiled =
          Evaluation.rows(new SimdBackend(), List.of(formula), point, "x", values)[0];
      for (int i = 0; i < values.length; i++) {
        String where = operation + " at " + values[i] + ", " + b;
        Expr folded = apply(operation, Expr.of(values[i]), Expr.of(b), Expr.of(c));
        double primitive =
            Scalar.value(
                operation.lower(Scalar.INSTANCE, Scalar.of(values[i]), Scalar.of(b), Scalar.of(c)));
        // What varies is multiplied by the reciprocal of what does not.
        double expected = operation == Operation.DIVIDE ? values[i] * (1 / b) : primitive;
        same(expected, interpreted[i], where + " interpreted");
        same(expected, compiled[i], where + " compiled");
        // The simplifier drops zeros: their signs, and what is 0 times infinity, are not kept; and
        // it writes the powers 1/2 and -1 as a root and a quotient.
        boolean rewritten = operation == Operation.POW && (b == -1 || b == 0.5);
        if (!Double.isNaN(primitive) && primitive != 0 && values[i] != 0 && b != 0 && !rewritten) {
          same(primitive, folded.constantOrNaN(), where + " folded");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Operation.class, mode = EnumSource.Mode.EXCLUDE, names = "AHEAD")
  void interpretedAndCompiledAreTheSameBitsForRandomArguments(Operation operation) {
    ProgramBuilder b = new ProgramBuilder(0, 3);
    Integer[] operands = {b.column(0, Rate.ROW), b.column(1, Rate.ROW), b.column(2, Rate.ROW)};
    Integer value = operation.lower(b, operands[0], operands[1], operands[2]);
    int rows = 5000;
    SplittableRandom random = new SplittableRandom(20261121);
    double[][] columns = new double[3][rows];
    double[] special = values();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 3; j++) {
        columns[j][i] =
            switch (i % 5) {
              case 0 -> random.nextDouble(-1, 1);
              case 1 -> random.nextDouble(-40, 40);
              case 2 -> random.nextDouble(-1000, 1000);
              case 3 -> special[random.nextInt(special.length)];
              default -> Double.longBitsToDouble(random.nextLong());
            };
      }
    }
    SameBits.check(
        operation.name(),
        new ReferenceBackend(),
        new SimdBackend(),
        b.build(List.of(value)),
        new double[0],
        1,
        new EventBlock(columns, rows));
  }

  @ParameterizedTest
  @EnumSource(value = Operation.class, mode = EnumSource.Mode.EXCLUDE, names = "AHEAD")
  void derivativesAreTheLimitsOfDifferences(Operation operation) {
    double sign = operation == Operation.LOG1MEXP ? -1 : 1;
    double shift = operation == Operation.ACOSH ? 1 : 0;
    double[][] points = {
      {shift + sign * 0.37, 0.61, isBeta(operation) ? 0.7 : 1.7},
      {shift + sign * 0.83, 0.22, isBeta(operation) ? 0.4 : -0.4},
      {shift + sign * 0.08, 0.9, isBeta(operation) ? 0.2 : 2}
    };
    Expr formula = apply(operation, A, B, C);
    List<Expr> gradient = Derivative.gradient(formula, List.of(A, B, C));
    for (double[] p : points) {
      for (int i = 0; i < operation.arity(); i++) {
        double h = 1e-3;
        double wide = central(formula, p, i, h);
        double narrow = central(formula, p, i, h / 2);
        double expected =
            switch (operation) {
              case STOP -> 0;
              case EXP_BELOW_MAX -> i == 0 ? at(formula, p) : 0; // by its definition
              default -> (4 * narrow - wide) / 3;
            };
        double found = at(gradient.get(i), p);
        double tolerance = 1e-7 * Math.max(1, Math.abs(expected));
        assertEquals(expected, found, tolerance, operation + " " + i + Arrays.toString(p));
        assertEquals(found, at(Derivative.of(formula, List.of(A, B, C).get(i)), p), tolerance);
      }
    }
  }

  /**
   * 1e-13: what a half ulp of an exponent near 700 makes of its exponential is 6e-14. Where a
   * function's own rounding is all, errors are some 1e-16.
   */
  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "ADD",
        "SUBTRACT",
        "MULTIPLY",
        "DIVIDE",
        "NEGATE",
        "FLOOR",
        "MIN",
        "MAX",
        "EXP_BELOW_MAX",
        "LESS",
        "LESS_OR_EQUAL",
        "SELECT",
        "STOP",
        "AHEAD",
        // Differences, right to 1e-8.
        "GAMMA_P_BY_SHAPE",
        "LOG_GAMMA_P_BY_SHAPE",
        "LOG_GAMMA_Q_BY_SHAPE",
        "IBETA_BY_FIRST",
        "IBETA_BY_SECOND",
        "LOG_IBETA_BY_FIRST",
        "LOG_IBETA_BY_SECOND",
        "LOG_IBETAC_BY_FIRST",
        "LOG_IBETAC_BY_SECOND"
      })
  void derivativesAreThoseOfSixtyDigitsAtAllArguments(Operation operation) {
    List<Expr> gradient = Derivative.gradient(apply(operation, A, B, C), List.of(A, B, C));
    int rows = 0;
    for (String[] row : Reference.rows("expr/derivatives.csv")) {
      if (row[0].equals(operation.name())) {
        double third = row.length > 6 ? Double.parseDouble(row[6]) : 0;
        double[] point = {Double.parseDouble(row[2]), Double.parseDouble(row[3]), third};
        double tolerance = 1e-13 * Double.parseDouble(row[5]);
        double found = at(gradient.get(Integer.parseInt(row[1])), point);
        assertEquals(Double.parseDouble(row[4]), found, tolerance, String.join(", ", row));
        rows++;
      }
    }
    assertTrue(rows > 10, () -> "no table of the derivative of " + operation);
  }

  @Test
  void whatIsEqualIsTheSameNode() {
    assertSame(A.plus(B), A.plus(B));
    assertSame(A, A.plus(0));
    assertSame(A, A.times(1));
    assertSame(A, A.over(1));
    assertSame(A, A.negate().negate());
    assertSame(A, Formulas.exp(Formulas.log(A)));
    assertSame(A, Formulas.log(Formulas.exp(A)));
    assertSame(Expr.of(0), A.minus(A));
    assertSame(Expr.of(0), A.times(0));
    assertSame(Expr.of(1), A.over(A));
    assertSame(A.times(2), A.plus(A));
    assertSame(A.minus(B), A.plus(B.negate()));
    assertSame(B.minus(A), A.minus(B).negate());
    assertSame(A.square(), Formulas.pow(A, Expr.of(2)));
    assertSame(Formulas.sqrt(A), Formulas.pow(A, Expr.of(0.5)));
    assertSame(A, Formulas.select(Expr.of(1), A, B));
    assertSame(B, Formulas.select(Expr.of(0), A, B));
    assertSame(A, Formulas.select(B, A, A));
    assertSame(Expr.of(5), Expr.of(2).plus(3));
  }

  @Test
  void whatChangesRarelyIsGathered() {
    assertSame(A.times(B).times(X), A.times(B.times(X)));
    assertSame(A.plus(B).plus(X), A.plus(B.plus(X)));
    assertSame(A.times(2).times(X), X.times(A).times(2));
    assertSame(A.plus(1).plus(X), X.plus(A).plus(1));
    assertSame(Expr.of(1).over(A).times(X), X.over(A));
  }

  @Test
  void formulasPrintAsTheLanguageReadsThem() {
    assertEquals("a + b", A.plus(B).toString());
    assertEquals("a - b + c", A.minus(B.minus(C)).toString());
    assertEquals("(a + b)*c", A.plus(B).times(C).toString());
    assertEquals("a/(b*c)", A.over(B.times(C)).toString());
    assertEquals("exp(-a)", Formulas.exp(A.negate()).toString());
    assertEquals("a^b", Formulas.pow(A, B).toString());
    assertEquals("(-a)^b", Formulas.pow(A.negate(), B).toString());
    assertEquals("normal_cdf(a)", Formulas.normalCdf(A).toString());
    assertEquals("1.5*a", A.times(1.5).toString());
  }

  /** Whether its last operand lies between 0 and 1. */
  private static boolean isBeta(Operation operation) {
    return operation.name().contains("IBETA");
  }

  private static Expr apply(Operation operation, Expr a, Expr b, Expr c) {
    return switch (operation) {
      case ADD -> a.plus(b);
      case SUBTRACT -> a.minus(b);
      case MULTIPLY -> a.times(b);
      case DIVIDE -> a.over(b);
      case NEGATE -> a.negate();
      case POW -> Formulas.pow(a, b);
      case SQRT -> Formulas.sqrt(a);
      case ABS -> Formulas.abs(a);
      case FLOOR -> Formulas.floor(a);
      case MIN -> Formulas.min(a, b);
      case MAX -> Formulas.max(a, b);
      case EXP -> Formulas.exp(a);
      case EXP_BELOW_MAX -> Formulas.expBelowMax(a, b);
      case EXPM1 -> Formulas.expm1(a);
      case LOG -> Formulas.log(a);
      case LOG1P -> Formulas.log1p(a);
      case LOG1MEXP -> Formulas.log1mexp(a);
      case LOGSUMEXP -> Formulas.logsumexp(a, b);
      case SIGMOID -> Formulas.sigmoid(a);
      case SOFTPLUS -> Formulas.softplus(a);
      case LOG_SIGMOID -> Formulas.logSigmoid(a);
      case SINH -> Formulas.sinh(a);
      case COSH -> Formulas.cosh(a);
      case TANH -> Formulas.tanh(a);
      case ASINH -> Formulas.asinh(a);
      case ACOSH -> Formulas.acosh(a);
      case ATANH -> Formulas.atanh(a);
      case EXP2 -> Formulas.exp2(a);
      case LOG2 -> Formulas.log2(a);
      case LOG10 -> Formulas.log10(a);
      case CBRT -> Formulas.cbrt(a);
      case HYPOT -> Formulas.hypot(a, b);
      case SIN -> Formulas.sin(a);
      case COS -> Formulas.cos(a);
      case TAN -> Formulas.tan(a);
      case ASIN -> Formulas.asin(a);
      case ACOS -> Formulas.acos(a);
      case ATAN2 -> Formulas.atan2(a, b);
      case ATAN -> Formulas.atan(a);
      case ERF -> Formulas.erf(a);
      case ERFC -> Formulas.erfc(a);
      case ERFCX -> Formulas.erfcx(a);
      case ERFINV -> Formulas.erfinv(a);
      case NORMAL_CDF -> Formulas.normalCdf(a);
      case NORMAL_DENSITY -> Formulas.normalDensity(a);
      case NORMAL_CDF_INTEGRAL -> Formulas.normalCdfIntegral(a, b);
      case LOG_NORMAL_CDF -> Formulas.logNormalCdf(a);
      case NORMAL_QUANTILE -> Formulas.normalQuantile(a);
      case CAUCHY_QUANTILE -> Formulas.cauchyQuantile(a);
      case LGAMMA -> Formulas.lgamma(a);
      case DIGAMMA -> Formulas.digamma(a);
      case TRIGAMMA -> Formulas.trigamma(a);
      case LBETA -> Formulas.lbeta(a, b);
      case GAMMA_P -> Formulas.gammaP(a, b);
      case GAMMA_Q -> Formulas.gammaQ(a, b);
      case LOG_GAMMA_P -> Formulas.logGammaP(a, b);
      case LOG_GAMMA_Q -> Formulas.logGammaQ(a, b);
      case LOG_GAMMA_P_DERIVATIVE -> Formulas.logGammaPDerivative(a, b);
      case GAMMA_P_BY_SHAPE -> Formulas.gammaPByShape(a, b);
      case LOG_GAMMA_P_BY_SHAPE -> Formulas.logGammaPByShape(a, b);
      case LOG_GAMMA_Q_BY_SHAPE -> Formulas.logGammaQByShape(a, b);
      case GAMMA_P_INV -> Formulas.gammaPInv(a, b);
      case GAMMA_Q_INV -> Formulas.gammaQInv(a, b);
      case IBETA -> Formulas.ibeta(a, b, c);
      case IBETAC -> Formulas.ibetac(a, b, c);
      case LOG_IBETA -> Formulas.logIbeta(a, b, c);
      case LOG_IBETAC -> Formulas.logIbetac(a, b, c);
      case LOG_IBETA_DERIVATIVE -> Formulas.logIbetaDerivative(a, b, c);
      case IBETA_BY_FIRST -> Formulas.ibetaByFirst(a, b, c);
      case IBETA_BY_SECOND -> Formulas.ibetaBySecond(a, b, c);
      case LOG_IBETA_BY_FIRST -> Formulas.logIbetaByFirst(a, b, c);
      case LOG_IBETA_BY_SECOND -> Formulas.logIbetaBySecond(a, b, c);
      case LOG_IBETAC_BY_FIRST -> Formulas.logIbetacByFirst(a, b, c);
      case LOG_IBETAC_BY_SECOND -> Formulas.logIbetacBySecond(a, b, c);
      case BESSEL_I0 -> Formulas.besselI0(a);
      case BESSEL_I1 -> Formulas.besselI1(a);
      case BESSEL_I0E -> Formulas.besselI0e(a);
      case BESSEL_I1E -> Formulas.besselI1e(a);
      case FADDEEVA_RE -> Formulas.faddeevaRe(a, b);
      case FADDEEVA_IM -> Formulas.faddeevaIm(a, b);
      case LESS -> Formulas.less(a, b);
      case LESS_OR_EQUAL -> Formulas.lessOrEqual(a, b);
      case SELECT -> Formulas.select(a, b, c);
      case STOP -> Formulas.stop(a);
      case AHEAD -> throw new IllegalArgumentException("ahead is not arithmetic");
    };
  }

  /** Special values and, from a fixed stream, ones of all sizes. */
  private static double[] values() {
    List<Double> values =
        new ArrayList<>(
            List.of(
                0.0,
                -0.0,
                1.0,
                -1.0,
                0.5,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.NaN));
    for (int i = 0; i < 30; i++) {
      double u = ((i * 0x9E3779B97F4A7C15L) >>> 11) * 0x1p-53;
      values.add((i % 2 == 0 ? 1 : -1) * Math.scalb(1 + u, i % 3 * 4 - 4));
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double central(Expr f, double[] p, int i, double h) {
    double[] up = p.clone();
    double[] down = p.clone();
    up[i] += h;
    down[i] -= h;
    return (at(f, up) - at(f, down)) / (2 * h);
  }

  private static double at(Expr f, double[] p) {
    Map<String, Double> point = new TreeMap<>(Map.of("a", p[0], "b", p[1], "c", p[2]));
    return Evaluation.rows(new ReferenceBackend(), List.of(f), point, "x", 0)[0][0];
  }

  private static void same(double expected, double found, String where) {
    // assertEquals(double, double) compares bits, all NaNs alike.
    assertEquals(expected, found, where);
  }
}
