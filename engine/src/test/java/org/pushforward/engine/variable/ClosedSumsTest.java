package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;

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
              point(row[1]));
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
              point(row[1]));
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

  private static Map<String, Double> point(String text) {
    Map<String, Double> values = new TreeMap<>();
    for (String pair : text.split(" ")) {
      String[] parts = pair.split("=");
      values.put(parts[0].replace("(HWHM)", ""), Double.valueOf(parts[1]));
    }
    return values;
  }

  private static Map<String, Double> point(String text, String x) {
    Map<String, Double> values = point(text);
    values.put("x", Double.valueOf(x));
    return values;
  }
}
