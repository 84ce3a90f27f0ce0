package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;

/** Models that name a variable more than once: its uses are the same draw. */
class ReuseTest {
  private static final String PARTS = "z ~ normal(1, 2); u ~ uniform(0, 1); e ~ exponential(3); ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y ~ z + 2*z               | normal(3, 6)",
        "y ~ z + z                 | normal(2, 4)",
        "y ~ a*z + b*z             | (a + b)*normal(1, 2)",
        "y ~ z + e - z             | exponential(3)",
        "y ~ z + normal(0, s) - z  | normal(0, s)",
        "y ~ u + z + 2*u           | 3*uniform(0, 1) + normal(1, 2)",
        "y ~ (u + z)/2 + u         | 1.5*uniform(0, 1) + normal(0.5, 1)",
        "y ~ 3 - (u - z) - u       | 3 - 2*uniform(0, 1) + normal(1, 2)",
        "w ~ z + u; y ~ w - z   | uniform(0, 1)",
        "w ~ z + u; y ~ w + u   | normal(1, 2) + 2*uniform(0, 1)",
        "w ~ z + u; y ~ w - 2*w | -normal(1, 2) - uniform(0, 1)",
        "t ~ 2*z; y ~ t + z   | normal(3, 6)",
        "t ~ 2*z; y ~ t - z   | normal(1, 2)",
        "y ~ mix(a -> z, 1-a -> z + 1) | mix(a -> normal(1, 2), 1-a -> normal(2, 2))",
      })
  void linearFormulasAreGathered(String declarations, String law) {
    assertEquals(read("y ~ " + law), read(PARTS + declarations));
  }

  @Test
  void partsAreNoObservables() {
    Model model = model("z ~ normal(0, 1); x ~ z + 1; y ~ normal(2, 1)");
    assertEquals(Set.of("x", "y"), model.variables().keySet());
    assertEquals(Set.of("z"), model.used());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y ~ z*u + z                    | a term here is a formula of more than one variable",
        "y ~ tanh(z + u)*z              | a term here is a formula of more than one variable",
        "y ~ z - z                      | nothing random is left",
        "y ~ truncate(z, 0, 1) + z      | through a mixture or a truncation",
        "y ~ mix(a -> z, 1-a -> u) - u  | through a mixture or a truncation",
        "y ~ z*u                        | \"*\" of two random variables is not derived",
        "x ~ z + u; y ~ z               | \"x\" and \"y\" are made of the same variable",
        "t ~ 2*z; x ~ t + u; y ~ truncate(z, 0, 1) | \"x\" and \"y\" are made of the same variable",
      })
  void whatHasNoDerivationIsRefusedWithTheReason(String declarations, String reason) {
    SpecException e = assertThrows(SpecException.class, () -> model(PARTS + declarations));
    assertTrue(e.problem().contains(reason), e.getMessage());
    assertTrue(!e.advice().isEmpty() || reason.startsWith("nothing"), e.getMessage());
  }

  private static RandomVariable read(String model) {
    return model(model).variables().get("y");
  }

  private static Model model(String model) {
    return ModelReader.read(Text.of("model", model.replace("; ", "\n")), List.of("a", "b", "s"));
  }
}
