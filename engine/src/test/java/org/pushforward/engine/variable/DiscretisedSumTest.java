package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.convolution.Algorithm;
import org.pushforward.engine.convolution.Frame;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.expr.Grids;
import org.pushforward.engine.expr.Table;
import org.pushforward.engine.inference.Box;
import org.pushforward.engine.inference.Fit;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.optimize.SymmetricMatrix;

/** Likelihoods of sums on cells: that they are what the rule says, and how far from the truth. */
final class DiscretisedSumTest {
  private static final Map<String, List<String>> PARAMETERS =
      new TreeMap<>(
          Map.of(
              "uniform(-1, 1) + normal(0, s)", List.of("s"),
              "exponential(k) + normal(0, s)", List.of("k", "s")));

  private static final Map<String, double[]> POINTS =
      Map.of(
          "uniform(-1, 1) + normal(0, s)", new double[] {0.1},
          "exponential(k) + normal(0, s)", new double[] {1, 0.3});

  static Stream<Arguments> likelihoods() {
    return Reference.rows("convolution/discretised_mpmath.csv").stream()
        .map(row -> String.join(",", row).split(";"))
        .flatMap(
            row ->
                Stream.of(Algorithm.DIRECT, Algorithm.FFT)
                    .map(algorithm -> Arguments.of(row[0], row[1], algorithm, row)));
  }

  /** The rule itself, with 60 digits. */
  @ParameterizedTest(name = "{0} on {1} {2}")
  @MethodSource("likelihoods")
  void valueAndDerivativesAreThoseOfTheRule(
      String model, String grid, Algorithm algorithm, String[] row) {
    double[] domain = numbers(row[2]);
    RandomVariable sum =
        grid.equals("sampled")
            ? read(model)
                .resolved(
                    new Domain(domain[0], domain[1]),
                    Map.of("s", 0.1),
                    new Scheme(algorithm, 0, (int) domain[2]))
            : on(numbers(grid), model, algorithm == Algorithm.FFT);
    double[] edges = BinnedNll.edges(domain[0], domain[1], (int) domain[2]);
    List<String> parameters = PARAMETERS.get(model);
    BinnedNll nll = new BinnedNll(sum, parameters, edges, numbers(row[7]));
    double[] found = nll.gradient(POINTS.get(model));
    assertEquals(number(row[3]), found[0], 1e-14 * number(row[3]));
    double[] gradient = numbers(row[4]);
    double[] sizes = numbers(row[5]);
    double[] hessian = numbers(row[6]);
    SymmetricMatrix foundHessian = nll.hessian(POINTS.get(model));
    int n = parameters.size();
    for (int j = 0; j < n; j++) {
      assertEquals(gradient[j], found[1 + j], 1e-12 * sizes[j], parameters.get(j));
    }
    int next = 0;
    for (int j = 0; j < n; j++) {
      for (int l = j; l < n; l++) {
        double expected = hessian[next++];
        assertEquals(expected, foundHessian.get(j, l), 1e-10 * Math.abs(expected));
      }
    }
  }

  /** {step, the signal's low and cells, the kernel's, the table's first cell and cells}. */
  private static RandomVariable on(double[] grid, String model, boolean fourier) {
    Grids grids =
        new Grids(
            new Grid(grid[1], grid[0], (int) grid[2]),
            new Grid(grid[3], grid[0], (int) grid[4]),
            (int) grid[5],
            (int) grid[6],
            (int) grid[6] / 2,
            fourier,
            false);
    Sum sum = (Sum) read(model);
    boolean isNormalTheSignal = model.startsWith("uniform");
    Table.Term term =
        isNormalTheSignal
            ? new Table.Term(masses(sum.second()), masses(sum.first()))
            : new Table.Term(masses(sum.first()), masses(sum.second()));
    return new Draw(
        new TabulatedSum(new Table(grids, List.of(term)), Frame.PLAIN, 0, 0, 0, sum.support()));
  }

  private static Expr masses(RandomVariable v) {
    return v.probability(Table.EDGE, Formulas.ahead(Table.EDGE));
  }

  /** Counts are what is expected, 1e7 in all, so that nothing but the cells moves the fit. */
  @ParameterizedTest
  @CsvSource({"41, -4.2e-3", "101, -3.9e-3", "401, -1.3e-3"})
  void theFittedSdIsUnbiasedAndThatOfSampledCentresIsNot(int bins, double sampledBias) {
    String model = "uniform(-1, 1) + normal(0, s)";
    double[] edges = BinnedNll.edges(-2, 2, bins);
    Column edge = Column.edges("x");
    RandomVariable closed = seen(model, Scheme.AUTO);
    double[] counts =
        Evaluation.bins(
            new SimdBackend(),
            List.of(closed.probability(edge, Formulas.ahead(edge))),
            Map.of("s", 0.1),
            "x",
            edges)[0];
    // In a table of sampled centres the upper tail is lost; 0.001 of 1e7 moves nothing.
    Arrays.setAll(counts, i -> counts[i] > 1e-10 ? 1e7 * counts[i] : 0);
    for (Algorithm algorithm : List.of(Algorithm.DIRECT, Algorithm.FFT)) {
      double bias = fittedSd(seen(model, new Scheme(algorithm, 0, 0)), edges, counts) - 0.1;
      double biasOfCentres =
          fittedSd(seen(model, new Scheme(algorithm, 0, bins)), edges, counts) - 0.1;
      // A fit ends within 1e-9 of the least likelihood: with an error of 3e-5 of s, 1.4e-9 from it.
      assertTrue(Math.abs(bias) < 1e-7, algorithm + " " + bias);
      assertEquals(sampledBias, biasOfCentres, 0.5e-4, algorithm.name());
    }
  }

  private static RandomVariable seen(String model, Scheme scheme) {
    return read(model).resolved(new Domain(-2, 2), Map.of("s", 0.1), scheme).conditioned(-2, 2);
  }

  private static double fittedSd(RandomVariable variable, double[] edges, double[] counts) {
    BinnedNll nll = new BinnedNll(variable, List.of("s"), edges, counts);
    Box box = new Box(new double[] {0.11}, new double[] {0.02}, new double[] {1});
    Fit fit = Fit.minimize(nll, box, iteration -> {});
    assertTrue(fit.converged(), fit.reason());
    return fit.point()[0];
  }

  private static RandomVariable read(String model) {
    return NumericSum.written(model, PARAMETERS.get(model));
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
