package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;
import org.pushforward.engine.kernel.opencl.OpenClBackend;
import org.pushforward.engine.kernel.opencl.TestDevice;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Sums with a closed form against values of 25 digits. */
class ClosedSumsTest {
  private static final Parameter X = Parameter.of("x");

  /** The rounding of x alone moves f by 2^-53 |x f'|. */
  private static final double ROUNDING = 0x1p-53;

  /** Density and distribution function, relative. */
  @Test
  void everyRowOfSumsIsRight() {
    int rows = 0;
    for (String[] row : Reference.rows("convolution/sums_mpmath.csv")) {
      double expected = Double.parseDouble(row[4]);
      RandomVariable sum =
          closed(
              switch (row[0]) {
                case "Uniform*Normal" -> "uniform(a, b) + normal(mu, sigma)";
                case "Normal*Exponential(rate)" -> "normal(mu, sigma) + exponential(rate)";
                case "Cauchy*Normal (Voigt)" -> "voigt(x0, sigma, gamma)";
                default -> throw new IllegalArgumentException(row[0]);
              },
              Reference.parameters(row[1]));
      Map<String, Double> point = point(row[1], row[3]);
      boolean isDensity = row[2].equals("pdf");
      Expr value = isDensity ? sum.density(X) : sum.cdf(X);
      double[] found = values(point, value, Derivative.of(value, X));
      double tolerance =
          (isDensity ? 1e-13 : 1e-12) * expected + ROUNDING * Math.abs(point.get("x") * found[1]);
      String where = String.join(" ", row);
      assertEquals(expected, found[0], tolerance, where);
      if (isDensity) {
        double relative = tolerance / expected;
        double log = Math.log(expected);
        double logDensity = values(point, sum.logDensity(X))[0];
        assertEquals(log, logDensity, relative + 0x1p-52 * Math.abs(log), where);
      } else {
        assertEquals(1 - expected, values(point, sum.survival(X))[0], 1e-12, where);
      }
      rows++;
    }
    assertEquals(698, rows);
  }

  @Test
  void everyRowOfLogTailsIsRight() {
    int rows = 0;
    for (String[] row : Reference.rows("convolution/log_tails_mpmath.csv")) {
      RandomVariable sum =
          closed(
              row[0].startsWith("uniform")
                  ? "uniform(-1, 1) + normal(0, s)"
                  : "exponential(r) + normal(0, s)",
              Reference.parameters(row[1]));
      Map<String, Double> point = point(row[1], row[2]);
      double expected = Double.parseDouble(row[3]);
      Expr log = sum.logDensity(X);
      double[] found = values(point, log, Derivative.of(log, X));
      double steepness = Math.abs(point.get("x") * found[1]);
      double tolerance = 1e-13 + ROUNDING * steepness + 0x1p-52 * Math.abs(expected);
      assertEquals(expected, found[0], tolerance, String.join(" ", row));
      rows++;
    }
    assertEquals(81, rows);
  }

  /**
   * Densities and tails down to 1e-250, uniform laws of 1e-3 (with normal alone: 1) to 1e3 scales,
   * with normal also two uniform laws, triangles and trapezoids of 1e-9 to 1e3, rates that meet.
   */
  @Test
  void formsAreRightInBulkAndTails() {
    for (String[] row : Reference.rows("convolution/closed_sums_mpmath.csv")) {
      Map<String, Double> point = Reference.parameters(row[1]);
      List<Parameter> parameters = point.keySet().stream().map(Parameter::of).toList();
      RandomVariable sum = closed(model(row[0]), point);
      point.put("x", Double.valueOf(row[2]));
      String where = String.join(" ", row);
      Expr log = sum.logDensity(X);
      double[] found = values(point, log, sum.cdf(X), sum.survival(X), Derivative.of(log, X));
      double expected = Double.parseDouble(row[3]);
      double rounding =
          ROUNDING * Math.abs(point.get("x") * found[3]) + 0x1p-52 * Math.abs(expected);
      assertEquals(expected, found[0], 1e-13 + rounding, where);
      for (int k = 1; k < 3; k++) {
        double tail = Double.parseDouble(row[3 + k]);
        assertEquals(tail, found[k], 1e-12 * tail, where);
      }
      boolean isUpper = Double.parseDouble(row[4]) > 0.5;
      assertSlopes(row[6], Derivative.gradient(log, parameters), point, where);
      Expr tail = Formulas.log(isUpper ? sum.survival(X) : sum.cdf(X));
      assertSlopes(row[7], Derivative.gradient(tail, parameters), point, where);
    }
  }

  private static final List<String> FORMS =
      List.of(
          "uniform + exponential",
          "uniform + laplace",
          "uniform + logistic",
          "uniform + cauchy",
          "uniform + gamma",
          "uniform + uniform + normal",
          "triangular + normal",
          "trapezoidal + normal",
          "exponential + exponential",
          "exponential - exponential");

  static Stream<String> forms() {
    return FORMS.stream();
  }

  private static final Map<String, Double> POINT =
      Reference.parameters("a=0.3 b=1.7 c=2.1 d=2.9 k=2.5 m=-0.2 s=0.4");

  @ParameterizedTest
  @MethodSource("forms")
  void backendsGiveTheReferenceBits(String form) {
    RandomVariable sum = closed(model(form), POINT);
    Column x = Column.of("x");
    List<Expr> outputs = new ArrayList<>(List.of(sum.logDensity(x), sum.cdf(x), sum.survival(x)));
    outputs.addAll(
        Derivative.gradient(outputs.get(0), POINT.keySet().stream().map(Parameter::of).toList()));
    double[] at = IntStream.range(0, 301).mapToDouble(i -> (i - 150) / 40.0).toArray();
    at[5] = -1e200;
    at[290] = 1e200;
    at[170] = Double.NaN;
    for (Backend backend :
        List.of(new SimdBackend(), new OpenClBackend(TestDevice.find(), new SimdBackend()))) {
      SameBits.check(
          form,
          new ReferenceBackend(),
          backend,
          Lowering.program(outputs, List.copyOf(POINT.keySet()), List.of("x")),
          POINT.values().stream().mapToDouble(v -> v).toArray(),
          1,
          new EventBlock(new double[][] {at}, at.length));
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void nothingLiesBeyondInfinityNorBeforeTheSupport(String form) {
    RandomVariable sum = closed(model(form), POINT);
    double infinity = Double.POSITIVE_INFINITY;
    boolean isBounded = Double.isFinite(sum.support().low().constantOrNaN());
    for (double x : new double[] {-infinity, isBounded ? -5 : -1e305, 1e305, infinity}) {
      Map<String, Double> point = new TreeMap<>(POINT);
      point.put("x", x);
      double[] found = values(point, sum.density(X), sum.cdf(X), sum.survival(X));
      assertArrayEquals(
          new double[] {0, x < 0 ? 0 : 1, x < 0 ? 1 : 0}, found, 1e-300, form + " at " + x);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void quantilesInvertTheDistributionFunction(String form) {
    RandomVariable sum = closed(model(form), POINT);
    Distribution law = ((Draw) sum).law();
    for (double p : new double[] {1e-9, 0.01, 0.5, 0.7, 1 - 0x1p-30}) {
      Expr at = law.quantile(Expr.of(p));
      double[] found = values(POINT, sum.cdf(at), sum.survival(at));
      assertEquals(p, found[0], 1e-12 * p, form);
      assertEquals(1 - p, found[1], 1e-12 * (1 - p) + 2e-16, form);
    }
  }

  /** Relative to the slope and to that of the parameter's own logarithm. */
  private static void assertSlopes(
      String expected, List<Expr> slopes, Map<String, Double> point, String where) {
    double[] numbers =
        Arrays.stream(expected.split(" ")).mapToDouble(Double::parseDouble).toArray();
    double[] found = values(point, slopes.toArray(Expr[]::new));
    double[] parameters = point.values().stream().mapToDouble(v -> v).toArray();
    for (int i = 0; i < found.length; i++) {
      double own = 1 / Math.max(1e-3, Math.abs(parameters[i]));
      assertEquals(numbers[i], found[i], 1e-12 * (Math.abs(numbers[i]) + own), i + " of " + where);
    }
  }

  private static String model(String form) {
    return switch (form) {
      case "uniform + exponential" -> "uniform(a, b) + exponential(1/s)";
      case "uniform + uniform + normal" -> "uniform(a, b) + uniform(c, d) + normal(m, s)";
      case "triangular + normal" -> "triangular(a, b, c) + normal(m, s)";
      case "trapezoidal + normal" -> "trapezoidal(a, b, c, d) + normal(m, s)";
      case "uniform + gamma" -> "uniform(a, b) + gamma(k, 1/s)";
      case "exponential + exponential" -> "exponential(a) + exponential(b)";
      case "exponential - exponential" -> "exponential(a) - exponential(b)";
      default -> form.replace("uniform", "uniform(a, b)") + "(m, s)";
    };
  }

  private static RandomVariable closed(String model, Map<String, Double> point) {
    RandomVariable sum =
        ModelReader.read(Text.of("model", "y ~ " + model), point.keySet())
            .variables()
            .get("y")
            .resolved(new Domain(-50, 50), point);
    RandomVariable v = sum;
    while (v instanceof Pushed image) {
      v = image.variable();
    }
    assertTrue(!(v instanceof Draw draw && draw.law() instanceof TabulatedSum), model);
    return sum;
  }

  private static double[] values(Map<String, Double> point, Expr... formulas) {
    double[][] found = Evaluation.rows(new ReferenceBackend(), List.of(formulas), point, "none", 0);
    return Arrays.stream(found).mapToDouble(f -> f[0]).toArray();
  }

  private static Map<String, Double> point(String text, String x) {
    Map<String, Double> values = Reference.parameters(text);
    values.put("x", Double.valueOf(x));
    return values;
  }
}
