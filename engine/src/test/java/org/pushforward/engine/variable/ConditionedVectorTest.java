package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Vectors of which one component lies in a range. */
class ConditionedVectorTest {
  private static final String NORMAL = "y ~ multivariate_normal({1, -1}, {{4, 1.5}, {1.5, 3}})";
  private static final String STUDENT = "y ~ multivariate_t(4, {1, -1}, {{4, 1.5}, {1.5, 3}})";

  /**
   * The probabilities by scipy.stats 1.17: norm(1, 2), norm(-1, sqrt(3)), t(4, 1, 2), t(4, -1,
   * sqrt(3)) and beta(2, 4.5), beta(3, 3.5), cdf(high) - cdf(low).
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        NORMAL + "; 0; 0; 5; 0.6687123293258339",
        NORMAL + "; 1; 0; 5; 0.28158542807281695",
        STUDENT + "; 0; 0; 5; 0.6202767566506606",
        STUDENT + "; 1; 0; 5; 0.2844603717772207",
        "y ~ dirichlet({2, 3, 1.5}); 0; 0.25; 0.5; 0.43865261720584403",
        "y ~ dirichlet({2, 3, 1.5}); 1; 0.25; 0.5; 0.44778001241053395",
      })
  void theDensityIsThatOfTheVectorOverTheProbability(
      String model, int component, double low, double high, double probability) {
    RandomVector y = read(model);
    RandomVector given = y.conditioned(component, low, high);
    List<Expr> outputs = List.of(y.logDensity(columns(2)), given.logDensity(columns(2)));
    double inside = (low + high) / 2;
    double[] x = {0.3, 0.3};
    x[component] = inside;
    double[] found = at(outputs, x);
    assertEquals(-Math.log(probability), found[1] - found[0], 1e-12, model);
    x[component] = high + 0.01;
    assertEquals(Double.NEGATIVE_INFINITY, at(outputs, x)[1], model);
  }

  /** Of a part of the vector, of the maps' compositions, of components given before. */
  @Test
  void whoseLawIsNotKnownIsRefused() {
    String x = "x ~ iid(2, normal(0, 1))\n";
    RandomVector cubic = read(x + "y ~ {x1 + x2^3, x2 + 1}");
    cubic.conditioned(1, 0, 2);
    assertThrows(UnsupportedOperationException.class, () -> cubic.conditioned(0, 0, 2));
    RandomVector once = read(NORMAL).conditioned(0, 0, 5);
    once.conditioned(0, 1, 2);
    assertThrows(UnsupportedOperationException.class, () -> once.conditioned(1, 0, 5));
    RandomVector image = read("y ~ tanh(multivariate_normal({0, 0}, {{1, 0.5}, {0.5, 1}}))");
    // tanh^-1: within the normal's quartiles.
    double quarter = Math.tanh(0.67448975019608171);
    double[] at = {0.1, 0.1};
    List<Expr> outputs =
        List.of(
            image.logDensity(columns(2)),
            image.conditioned(0, -quarter, quarter).logDensity(columns(2)));
    double[] found = at(outputs, at);
    assertEquals(Math.log(2), found[1] - found[0], 1e-13);
  }

  /**
   * Of 10^5 draws a share u lies in the lower half of the component's conditional law, which is 1/2
   * within 4 standard deviations of 0.0016 but for 6e-5, and all lie in the range.
   */
  @Test
  void drawsLieInTheRangeAndHaveItsDensity() {
    RandomVector given = read(NORMAL).conditioned(0, 0, 5);
    Sampler.VectorSample sample = Sampler.sample(given, 3);
    List<Expr> outputs = new ArrayList<>(sample.values());
    outputs.add(sample.logDensity());
    outputs.add(given.logDensity(sample.values()));
    outputs.add(given.marginal(0).orElseThrow().cdf(sample.values().get(0)));
    int rows = 100_000;
    double[][] found = new double[5][rows];
    new SimdBackend()
        .kernel(Lowering.program(outputs, List.of(), List.of()))
        .evaluate(new double[0], EventBlock.samples(7, 0, rows), found);
    assertTrue(Arrays.stream(found[0]).allMatch(v -> v >= 0 && v <= 5));
    assertTrue(Arrays.equals(found[2], found[3]));
    double lower = Arrays.stream(found[4]).filter(u -> u < 0.5).count();
    assertEquals(0.5, lower / rows, 4 * 0.0016);
    // E X2 = -1 + 1.5 / 4 (E X1 - 1), along the regression line; s.d. 1.6 / sqrt(10^5) = 0.005.
    double mean1 = Arrays.stream(found[0]).average().orElseThrow();
    double mean2 = Arrays.stream(found[1]).average().orElseThrow();
    assertEquals(-1 + 0.375 * (mean1 - 1), mean2, 4 * 0.006);
  }

  private static RandomVector read(String model) {
    return ModelReader.read(Text.of("model", model), List.of()).parts().get(0).vector();
  }

  private static List<Expr> columns(int n) {
    return IntStream.rangeClosed(1, n).<Expr>mapToObj(i -> Column.of("x" + i)).toList();
  }

  private static double[] at(List<Expr> outputs, double... x) {
    double[][] block = Arrays.stream(x).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    double[][] found = new double[outputs.size()][1];
    new SimdBackend()
        .kernel(Lowering.program(outputs, List.of(), List.of("x1", "x2")))
        .evaluate(new double[0], new EventBlock(block, 1), found);
    return Arrays.stream(found).mapToDouble(row -> row[0]).toArray();
  }
}
