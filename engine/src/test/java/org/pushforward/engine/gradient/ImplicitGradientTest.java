package org.pushforward.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.distribution.Beta;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Gamma;
import org.pushforward.engine.distribution.StudentT;
import org.pushforward.engine.distribution.VonMises;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.RandomNumber;
import org.pushforward.engine.expr.Rejection;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.Sampler;

/** Quantiles and draws move with a law's shapes as 80 digits say. */
class ImplicitGradientTest {
  private static final long SEED = 20261122;

  /** Of quantiles and of derivatives, relative. */
  private static final double TOLERANCE = 1e-10;

  /** A law of parameters, which stand in a table in this order. */
  private record Family(String name, Distribution law, List<String> parameters) {

    static Family of(String name) {
      Expr zero = Expr.of(0);
      Expr one = Expr.of(1);
      return switch (name) {
        case "gamma" -> new Family(name, new Gamma(Parameter.of("shape"), one), List.of("shape"));
        case "beta" ->
            new Family(name, new Beta(Parameter.of("a"), Parameter.of("b")), List.of("a", "b"));
        case "student_t" ->
            new Family(name, new StudentT(Parameter.of("nu"), zero, one), List.of("nu"));
        case "von_mises" -> new Family(name, new VonMises(Parameter.of("kappa")), List.of("kappa"));
        default -> throw new IllegalArgumentException(name);
      };
    }

    /** x and its derivative by each parameter. */
    List<Expr> moving(Expr x) {
      List<Parameter> by = parameters.stream().map(Parameter::of).toList();
      return Stream.concat(Stream.of(x), Derivative.gradient(x, by).stream()).toList();
    }

    /**
     * The independent numbers that a draw is made of: of each gamma draw its body and, after it,
     * the uniform that moves it below shape 1.
     */
    List<Expr> parts(Expr draw) {
      List<Expr> bodies = rejections(draw, new ArrayList<>());
      return switch (name) {
        case "gamma" -> List.of(bodies.get(0), RandomNumber.uniform(0, 2));
        case "beta" ->
            List.of(
                bodies.get(1),
                RandomNumber.uniform(0, 2),
                bodies.get(0),
                RandomNumber.uniform(0, 5));
        case "student_t" ->
            List.of(
                RandomNumber.of(RandomNumber.Kind.NORMAL, 0, 0, Expr.of(0)),
                bodies.get(0),
                RandomNumber.uniform(0, 3));
        default -> List.of(RandomNumber.uniform(0, 0));
      };
    }

    /** As the formula has them, in which those of a beta draw are Y / X. */
    private static List<Expr> rejections(Expr e, List<Expr> found) {
      if (e instanceof Rejection) {
        if (!found.contains(e)) {
          found.add(e);
        }
      } else {
        e.operands().forEach(operand -> rejections(operand, found));
      }
      return found;
    }
  }

  @ParameterizedTest
  @CsvSource({"gamma, 98", "beta, 204", "student_t, 30", "von_mises, 23"})
  void quantilesMoveAsEightyDigitsSay(String name, int rows) {
    Family family = Family.of(name);
    List<Expr> outputs = family.moving(family.law().quantile(Column.of("p")));
    Kernel kernel =
        new ReferenceBackend().kernel(Lowering.program(outputs, family.parameters(), List.of("p")));
    List<String> wrong = new ArrayList<>();
    List<String[]> table = table("implicit_mpmath", name);
    for (String[] row : table) {
      double[][] found = new double[outputs.size()][1];
      double[][] p = {{Double.parseDouble(row[2])}};
      kernel.evaluate(numbers(row[1]), new EventBlock(p, 1), found);
      compare(row, "quantile", found[0][0], row[3], wrong);
      int parameter = family.parameters().indexOf(row[4]);
      compare(row, row[4], found[1 + parameter][0], row[5], wrong);
    }
    assertEquals("", String.join("\n", wrong));
    assertEquals(rows, table.size());
  }

  /**
   * A draw of a gamma law of shape a >= 1 stays at its own probability as a moves. Below 1 it is y
   * u^(1/a), y of shape a + 1, and y stays at its probability and u itself; draws made of gamma
   * draws move with them.
   */
  @ParameterizedTest
  @CsvSource({"gamma, 54", "beta, 48", "student_t, 20", "von_mises, 12"})
  void drawsMoveAsEightyDigitsSay(String name, int rows) {
    Family family = Family.of(name);
    Expr draw = Sampler.draw(new Draw(family.law()), 0);
    List<Expr> outputs = new ArrayList<>(family.moving(draw));
    int own = outputs.size();
    outputs.addAll(family.parts(draw));
    Kernel kernel =
        new ReferenceBackend().kernel(Lowering.program(outputs, family.parameters(), List.of()));
    List<String> wrong = new ArrayList<>();
    List<String[]> table = table("draws_mpmath", name);
    for (String[] row : table) {
      double[][] found = new double[outputs.size()][1];
      EventBlock sample = EventBlock.samples(SEED, Long.parseLong(row[2]), 1);
      kernel.evaluate(numbers(row[1]), sample, found);
      assertEquals(Double.parseDouble(row[3]), found[0][0], String.join(",", row));
      double[] parts = outputs.stream().skip(own).mapToDouble(e -> 0).toArray();
      Arrays.setAll(parts, i -> found[own + i][0]);
      assertEquals(Arrays.toString(numbers(row[4])), Arrays.toString(parts));
      int parameter = family.parameters().indexOf(row[5]);
      compare(row, row[5], found[1 + parameter][0], row[6], wrong);
    }
    assertEquals("", String.join("\n", wrong));
    assertEquals(rows, table.size());
  }

  private static List<String[]> table(String file, String name) {
    return Reference.rows("gradient/" + file + ".csv").stream()
        .filter(row -> row[0].equals(name))
        .toList();
  }

  private static void compare(
      String[] row, String what, double found, String expected, List<String> wrong) {
    double error = Math.abs(found / Double.parseDouble(expected) - 1);
    if (!(error <= TOLERANCE)) {
      wrong.add(
          "%s: %s is %s, relative error %.2e".formatted(String.join(",", row), what, found, error));
    }
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
