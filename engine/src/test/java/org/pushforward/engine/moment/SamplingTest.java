package org.pushforward.engine.moment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.ModelReader;

class SamplingTest {
  private static final Calculator NUMBERS = new Calculator(new SimdBackend(), Map.of());

  private static Subject subject(String model) {
    return Subject.of(
        ModelReader.read(Text.of("test", "y ~ " + model), List.of()).variables().get("y"), NUMBERS);
  }

  private static Estimate sampled(Sampling sampling, long rounds) {
    PartialSum sums = sampling.work().zero();
    sampling.work().add(NUMBERS.backend(), 0, rounds * Sampling.REPLICATES, sums);
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
  @CsvSource({
    "0, 0.1, -.893597212688009",
    "0, 1, .669804118221797",
    "1, 1, .092600173898336",
    "0.5, 0.5, .298373147589556",
    "3, 1, -3.22612630245082"
  })
  void entropyOfTanhOfANormal(String mu, String sigma, double entropy) {
    Quantity h =
        new Quantities(subject("tanh(normal(" + mu + ", " + sigma + "))"), NUMBERS).entropy();
    for (Sampling s :
        List.of(
            Sampling.independent(List.of(h), NUMBERS, 3), Sampling.sobol(List.of(h), NUMBERS, 3))) {
      Estimate e = sampled(s, 4);
      System.out.println(e + " " + (e.value() - entropy) / e.standardError());
      assertEquals(entropy, e.value(), 4 * e.standardError());
    }
  }
}
