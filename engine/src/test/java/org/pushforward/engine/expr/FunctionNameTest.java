package org.pushforward.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.ModelReader;

/** What a user can write is what formulas print. */
class FunctionNameTest {
  private static final Parameter A = Parameter.of("a");
  private static final Parameter B = Parameter.of("b");
  private static final Parameter C = Parameter.of("c");

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EXP_BELOW_MAX", "STOP", "AHEAD"})
  void everyFunctionReadsAsItPrints(Operation operation) {
    Expr[] operands = Arrays.copyOf(new Expr[] {A, B, C}, operation.arity());
    Expr formula = Simplifier.simplified(operation, operands);
    assertSame(formula, read(formula.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select(a > b, a, c)            | select(b < a, a, c)",
        "select(2*a + 1 >= b - c, a, b) | select(b - c <= 1 + 2*a, a, b)",
        "(a<b)*c                        | select(a < b, 1, 0)*c",
        "a <= b                         | (a <= b)",
        "pow(a, b)                      | a^b",
        "min(a, b, c)                   | min(min(a, b), c)",
        "max(a, b, c)                   | max(max(a, b), c)"
      })
  void whatMeansTheSameIsTheSame(String one, String other) {
    double[] points = {-1, 0, 1, 2};
    for (double a : points) {
      for (double b : points) {
        for (double c : points) {
          assertEquals(at(other, a, b, c), at(one, a, b, c), one + " at " + a + ", " + b);
        }
      }
    }
  }

  @Test
  void aComparisonIsOneOrZero() {
    assertEquals(List.of(1.0, 0.0), List.of(at("a < b", 1, 2, 0), at("a > b", 1, 2, 0)));
    assertEquals(List.of(0.0, 0.0), List.of(at("a < b", 2, 2, 0), at("a > b", 2, 2, 0)));
    assertEquals(List.of(1.0, 1.0), List.of(at("a <= b", 2, 2, 0), at("a >= b", 2, 2, 0)));
  }

  /** Folded: the numbers stand in the text. */
  private static double at(String formula, double a, double b, double c) {
    String text = formula.replaceAll("\\ba\\b", "(" + a + ")");
    text = text.replaceAll("\\bb\\b", "(" + b + ")").replaceAll("\\bc\\b", "(" + c + ")");
    return read(text).constantOrNaN();
  }

  private static Expr read(String formula) {
    String model = "x ~ normal(" + formula + ", 1)";
    Draw x =
        (Draw)
            ModelReader.read(Text.of("model", model), List.of("a", "b", "c")).variables().get("x");
    return ((Normal) x.law()).mean();
  }
}
