package org.pushforward.engine.moment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
