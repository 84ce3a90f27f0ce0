package org.pushforward.engine.moment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVector;

class SamplingTest {
  private static final Calculator NUMBERS = new Calculator(new SimdBackend(), Map.of());

  private static Subject subject(String model) {
    return Subject.of(
        ModelReader.read(Text.of("test", "y ~ " + model), List.of()).variables().get("y"), NUMBERS);
  }

  private static Estimate sampled(Sampling sampling, long rounds) {
    PartialSum sums = sampling.work().zero();
    sampling.work().add(NUMBERS.backend(), 0, rounds * Sampling.ROUND, sums);
    return sampling.estimates(sums, rounds * Sampling.ROUND).get(0);
  }

  /**
   * E exp(-X - Y / 2) = (1 - 1/e) / 1.5, a smooth function of two uniforms, at 2^12 and 2^18 points
   * a replicate. The errors are honest: the values are within 4 of them (Student's t of 63 degrees,
   * 1.7e-4 each).
   */
  @Test
  void errorOfSobolPointsFallsFasterThanTheNumberOfPoints() {
    Subject x = subject("uniform(0, 1) + 0.5*exponential(1)");
    Quantity g = new Quantities(x, NUMBERS).expectation("g", y -> Formulas.exp(y.negate()));
    double exact = (1 - Math.exp(-1)) / 1.5;
    Sampling sampling = Sampling.sobol(List.of(g), NUMBERS, 11);
    assertEquals(2, sampling.dimensions());
    Estimate few = sampled(sampling, 1);
    Estimate many = sampled(sampling, 64);
    for (Estimate e : List.of(few, many)) {
      assertEquals(exact, e.value(), 4 * e.standardError(), e.toString());
    }
    double rate =
        Math.log(few.standardError() / many.standardError())
            / Math.log((double) many.evaluations() / few.evaluations());
    assertTrue(rate > 0.9, "n^-" + rate);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "tanh_entropies.csv")
  void entropyOfTanhOfANormal(String mu, String sigma, double entropy) {
    Quantity h =
        new Quantities(subject("tanh(normal(" + mu + ", " + sigma + "))"), NUMBERS).entropy();
    for (Sampling s :
        List.of(
            Sampling.independent(List.of(h), NUMBERS, 3), Sampling.sobol(List.of(h), NUMBERS, 3))) {
      Estimate e = sampled(s, 4);
      assertEquals(entropy, e.value(), 4 * e.standardError());
    }
  }

  private static Model.Part part(String model) {
    List<Model.Part> parts = ModelReader.read(Text.of("test", model), List.of()).parts();
    return parts.get(parts.size() - 1);
  }

  /** 1 / 2 of log((2 pi e)^3 det C), det C = 2.3. */
  @Test
  void entropyOfAMultivariateNormalIsExactAndSampled() {
    String covariance = "{{2, 0.5, 0}, {0.5, 1, -0.5}, {0, -0.5, 1.6}}";
    RandomVector x = part("x ~ multivariate_normal({1, 2, 3}, " + covariance + ")").vector();
    Quantity h = new VectorQuantities(x, NUMBERS).entropy();
    double exact = 4.67327016108157023;
    assertEquals(exact, h.exact(NUMBERS).orElseThrow().value(), 1e-14);
    isSampled(exact, 3e-3, h);
  }

  /**
   * The log-determinant of (u, v) is -log 2 + x1 / 2 + log(1 + x1^2), and its mean an integral of
   * 40 digits by mpmath; other averages have closed forms.
   */
  @Test
  void averagesOverAnImageOfTwoNormalsAreTheirIntegrals() {
    RandomVector image =
        part("x ~ iid(2, normal(0, 1))\n{u, v} ~ {exp(x1/2), x2*(1 + x1^2) + x1}").vector();
    VectorQuantities of = new VectorQuantities(image, NUMBERS);
    assertEquals(Optional.empty(), of.entropy().exact(NUMBERS));
    isSampled(2.67818306569353501, 3e-3, of.entropy());
    isSampled(1.13314845306682632, 3e-3, of.mean(0)); // exp(1 / 8)
    // E v^2 = E (1 + x^2)^2 + E x^2
    isSampled(7, 0.2, of.expectation("vv", y -> y.get(1).square()));
    isSampled(0.5, 1e-2, of.expectation("log(u) v", y -> Formulas.log(y.get(0)).times(y.get(1))));
    assertEquals(0, sampled(Sampling.sobol(List.of(of.kl(image)), NUMBERS, 3), 1).value(), 1e-14);
  }

  @Test
  void entropyAndDivergencesOfIndependentComponentsAdd() {
    RandomVector x =
        part("{u, v} ~ {normal(0, 1), mix(0.5 -> exponential(1), 0.5 -> uniform(2, 4))}").vector();
    RandomVector y =
        part("{u, v} ~ {normal(1, 2), mix(0.5 -> exponential(1), 0.5 -> uniform(2, 4))}").vector();
    isSampled(.443147180559945309, 1e-2, new VectorQuantities(x, NUMBERS).kl(y));
  }

  /** Of the law's formulas and, with Sobol points, of independent parts. */
  @Test
  void entropyOfADrawnVectorIsItsClosedForm() {
    RandomVector t = part("x ~ multivariate_t(5, {0, 1}, {{1, 0.3}, {0.3, 2}})").vector();
    isSampled(3.56142868743861474, 3e-3, new VectorQuantities(t, NUMBERS).entropy());
    String scale = "{{2, 0.5, 0}, {0.5, 1, -0.5}, {0, -0.5, 1.6}}";
    RandomVector three = part("x ~ multivariate_t(2.5, {0, 0, 0}, " + scale + ")").vector();
    isSampled(5.81197402018330407, 4e-3, new VectorQuantities(three, NUMBERS).entropy());
    RandomVector fractions = part("x ~ dirichlet({2, 0.5, 1.5})").vector();
    isSampled(-1.50684343060526680, 3e-3, new VectorQuantities(fractions, NUMBERS).entropy());
  }

  /** Within 4 standard errors, which are at most {@code error}. */
  private static void isSampled(double wanted, double error, Quantity quantity) {
    for (Sampling s :
        List.of(
            Sampling.independent(List.of(quantity), NUMBERS, 3),
            Sampling.sobol(List.of(quantity), NUMBERS, 3))) {
      Estimate e = sampled(s, 4);
      assertEquals(wanted, e.value(), 4 * e.standardError(), quantity.name() + ": " + e);
      assertTrue(e.standardError() < error, e.toString());
    }
  }
}
