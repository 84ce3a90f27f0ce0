package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Each operation of the algebra on what each other makes. */
class NestingTest {
  private static final Column X = Column.of("x");
  private static final Backend BACKEND = new SimdBackend();

  private static final List<String> OPERATIONS =
      List.of(
          "1 - 2*v",
          "tanh(v)",
          "(v - 0.25)^2",
          "v^3 - v",
          "truncate(v, -0.5, 0.75)",
          "mix(0.25 -> v, 0.75 -> exponential(2))",
          "v + normal(0, 0.5)",
          "v + uniform(0, 1)");

  static Stream<String> pairs() {
    return OPERATIONS.stream()
        .flatMap(
            first ->
                OPERATIONS.stream()
                    .map(
                        second ->
                            "u ~ normal(0.25, 0.75); w ~ "
                                + first.replace("v", "u")
                                + "; x ~ "
                                + second.replace("v", "w")));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theDistributionFunctionIsThatOfDraws(String model) {
    RandomVariable written =
        ModelReader.read(Text.of("model", model.replace("; ", "\n")), List.of())
            .variables()
            .get("x");
    RandomVariable x = written.resolved(new Domain(-8, 12), Map.of());
    theCdfIsThatOfDraws(model, written, x);
  }

  /** Kolmogorov-Smirnov; one of these tests fails by luck once in 10^6, 2 exp(-2 n d^2) = 1e-8. */
  private static void theCdfIsThatOfDraws(String model, RandomVariable written, RandomVariable x) {
    int count = 4000;
    double[][] found = new double[1][count];
    BACKEND
        .kernel(Lowering.program(List.of(Sampler.draw(written, 0)), List.of(), List.of()))
        .evaluate(new double[0], EventBlock.samples(20261121, 0, count), found);
    Arrays.sort(found[0]);
    double[] cdf = values(x.cdf(X), found[0]);
    double d = 0;
    for (int i = 0; i < count; i++) {
      if (found[0][i] > -8 && found[0][i] < 12) {
        d = Math.max(d, Math.max((i + 1.0) / count - cdf[i], cdf[i] - (double) i / count));
      }
    }
    assertTrue(2 * Math.exp(-2 * count * d * d) > 1e-8, model + " " + d);
  }

  private static double[] values(Expr e, double... at) {
    return Evaluation.rows(BACKEND, List.of(e), Map.of(), "x", at)[0];
  }
}
