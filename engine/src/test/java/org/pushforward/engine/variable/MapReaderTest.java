package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Images under cdf, quantile and spline, as the language writes them. */
class MapReaderTest {
  private static final Column X = Column.of("x");

  static Stream<String> laws() {
    return NamedLaws.CONTINUOUS.stream();
  }

  /** Of U with P(U <= u) = u^2: it is law's cdf squared, its density 2 cdf p. */
  @ParameterizedTest
  @MethodSource("laws")
  void quantilesOfALawHaveItsCdfForTheirPreimage(String law) {
    RandomVariable x = read(law);
    RandomVariable y = read("quantile(" + law + ", beta(2, 1))");
    double[] at = {-2.1, -0.4, 0.05, 0.3, 0.9, 1.6, 2.2, 8};
    double[] cdf = values(x.cdf(X), at);
    double[] p = values(x.density(X), at);
    double[] squared = values(y.cdf(X), at);
    double[] density = values(y.density(X), at);
    for (int i = 0; i < at.length; i++) {
      double expected = 2 * cdf[i] * p[i];
      assertEquals(cdf[i] * cdf[i], squared[i], 1e-13 * squared[i], law + " at " + at[i]);
      assertEquals(expected, density[i], 1e-13 * expected, law + " at " + at[i]);
    }
  }

  /** Right to 2^-53 over the distance of quantiles from the support's end, 1e-3 of them or more. */
  @ParameterizedTest
  @MethodSource("laws")
  void theCdfOfAQuantileIsTheVariableItself(String law) {
    RandomVariable u = read("cdf(" + law + ", quantile(" + law + ", beta(2, 3)))");
    double[] at = {1e-3, 0.01, 0.3, 0.5, 0.8, 0.99};
    double[] density = values(u.density(X), at);
    for (int i = 0; i < at.length; i++) {
      double expected = 12 * at[i] * (1 - at[i]) * (1 - at[i]);
      assertEquals(expected, density[i], 1e-11 * expected, law + " at " + at[i]);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cdf(weibull(0.7, 1.3), weibull(0.7, 1.3)) | uniform(0, 1)",
        "cdf(normal(0, 1), normal(0.3, 2)) | normal_cdf(normal(0.3, 2))",
        "quantile(gamma(2, 3), uniform(0, 1)) | gamma(2, 3)",
        "quantile(normal(1, 2), beta(2, 3)) | 1 + 2*normal_quantile(beta(2, 3))",
        "quantile(exponential(2), cdf(exponential(1), gamma(3, 1))) | gamma(3, 2)",
        "spline({-1, 1}, {-2, 2}, {2, 2}, normal(0.3, 1)) | 2*normal(0.3, 1)",
        "inverse_softsign(softsign(normal(0.3, 1))) | normal(0.3, 1)",
      })
  void anImageThatIsALawIsThatLaw(String image, String law) {
    double[] at = {0.02, 0.3, 0.7, 0.9};
    double[] expected = values(read(law).logDensity(X), at);
    double[] found = values(read(image).logDensity(X), at);
    for (int i = 0; i < at.length; i++) {
      double tolerance = 1e-13 * (1 + Math.abs(expected[i]));
      assertEquals(expected[i], found[i], tolerance, image + " at " + at[i]);
    }
  }

  /** At y = 5, x = 1 + (5 - 3) / 4 of the straight end; between, by the density's integral. */
  @Test
  void aSplineIsStraightOutsideItsKnots() {
    RandomVariable y = read("spline({-1, 0, 1}, {-1, 0.5, 3}, {1, 0.7, 4}, logistic(0, 1))");
    double[] f = values(y.cdf(X), new double[] {-3, -1, 0.5, 3, 5});
    double[] at = {-3, -1, 0, 1, 1.5};
    for (int i = 0; i < at.length; i++) {
      assertEquals(1 / (1 + Math.exp(-at[i])), f[i], 1e-15);
    }
    double expected = Math.exp(-1.5) / Math.pow(1 + Math.exp(-1.5), 2) / 4;
    assertEquals(expected, values(y.density(X), new double[] {5})[0], 1e-15);
  }

  @Test
  void knotsMayBeParametersAndHaveDerivatives() {
    RandomVariable y = read("spline({-1, a, 1}, {-1, 0.5, 3}, {1, b, 4}, normal(0, 1))", "a", "b");
    Map<String, Double> point = Map.of("a", 0.2, "b", 0.7);
    double density =
        Evaluation.rows(new ReferenceBackend(), List.of(y.cdf(X)), point, "x", 0.5)[0][0];
    assertEquals(0.57925970943910302, density, 1e-15); // Phi(0.2)
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cdf(normal(0, 1)) | cdf takes 2 arguments",
        "quantile(gamma(2, 1), normal(0, 1)) | between 0 and 1 only",
        "cdf(gamma(2, 1), normal(0, 1)) | positive variables only",
        "cdf(uniform(0, a), uniform(0, 1)) | the ends of this law depend on parameters",
        "cdf(normal(0, 1) + gamma(2, 1), normal(0, 1)) | what contains a sum",
        "quantile(poisson(3), uniform(0, 1)) | the cdf of a discrete law is no bijection",
        "cdf(2, normal(0, 1)) | this is a number, not a random variable",
        "spline({0, 1}, {0, 1}, {1, 1}, {1, 1}, normal(0, 1)) | spline takes 4 arguments",
        "spline({0, 1, 1}, {0, 1, 2}, {1, 1, 1}, normal(0, 1)) | must be above the one before it",
        "spline({0, 1}, {0, 0}, {1, 1}, normal(0, 1)) | must be above the one before it",
        "spline({0, 1}, {0, 1}, {1, 0}, normal(0, 1)) | each of slopes must be positive",
        "spline({0, 1}, {0, 1}, {1}, normal(0, 1)) | as many y and slopes as x",
        "spline({0}, {0}, {1}, normal(0, 1)) | two knots or more",
        "spline(0, {0}, {1}, normal(0, 1)) | is a group of numbers",
      })
  void whatIsNoMapIsRefused(String model, String problem) {
    SpecException e = assertThrows(SpecException.class, () -> read(model, "a"));
    assertTrue(e.problem().contains(problem), e.getMessage());
  }

  @Test
  void aLawIsWrittenNotNamed() {
    SpecException e =
        assertThrows(
            SpecException.class,
            () ->
                ModelReader.read(
                    Text.of("model", "y ~ normal(0, 1)\nx ~ cdf(y, normal(0, 2))"), List.of()));
    assertTrue(e.problem().contains("a named variable is one draw"), e.getMessage());
  }

  private static double[] values(Expr e, double[] x) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), Map.of(), "x", x)[0];
  }

  private static RandomVariable read(String law, String... known) {
    return ModelReader.read(Text.of("model", "x ~ " + law), List.of(known)).variables().get("x");
  }
}
