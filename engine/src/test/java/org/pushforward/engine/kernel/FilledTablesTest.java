package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.ModelReader;

final class FilledTablesTest {
  private static final List<String> NAMES = List.of("f", "s");

  private final ConvolutionTables tables = tables();

  /** f is the mixture's alone, s the normal's in the sum. */
  private static ConvolutionTables tables() {
    String model = "x ~ mix(f -> cauchy(0, 1) + normal(0, s), 1-f -> normal(0, 1))";
    return Lowering.program(
            List.of(
                ModelReader.read(Text.of("model", model), NAMES)
                    .variables()
                    .get("x")
                    .resolved(new Domain(-1, 1), Map.of("f", 0.5, "s", 1.0))
                    .density(Column.of("x"))),
            NAMES,
            List.of("x"))
        .tables()
        .get(0);
  }

  @Test
  void pointsThatDifferInOtherParametersShareTheirTables() {
    FilledTables filled = new FilledTables(tables, new ReferenceBackend());
    filled.at(new double[] {0.5, 1.1});
    List<double[]> second = filled.at(new double[] {0.7, 1.1});
    assertNotSame(second, filled.at(new double[] {0.5, 1.2}));
    assertSame(second, filled.at(new double[] {0.5, 1.1}));
  }

  @Test
  void aPointAskedForOnceLeavesNoTables() {
    FilledTables filled = new FilledTables(tables, new ReferenceBackend());
    assertNotSame(filled.at(new double[] {0.5, 1.1}), filled.at(new double[] {0.5, 1.1}));
  }

  @Test
  void threadsAndForgottenPointsGetTheSameNumbers() {
    FilledTables filled = new FilledTables(tables, new ReferenceBackend());
    Convolution convolution = new Convolution(tables, new ReferenceBackend());
    IntStream.range(0, 200)
        .parallel()
        .forEach(
            i -> {
              double[] point = {0.5, 1 + i % 5 * 0.125};
              assertArrayEquals(convolution.fill(point).get(0), filled.at(point).get(0));
            });
  }
}
