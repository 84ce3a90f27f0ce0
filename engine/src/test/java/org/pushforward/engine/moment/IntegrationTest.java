package org.pushforward.engine.moment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;

class IntegrationTest {
  private static final Calculator NUMBERS = new Calculator(new SimdBackend(), Map.of());

  private static RandomVariable variable(String model) {
    return ModelReader.read(Text.of("test", "y ~ " + model), List.of()).variables().get("y");
  }

  private static Quantities of(String model) {
    return new Quantities(Subject.of(variable(model), NUMBERS), NUMBERS);
  }

  private static Estimate integrated(Quantity quantity) {
    return Integration.of(List.of(quantity), NUMBERS).get(0);
  }

  private static void isWithin(double wanted, double tolerance, Estimate e) {
    double off = Math.abs(wanted - e.value());
    assertTrue(off <= tolerance, "wanted " + wanted + ", not " + e);
    assertTrue(off <= e.standardError() + 1e-15 * Math.abs(wanted), "its error: " + wanted + " " + e);
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
    Estimate e = integrated(of("tanh(normal(" + mu + ", " + sigma + "))").entropy());
    System.out.println(e + " " + (e.value() - entropy));
    isWithin(entropy, 1e-14 * 5, e);
  }
}
