package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Discrete laws against outside values, their derivatives too. */
class DiscreteLawsTest {
  private static final Column X = Column.of("x");

  @Test
  void valuesAreThoseOfCommonsStatistics() {
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String[] row : Reference.rows("variable/commons_discrete.csv")) {
      String[] p = row[2].split(" ");
      if (row[0].equals("pascal") && p[1].equals("1.0") && row[3].matches("icdf|isf")) {
        continue; // beta is infinite, and the least k with P(X <= k) = 1 is not that of the support
      }
      String law =
          row[0].equals("pascal")
              ? "negative_binomial(%s, %s/(1 - %s))".formatted(p[0], p[1], p[1])
              : row[0] + "(" + String.join(", ", p) + ")";
      Draw x = (Draw) read(law, Map.of());
      double at = number(row[4]);
      Expr value =
          switch (row[3]) {
            case "cdf", "cdf_hp" -> x.cdf(X);
            case "sf", "sf_hp" -> x.survival(X);
            case "pmf" -> x.density(X);
            case "logpmf" -> x.logDensity(X);
            case "icdf", "isf" -> x.law().quantile(X);
            default -> throw new IllegalArgumentException(row[3]);
          };
      // What rounds to 1 - p in the table does here too.
      double argument = row[3].equals("isf") ? 1 - at : at;
      double found = values(value, Map.of(), argument)[0];
      double expected = number(row[5]);
      boolean isQuantile = row[3].equals("icdf") || row[3].equals("isf");
      boolean isEndless = isQuantile && expected == Integer.MAX_VALUE;
      // The tables are of 11 digits where values are subnormal.
      double size = Math.abs(expected) < Double.MIN_NORMAL ? 1e-10 : 1e-13;
      double tolerance = isQuantile ? 0 : size * Math.abs(expected);
      if (isEndless
          ? found < expected
          : !(found == expected || Math.abs(found - expected) <= tolerance)) {
        wrong.add(String.join(" ", row) + ": " + found);
      }
      rows++;
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(rows > 1190, "rows " + rows);
  }

  /**
   * Relative to 1e-13; of a logarithm to 1e-13 of what it is a sum of. Slopes are sums that may
   * vanish, of terms like k / argument; those by shapes are differences of cdf, right to 1e-9.
   * Skellam's are integrals, and sums of terms as large as the rates: to 1e-12.
   */
  @Test
  void valuesAndDerivativesAreThoseOfSixtyDigits() {
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String[] row : Reference.rows("variable/discrete_laws.csv")) {
      double[] arguments = numbers(row[1]);
      boolean isBinomial = row[0].equals("binomial");
      Map<String, Double> point = new TreeMap<>();
      for (int i = isBinomial ? 1 : 0; i < arguments.length; i++) {
        point.put("p" + i, arguments[i]);
      }
      String trials = isBinomial ? arguments[0] + ", " : "";
      RandomVariable law =
          read(row[0] + "(" + trials + String.join(", ", point.keySet()) + ")", point);
      List<Parameter> parameters = point.keySet().stream().map(Parameter::of).toList();
      List<Expr> outputs =
          new ArrayList<>(List.of(law.density(X), law.logDensity(X), law.cdf(X), law.survival(X)));
      outputs.addAll(Derivative.gradient(law.logDensity(X), parameters));
      outputs.addAll(Derivative.gradient(law.cdf(X), parameters));
      double k = Double.parseDouble(row[2]);
      double[][] found = Evaluation.rows(new ReferenceBackend(), outputs, point, "x", k);
      double[] expected = numbers(String.join(" ", Arrays.copyOfRange(row, 3, row.length)));
      assertEquals(expected.length, found.length);
      for (int i = 0; i < expected.length; i++) {
        double tolerance = 1e-13 * Math.abs(expected[i]);
        if (row[0].equals("skellam")) {
          tolerance = 1e-12 * Math.max(i == 1 || i == 4 || i == 5 ? 1 : 0, Math.abs(expected[i]));
        } else if (i == 1) {
          // 1 - p of a p beside 0 or 1 has lost its digits in the probability too.
          tolerance = 1e-13 * Math.max(1, Math.abs(expected[i]));
        } else if (i >= 4 && i < 4 + point.size()) {
          double argument = point.get("p" + (i - 4 + (isBinomial ? 1 : 0)));
          tolerance += 1e-13 * Math.max(1, (k + 1) / argument);
        } else if (i >= 4 && row[0].startsWith("negative") && i == 4 + point.size()) {
          tolerance = 1e-9 * Math.min(expected[2], expected[3]);
        }
        if (!Double.isNaN(expected[i]) && !(Math.abs(found[i][0] - expected[i]) <= tolerance)) {
          wrong.add(
              "%s %s at %s: %d is %s, not %s"
                  .formatted(row[0], row[1], row[2], i, found[i][0], expected[i]));
        }
      }
      rows++;
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(rows > 100, "rows " + rows);
  }

  /** Their sums are of numbers that doubles hold; slopes are those by p and q. */
  @Test
  void aCategoricalVariableHasTheProbabilitiesGiven() {
    Map<String, Double> point = Map.of("p", 0.125, "q", 0.25);
    RandomVariable law = read("categorical({p, q, 1 - p - q})", point);
    double[] k = {-1, 0, 1, 2, 3};
    Expr log = law.logDensity(X);
    List<Expr> slopes =
        Derivative.gradient(law.cdf(X), List.of(Parameter.of("p"), Parameter.of("q")));
    double third = -1 / 0.625;
    // The exponential of a logarithm, which rounds.
    assertArrayEquals(
        new double[] {0, 0.125, 0.25, 0.625, 0}, values(law.density(X), point, k), 2e-16);
    assertArrayEquals(new double[] {0, 0.125, 0.375, 1, 1}, values(law.cdf(X), point, k));
    assertArrayEquals(new double[] {1, 0.875, 0.625, 0, 0}, values(law.survival(X), point, k));
    assertArrayEquals(new double[] {0, 1, 1, 0, 0}, values(slopes.get(0), point, k));
    assertArrayEquals(new double[] {0, 0, 1, 0, 0}, values(slopes.get(1), point, k));
    assertArrayEquals(
        new double[] {0, 8, 0, third, 0},
        values(Derivative.of(log, Parameter.of("p")), point, k),
        1e-14);
    assertArrayEquals(
        new double[] {0, 0, 4, third, 0},
        values(Derivative.of(log, Parameter.of("q")), point, k),
        1e-14);
  }

  private static RandomVariable read(String law, Map<String, Double> point) {
    return ModelReader.read(Text.of("model", "x ~ " + law), point.keySet()).variables().get("x");
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(DiscreteLawsTest::number).toArray();
  }

  private static double number(String text) {
    return switch (text) {
      case "max" -> Integer.MAX_VALUE;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text.replaceFirst("(?i)inf$", "Infinity"));
    };
  }

  private static double[] values(Expr e, Map<String, Double> point, double... x) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), point, "x", x)[0];
  }
}
