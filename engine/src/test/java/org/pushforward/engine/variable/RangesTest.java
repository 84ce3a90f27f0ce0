package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;

/** What is known of parameters decides which models are read. */
class RangesTest {
  private static final Map<String, Bounds> KNOWN =
      Map.of(
          "a", Bounds.between(0.1, 10),
          "b", Bounds.between(0, 0.5),
          "e", Bounds.between(0, 0),
          "m", Bounds.LINE,
          "n", Bounds.between(-3, -1),
          "o", Bounds.between(-1, 1),
          "q", Bounds.between(-1, -1),
          "u", Bounds.between(Double.NEGATIVE_INFINITY, 0));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x ~ normal(0, n)         | n       | sd must be positive, and n lies between -3 and -1 | n",
        "x ~ normal(0, q)         | q       | sd must be positive, and q is -1         | value or ra",
        "x ~ normal(0, 2*q)       | 2*q     | sd must be positive, and 2*q is -2       | give q ano",
        "x ~ normal(0, u)         | u       | sd must be positive, and u is at most 0  | give u ano",
        "x ~ uniform(a + 10, n)   | n       | high must be above low, and n lies bet   | give a, n",
        "x ~ uniform(a, 0)        | 0       | high must be above low, not 0            | give a ano",
        "x ~ bernoulli(a + 1)     | a + 1   | must not be above 1, and a + 1 lies      | give a ano",
        "x ~ geometric(n)         | n       | probability must be positive, and n      | give n ano",
        "x ~ crystal_ball(0, 1, 0*q, 2) | 0*q | alpha must not be 0, not 0             |",
        "x ~ histogram({0, 1}, {q})     | q | each of heights must not be negative, an | give q ano",
        "y ~ multivariate_normal({0}, sd={n}) | {n} | a standard deviation must be positive, and | give n",
        "x ~ e*normal(0, 1)       | e*normal(0, 1) | times 0                           | give e ano",
        "x ~ truncate(normal(0, 1), a, n) | truncate(normal(0, 1), a, n) | empty       | low",
        "x ~ q^normal(0, 1)       | q^normal(0, 1) | not derived                       | c^X",
        "x ~ log(uniform(o, 2))   | log(uniform(o, 2)) | may be negative               | truncate",
      })
  void whatNoValueInTheRangesAllowsIsRefused(
      String model, String marked, String problem, String advice) {
    SpecException e = assertThrows(SpecException.class, () -> read(model));
    assertTrue(e.problem().contains(problem), e.getMessage());
    assertTrue(e.advice().contains(advice == null ? "" : advice), e.getMessage());
    int start = e.place().column() - 1;
    assertEquals(marked, model.substring(start, start + e.place().length()), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x ~ normal(0, o)",
        "x ~ normal(0, m)",
        "x ~ bernoulli(a)",
        "x ~ uniform(o, a)",
        "x ~ log(uniform(a, 12))",
        "x ~ uniform(a, 12)^2",
        "x ~ uniform(n, -0.5)^-2",
        "x ~ logit(uniform(b, 1))",
        "x ~ exponential(1)^a",
        "x ~ exponential(1)^n",
        "x ~ m^normal(0, 1)"
      })
  void whatSomeOfThemAllowsIsRead(String model) {
    read(model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "z ~ normal(0, 1); y ~ a*z + z^3",
        "z ~ normal(0, 1); y ~ b*z + z^3",
        "z ~ normal(0, 1); y ~ n*z - z^3",
        "z ~ normal(0, 1); y ~ z + b*sin(z)",
        "z ~ exponential(1); y ~ a*z^2 + z",
      })
  void signsOfParametersShowThatAFormulaRises(String model) {
    assertInstanceOf(Pushed.class, read(model), model);
  }

  @Test
  void signsOfParametersShowThatVectorsHaveAnInverse() {
    String model = "z ~ iid(2, normal(0, 1))\ny ~ {a*z1 + z1^3, z2*(1 + b*z1^2) + n*z1}";
    assertInstanceOf(
        PushedVector.class,
        ModelReader.read(Text.of("model", model), KNOWN).parts().get(0).vector());
    String unknown = "z ~ iid(2, normal(0, 1))\ny ~ {o*z1 + z1^3, z2}";
    assertThrows(SpecException.class, () -> ModelReader.read(Text.of("model", unknown), KNOWN));
  }

  private static RandomVariable read(String model) {
    Model read = ModelReader.read(Text.of("model", model.replace("; ", "\n")), KNOWN);
    return read.variables().get(read.names().get(0));
  }
}
