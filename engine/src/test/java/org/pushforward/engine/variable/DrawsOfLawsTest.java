package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Rejection;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Draws of every law against its distribution function, and of every backend against others. */
class DrawsOfLawsTest {
  private static final int COUNT = 1_000_000;

  /** Draws where each is searched for or is seldom accepted. */
  private static final int FEWER = 100_000;

  private static final int BLOCKS = 50;
  private static final long SEED = 20261121;

  private final Backend simd = new SimdBackend();

  static Stream<String> laws() {
    return Stream.concat(
        NamedLaws.CONTINUOUS.stream(),
        Stream.of(
            "gamma(0.02, 1)",
            "gamma(1, 3)",
            "gamma(2000, 1)",
            "gamma(1e12, 1e6)",
            "beta(0.02, 3)",
            "beta(40, 3)",
            "f(0.1, 0.2)",
            "student_t(0.1, 0, 1)",
            "student_t(50, 2, 3)",
            "inverse_gaussian(3, 0.01)",
            "inverse_gaussian(0.02, 70)",
            "generalized_normal(0, 1, 0.3)",
            "generalized_normal(0, 1, 9)",
            "mix(0.3 -> gamma(2, 1), 0.7 -> normal(-1, 0.5))",
            "mix(0.2 -> uniform(-1, 0), 0.3 -> exponential(2), 0.5 -> cauchy(0, 1))",
            "truncate(normal(0, 1), -0.3, 1.7)",
            "truncate(normal(0, 1), 9, 12)",
            "truncate(normal(0, 1), -12, -9)",
            "truncate(gamma(2, 1), 0.5, 4)",
            "truncate(exponential(1), 50, 60)",
            "truncate(mix(0.3 -> gamma(2, 1), 0.7 -> normal(-1, 0.5)), -1, 3)",
            "truncate(exp(normal(0, 1)), 0.5, 2)",
            "tanh(gamma(2, 3))",
            "1/gamma(3, 1)",
            "exp(0.5*student_t(6, 0, 1))"));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void samplesFollowTheLaw(String law) {
    RandomVariable variable = NamedLaws.read(law);
    check(law, draws(Sampler.draw(variable, 0)), variable);
  }

  /** Sums are drawn term by term; their distribution function is a numeric convolution. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gamma(2, 1) + normal(0, 1)",
        "uniform(-1, 1) + normal(0, 0.2) + uniform(0, 1)",
        "exponential(1) + exponential(2) + normal(1, 0.5)",
        "mix(0.4 -> beta(2, 3), 0.6 -> normal(1, 0.1)) + normal(0, 0.3)",
        "tanh(normal(0.3, 0.7)) + normal(0, 0.25)",
        "truncate(gamma(2, 1) + normal(0, 1), 2, 3)",
        "truncate(gamma(2, 1) + normal(0, 1), 6, 20)",
        "truncate(truncate(gamma(2, 1) + normal(0, 1), 0, 3) + normal(0, 0.5), 1, 2)"
      })
  void samplesOfSumsFollowTheConvolution(String law) {
    RandomVariable sum = NamedLaws.read(law);
    check(law, draws(Sampler.draw(sum, 0)), sum.resolved(new Domain(-10, 40), Map.of()));
  }

  /** Combinations of a vector's components, one of them alone among others, against their laws. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multivariate_normal({0.3, -1}, {{4, 1}, {1, 9}})        | 1 0   | normal(0.3, 2)",
        "multivariate_normal({0.3, -1}, {{4, 1}, {1, 9}})        | 0 1   | normal(-1, 3)",
        "multivariate_normal({0.3, -1}, {{4, 1}, {1, 9}})        | 1 -2  | normal(2.3, 6)",
        "multivariate_t(3.5, {0.3, -1}, {{4, 1}, {1, 9}})        | 1 0   | student_t(3.5, 0.3, 2)",
        "multivariate_t(3.5, {0.3, -1}, {{4, 1}, {1, 9}})        | 0 1   | student_t(3.5, -1, 3)",
        "multivariate_t(3.5, {0.3, -1}, {{4, 1}, {1, 9}})        | 1 -2  | student_t(3.5, 2.3, 6)",
        "dirichlet({0.8, 2, 3.5})                                | 1 0   | beta(0.8, 5.5)",
        "dirichlet({0.8, 2, 3.5})                                | 0 1   | beta(2, 4.3)",
        "dirichlet({0.8, 2, 3.5})                                | 1 1   | beta(2.8, 3.5)",
        "exp(multivariate_normal({0.3, -1}, {{4, 1}, {1, 9}}))   | 0 1   | log_normal(-1, 3)",
        "lower_triangular({{1}, {0.5, 2}}, iid(2, normal(0, 1))) | 1 2   | normal(0, sqrt(20))",
        "lu({{2, 1}, {0.5, 1}}, iid(2, normal(0, 1)))            | 1 -1  | normal(0, sqrt(1.25))",
        "permutation({2, 1}, {normal(0, 1), exponential(2)})     | 1 0   | exponential(2)",
        "ordered(iid(2, normal(0.3, 0.5)))                       | -1 1  | log_normal(0.3, 0.5)",
        "stick_breaking(iid(2, logistic(0, 1)))                  | 1 0   | sigmoid(logistic(-log(2), 1))",
        "softmax_centred(iid(1, normal(0.3, 0.5)))               | 1     | sigmoid(normal(0.3, 0.5))",
        "correlation_cholesky(iid(1, normal(0.3, 0.5)))          | 1     | tanh(normal(0.3, 0.5))",
        "mix(0.3 -> multivariate_normal({0, 0}, {{2, 1}, {1, 1}}), 0.7 -> iid(2, normal(0, 3)))"
            + "| 1 -2 | mix(0.3 -> normal(0, sqrt(2)), 0.7 -> normal(0, sqrt(45)))",
        "{x1 + x2, x1 - x2} of iid(2, exponential(1))            | 1 0   | gamma(2, 1)",
        "{x1 + x2, x1 - x2} of iid(2, exponential(1))            | 0 1   | laplace(0, 1)",
        "{x1 + x2^3, exp(x2)} of iid(2, normal(0, 1))            | 0 1   | log_normal(0, 1)",
      })
  void samplesOfVectorsFollowTheirProjections(String vector, String factors, String law) {
    String[] image = vector.split(" of ");
    String model = image.length == 1 ? "y ~ " + vector : "x ~ " + image[1] + "\ny ~ " + image[0];
    Model.Part y =
        ModelReader.read(Text.of("model", model), List.of()).parts().stream()
            .filter(part -> part.names().get(0).startsWith("y"))
            .findFirst()
            .orElseThrow();
    List<Expr> values = Sampler.draw(y.vector(), 0);
    String[] each = factors.split(" ");
    Expr sum = Expr.of(0);
    for (int i = 0; i < each.length; i++) {
      sum = sum.plus(values.get(i).times(Double.parseDouble(each[i])));
    }
    check(vector, draws(sum), NamedLaws.read(law));
  }

  /**
   * Kolmogorov and Smirnov: sqrt(n) sup |F_n - F| is above 2.694 with probability 2 exp(-2 2.694^2)
   * = 1e-6; for one of the 111 with 1.1e-4. Compared at 2000 of the samples: the supremum over
   * fewer points is no larger.
   */
  private void check(String law, double[] x, RandomVariable variable) {
    Arrays.parallelSort(x);
    int apart = x.length / 2000;
    double[] some = IntStream.range(0, 2000).mapToDouble(i -> x[i * apart]).toArray();
    List<Expr> cdf = List.of(variable.cdf(Column.of("x")));
    double[] f = Evaluation.rows(simd, cdf, Map.of(), "x", some)[0];
    for (int i = 0; i < some.length; i++) {
      double below = (double) i * apart / x.length;
      double above = below + 1.0 / x.length;
      double worst = Math.max(below - f[i], f[i] - above);
      assertTrue(Math.sqrt(x.length) * worst < 2.694, law + " at " + some[i] + ": " + worst);
      assertTrue(f[i] >= 0 && f[i] <= 1, law + " at " + some[i] + ": " + f[i]);
    }
  }

  private double[] draws(Expr draw) {
    int count = isSlow(draw) ? FEWER : COUNT;
    Kernel kernel = simd.kernel(Lowering.program(List.of(draw), List.of(), List.of()));
    double[] drawn = new double[count];
    IntStream.range(0, BLOCKS)
        .parallel()
        .forEach(
            block -> {
              int from = count / BLOCKS * block;
              double[][] rows = new double[1][count / BLOCKS];
              EventBlock samples = EventBlock.samples(SEED, from, rows[0].length);
              kernel.evaluate(new double[0], samples, rows);
              System.arraycopy(rows[0], 0, drawn, from, rows[0].length);
            });
    return drawn;
  }

  private static boolean isSlow(Expr e) {
    return e instanceof Root
        || e instanceof Rejection r && r.tries() > 64
        || e.operands().stream().anyMatch(DrawsOfLawsTest::isSlow);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void drawsAreTheSameBits(String law) {
    SameBits.checkDraws(law, new ReferenceBackend(), simd);
  }
}
