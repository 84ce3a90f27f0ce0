package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.distribution.Discrete;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.likelihood.Contribution;

/** What holds for every discrete law, and for what is made of them. */
class DiscreteContractTest {
  private static final Column X = Column.of("x");

  /** Beyond 600 none of them has a probability above 1e-30. */
  private static final double[] VALUES =
      IntStream.rangeClosed(-600, 600).asDoubleStream().toArray();

  static List<String> laws() {
    return NamedLaws.DISCRETE;
  }

  static Stream<String> variables() {
    return Stream.concat(
        laws().stream(),
        Stream.of(
            "7 - poisson(3.5)",
            "2*binomial(12, 0.3) - 5",
            "truncate(poisson(3.5), 1, 10)",
            "truncate(5 - poisson(3.5), -4, 3)",
            "mix(0.25 -> poisson(3.5), 0.75 -> 4 + geometric(0.4))",
            "binomial(5, 0.3) - poisson(2)",
            "poisson(2) + 3 + poisson(1.5)",
            "poisson(2) - poisson(1.5) + 4",
            "2 - skellam(0.3, 40)",
            "geometric(0.4) + geometric(0.4)",
            "binomial(5, 0.3) + binomial(7, 0.3) + binomial(2, 0.25)",
            "truncate(bernoulli(0.3) + poisson(2), 1, 5)",
            "poisson(2) + 2*geometric(0.4)"));
  }

  @ParameterizedTest
  @MethodSource("variables")
  void probabilitiesSumToTheDistributionFunctionAndToOne(String name) {
    RandomVariable x = read(name);
    double[] p = values(x.density(X), VALUES);
    double[] log = values(x.logDensity(X), VALUES);
    double[] cdf = values(x.cdf(X), VALUES);
    double[] survival = values(x.survival(X), VALUES);
    double below = 0;
    double above = 0;
    for (int i = 0; i < p.length; i++) {
      below += p[i];
      assertEquals(below, cdf[i], 1e-14 + 1e-13 * below, name + " at " + VALUES[i]);
      if (p[i] == 0 || p[i] > Double.MIN_NORMAL) {
        assertEquals(
            p[i] == 0 ? Math.min(log[i], -745) : Math.log(p[i]),
            log[i],
            p[i] == 0 ? 0 : 1e-13 * (1 - log[i]),
            name);
      }
      int last = p.length - 1 - i;
      assertEquals(above, survival[last], 1e-14 + 1e-13 * above, name + " above " + VALUES[last]);
      if (Math.abs(VALUES[last]) < 100) {
        // Each tail to its own digits.
        assertEquals(above, survival[last], 1e-11 * above, name + " above " + VALUES[last]);
        assertEquals(sum(p, -600, VALUES[last]), cdf[last], 1e-11 * cdf[last], name);
      }
      above += p[last];
    }
    assertEquals(1, below, 1e-13, name);
  }

  @ParameterizedTest
  @MethodSource("variables")
  void betweenWholeNumbersThereIsNothing(String name) {
    RandomVariable x = read(name);
    double[] between = {-3.5, -0.5, 0.25, 0.999, 2.5, 7.5, 1e9 + 0.5, 1e300, Double.NaN};
    double[] below = {-4, -1, 0, 0, 2, 7, 1e9, 1e300, Double.NaN};
    assertArrayEquals(
        new double[7],
        IntStream.range(0, 7).mapToDouble(i -> values(x.density(X), between)[i]).toArray());
    double[] cdf = values(x.cdf(X), between);
    double[] at = values(x.cdf(X), below);
    assertArrayEquals(at, cdf, name);
    double[] ends = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    assertArrayEquals(new double[] {0, 1}, values(x.cdf(X), ends), 1e-15, name);
    assertArrayEquals(new double[] {1, 0}, values(x.survival(X), ends), 1e-15, name);
    assertArrayEquals(new double[2], values(x.density(X), ends), name);
  }

  /** Bins hold their lower edge and the last one both: of whole, half and other edges. */
  @ParameterizedTest
  @MethodSource("variables")
  void binsHoldWhatHistogramsCountInThem(String name) {
    RandomVariable x = read(name);
    double[] p = values(x.density(X), VALUES);
    for (double[] edges :
        new double[][] {
          {-6, -2, 0, 1, 2, 3, 5, 11}, {-6.5, -0.5, 0.5, 1.5, 6.5}, {-1.3, 0.2, 2, 2.1, 4}
        }) {
      int bins = edges.length - 1;
      Column edge = Column.edges("x").within(edges[0], edges[bins]);
      double[] found =
          Evaluation.bins(
              new ReferenceBackend(),
              List.of(Contribution.probability(edge, x)),
              Map.of(),
              "x",
              edges)[0];
      for (int i = 0; i < bins; i++) {
        double expected = 0;
        for (int j = 0; j < p.length; j++) {
          boolean isIn = edges[i] <= VALUES[j] && VALUES[j] < edges[i + 1];
          expected += isIn || i == bins - 1 && VALUES[j] == edges[bins] ? p[j] : 0;
        }
        assertEquals(expected, found[i], 1e-14, name + " from " + edges[i]);
      }
      RandomVariable within = x.conditioned(edges[0], edges[bins]);
      double[] conditioned = values(within.density(X), VALUES);
      double sum = 0;
      for (int j = 0; j < p.length; j++) {
        boolean isIn = edges[0] <= VALUES[j] && VALUES[j] <= edges[bins];
        assertEquals(isIn && p[j] > 0, conditioned[j] > 0, name + " at " + VALUES[j]);
        sum += conditioned[j];
      }
      assertEquals(1, sum, 1e-13, name);
    }
  }

  @ParameterizedTest
  @MethodSource("laws")
  void theQuantileIsTheLeastNumberThatReachesIt(String name) {
    Draw x = (Draw) read(name);
    double[] at = IntStream.rangeClosed(0, 40).asDoubleStream().toArray();
    double[] cdf = values(x.cdf(X), at);
    for (int i = 0; i < at.length && cdf[i] < 1 - 1e-12; i++) {
      double[] p = {cdf[i] * (1 - 1e-14), cdf[i] * (1 + 1e-14) + 1e-16};
      double[] expected = {at[i], at[i] + 1};
      // Above 1/2 what is reached is 1 - p, which is rounded.
      assertArrayEquals(expected, values(x.law().quantile(X), p), name + " at " + at[i]);
    }
    double[] extremes = values(x.law().quantile(X), new double[] {0, 1e-300, 1});
    double high = x.support().high().constantOrNaN();
    double first = x.support().low().constantOrNaN();
    if (first == 0) {
      assertArrayEquals(new double[] {0, 0, high}, extremes, name);
    }
    double[] mean = values(x.law().expectation().orElseThrow(), 0);
    double[] variance = values(x.law().variance().orElseThrow(), 0);
    double[] p = values(x.density(X), VALUES);
    assertEquals(moment(p, 1, 0), mean[0], 1e-12 * (1 + mean[0]), name);
    assertEquals(moment(p, 2, mean[0]), variance[0], 1e-11 * (1 + variance[0]), name);
    x.law()
        .entropy()
        .ifPresent(entropy -> assertEquals(surprise(p), values(entropy, 0)[0], 1e-12, name));
    double lean = values(((Discrete) x.law()).lean(), 0)[0];
    assertEquals(moment(p, 3, mean[0]), lean * variance[0], 1e-9 * (1 + variance[0]), name);
  }

  /**
   * Chi-squared over all values that are expected 10 times or more: one draw in 10^9 of good ones
   * exceeds its mean by 7 standard deviations or so, and the seed is fixed.
   */
  @ParameterizedTest
  @MethodSource("variables")
  void drawsHaveTheirProbabilities(String name) {
    int draws = 20000;
    RandomVariable x = read(name);
    RandomVariable said = NamedLaws.read(name);
    Expr draw = Sampler.draw(said, 0);
    Sampler.Sample sample =
        Sum.isIn(said) ? new Sampler.Sample(draw, x.logDensity(draw)) : Sampler.sample(said, 0);
    double[][] drawn = new double[2][draws];
    new SimdBackend()
        .kernel(
            Lowering.program(List.of(sample.value(), sample.logDensity()), List.of(), List.of()))
        .evaluate(new double[0], EventBlock.samples(20261121, 0, draws), drawn);
    double[] counts = new double[VALUES.length];
    double[] log = values(x.logDensity(X), VALUES);
    for (int i = 0; i < draws; i++) {
      int at = (int) drawn[0][i] + 600;
      assertEquals(VALUES[at], drawn[0][i] + 0.0, name);
      assertEquals(log[at], drawn[1][i], 1e-14 * Math.abs(log[at]), name);
      counts[at]++;
    }
    double[] p = values(x.density(X), VALUES);
    double chi = 0;
    int cells = 0;
    for (int i = 0; i < p.length; i++) {
      double expected = draws * p[i];
      chi += expected < 10 ? 0 : Math.pow(counts[i] - expected, 2) / expected;
      cells += expected < 10 ? 0 : 1;
    }
    assertEquals(cells, chi, 7 * Math.sqrt(2.0 * cells) + 10, name);
  }

  /** By name, what the closed forms' terms are convolved to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "poisson(2) + poisson(1.5); poisson(2); poisson(1.5)",
        "poisson(2) - poisson(1.5); poisson(2); -poisson(1.5)",
        "3 - poisson(1.5) + poisson(2); 3 - poisson(1.5); poisson(2)",
        "poisson(2) - poisson(1.5) + poisson(0.3); skellam(2, 1.5); poisson(0.3)",
        "poisson(2) - poisson(1.5) - poisson(0.3); skellam(2, 1.5); -poisson(0.3)",
        "skellam(2, 1.5) + skellam(0.2, 0.4); skellam(2, 1.5); skellam(0.2, 0.4)",
        "skellam(2, 1.5) - skellam(0.2, 0.4); skellam(2, 1.5); -skellam(0.2, 0.4)",
        "binomial(5, 0.3) + binomial(7, 0.3); binomial(5, 0.3); binomial(7, 0.3)",
        "bernoulli(0.3) + bernoulli(0.3); bernoulli(0.3); bernoulli(0.3)",
        "bernoulli(0.3) + bernoulli(0.3) + bernoulli(0.3); binomial(2, 0.3); bernoulli(0.3)",
        "bernoulli(0.3) + binomial(7, 0.3); bernoulli(0.3); binomial(7, 0.3)",
        "geometric(0.4) + geometric(0.4); geometric(0.4); geometric(0.4)",
        "geometric(0.4) + geometric(0.4) + geometric(0.4); negative_binomial(2, 0.4/0.6); geometric(0.4)",
        "negative_binomial(0.3, 1.5) + negative_binomial(2.5, 1.5); negative_binomial(0.3, 1.5); negative_binomial(2.5, 1.5)",
      })
  void sumsAreTheConvolutionsOfTheirTerms(String sum, String first, String second) {
    convolved(sum, first, second, 0);
  }

  /** Values of the first below a probability of 1e-17 are left out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "binomial(99, 0.4) - geometric(0.4); binomial(99, 0.4); -geometric(0.4)",
        "poisson(2) + 3*poisson(1.5); poisson(2); 3*poisson(1.5)",
      })
  void sumsWithoutAClosedFormAreConvolvedValueByValue(String sum, String first, String second) {
    convolved(sum, first, second, 1e-17);
  }

  private static void convolved(String sum, String first, String second, double left) {
    double[] p = values(read(first).density(X), VALUES);
    double[] q = values(read(second).density(X), VALUES);
    double[] found = values(read(sum).density(X), VALUES);
    for (int n = -40; n <= 40; n++) {
      double expected = 0;
      for (int j = -300; j <= 300; j++) {
        expected += p[600 + j] * q[600 + n - j];
      }
      assertEquals(expected, found[600 + n], 1e-13 * expected + left, sum + " at " + n);
    }
  }

  private static RandomVariable read(String model) {
    return NamedLaws.read(model).resolved(new Domain(-600, 600), Map.of());
  }

  private static double sum(double[] p, double from, double to) {
    return IntStream.range(0, p.length)
        .filter(i -> from <= VALUES[i] && VALUES[i] <= to)
        .mapToDouble(i -> p[i])
        .sum();
  }

  private static double moment(double[] p, int power, double mean) {
    return IntStream.range(0, p.length)
        .mapToDouble(i -> p[i] * Math.pow(VALUES[i] - mean, power))
        .sum();
  }

  private static double surprise(double[] p) {
    return IntStream.range(0, p.length)
        .mapToDouble(i -> p[i] > 0 ? -p[i] * Math.log(p[i]) : 0)
        .sum();
  }

  private static double[] values(Expr e, double... x) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), Map.of(), "x", x)[0];
  }
}
