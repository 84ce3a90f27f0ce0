package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Reference;

/** Closed means, variances and entropies. */
class ClosedMomentsTest {

  @Test
  void meansAndVariancesAreThoseOfCommonsStatistics() {
    int rows = 0;
    for (String[] row : Reference.rows("variable/commons_statistics_moments.csv")) {
      RandomVariable x = read(LawsTest.named(row[0], row[2].split(" ")));
      String where = String.join(" ", row);
      check(row[3], x.expectation(), 1e-14, where);
      check(row[4], x.variance(), 1e-13, where);
      rows++;
    }
    assertTrue(rows > 100, "rows " + rows);
  }

  @Test
  void meansVariancesAndEntropiesAreIntegralsOfTwentyDigits() {
    int rows = 0;
    for (String[] row : Reference.rows("variable/moments_mpmath.csv")) {
      String model = String.join(",", Arrays.copyOfRange(row, 3, row.length));
      RandomVariable x = read(model);
      check(row[0], x.expectation(), 1e-13, "mean of " + model);
      check(row[1], x.variance(), 1e-12, "variance of " + model);
      check(row[2], x.entropy(), 1e-14, "entropy of " + model);
      rows++;
    }
    assertTrue(rows > 75, "rows " + rows);
  }

  /** With those of the components: 1/2 and 1/4 of an exponential, 2/3 and 2/9 of a gamma. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normal(1, 2) - gamma(2, 3) | 0.33333333333333333 | 4.2222222222222222",
        "mix(0.25 -> normal(-1, 2), 0.75 -> exponential(2)) | 0.125 | 1.609375",
        "3 - 2*mix(0.25 -> normal(-1, 2), 0.75 -> exponential(2)) | 2.75 | 6.4375",
        "exp(exponential(2) + exponential(4)) | 2.6666666666666667 | Infinity",
        "exp(exponential(3) + exponential(4)) | 2 | 2",
        "log(mix(0.25 -> exp(normal(-1, 2)), 0.75 -> exp(exponential(2)))) | 0.125 | 1.609375",
        "pareto(1, 0.5) - pareto(1, 0.5) | NaN | NaN",
        "normal(0, 1) - pareto(1, 0.5) | -Infinity | Infinity",
        "mix(0.5 -> normal(0, 1), 0.5 -> student_t(1.5, 0, 1)) | 0 | Infinity",
        "normal(0, 1) + cauchy(0, 1) | NaN | NaN",
        "normal(0, 1) + tanh(normal(0, 1)) | none | none",
      })
  void sumsAndMixturesHaveTheMomentsOfTheirParts(String model, String mean, String variance) {
    RandomVariable x = read(model);
    check(mean, x.expectation(), 1e-15, model);
    check(variance, x.variance(), 1e-15, model);
  }

  private static void check(String expected, Optional<Expr> found, double tolerance, String where) {
    if (expected.equals("none")) {
      assertTrue(found.isEmpty(), where);
      return;
    }
    double value = Double.parseDouble(expected.replaceFirst("Inf$", "Infinity"));
    boolean isFinite = Math.abs(value) <= Double.MAX_VALUE;
    assertEquals(
        value,
        found.orElseThrow(() -> new AssertionError(where)).constantOrNaN(),
        isFinite ? tolerance * Math.abs(value) : 0,
        where);
  }

  private static RandomVariable read(String law) {
    return ModelReader.read(Text.of("model", "x ~ " + law), List.of()).variables().get("x");
  }
}
