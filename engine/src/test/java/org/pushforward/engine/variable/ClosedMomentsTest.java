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

  /** Mean, variance and entropy: integrals of the density by mpmath, 50 digits. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.51641024173612817221745890662 | 1.73017949528552097594486477086 | none | rice(0.25, 2)",
        "1.70428757105155689211397362863 | 0.470403875159184418138875545485 | none | rice(1.5, 0.75)",
        "9.55277988479924768471804001733 | 0.994396472574872133545069359532 | none | rice(9.5, 1)",
        "10.5477285400457983276824424047 | 0.99542264550333174403716289547 | none | rice(10.5, 1)",
        "50.0001562502441429138630642277 | 0.0156249511715698189733892616906 | none | rice(50, 0.125)",
        "4096.00012207031431898956617621 | 0.999999970197675835947556932093 | none | rice(4096, 1)",
        "0.5 | none | 1.83787706640934548356065947281 | von_mises(0.5, 0)",
        "0.5 | none | 1.8224330762432453690327648999 | von_mises(0.5, 0.25)",
        "-1.25 | none | 1.11622386863334871064955716919 | von_mises(-1.25, 2.5)",
        "1 | none | -0.419129725692324005639642944077 | von_mises(1, 40)",
        "0 | none | -2.8396080550013618253110882777 | von_mises(0, 5000)",
        "0 | none | -8.94269438501853283611313180941 | von_mises(0, 1e9)",
        "0.478730736481719213527935271921 | 0.770816881947670716492807380744 | none | skew_normal(0, 1, 0.75)",
        "-1.41109258396697781698783128088 | 0.901864011456886567604749298492 | none | skew_normal(-0.25, 1.5, -4)",
        "2.09576025629559930705718957719 | 1.45354920442740321210661415699 | none | skew_normal(0.5, 2, 300)",
        "NaN | NaN | none | voigt(0.5, 1, 2)"
      })
  void lawsWhoseMassesAreIntegratedHaveClosedMoments(
      String mean, String variance, String entropy, String model) {
    RandomVariable x = read(model);
    check(mean, x.expectation(), 1e-13, model);
    check(variance, x.variance(), 1e-13, model);
    check(entropy, x.entropy(), 1e-14, model);
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
