package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pushforward.engine.variable.NumericSum.largest;
import static org.pushforward.engine.variable.NumericSum.largestDifference;
import static org.pushforward.engine.variable.NumericSum.points;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.convolution.Algorithm;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.kernel.Reference;

/** Direct convolutions, transforms and quadrature beside outside values and beside each other. */
final class ConvolvedSumsTest {

  /** What quadrature gives a density to, relative. */
  private static final double QUADRATURE = 1e-12;

  /** Rows of 25 digits that belong to one model at one point. */
  private static final Map<String, String> MODELS =
      Map.of(
          "Uniform*Normal", "uniform(A, B) + normal(mu, sigma)",
          "Normal*Exponential(rate)", "normal(mu, sigma) + exponential(rate)",
          "Cauchy*Normal (Voigt)", "cauchy(x0, gamma) + normal(0, sigma)");

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "FFT", "QUADRATURE"})
  void sumsAreTheOutsideValuesWithinTheStatedError(Algorithm algorithm) {
    for (List<String[]> rows : cases("convolution/sums_mpmath.csv")) {
      Map<String, Double> point = Reference.parameters(rows.get(0)[1]);
      String model = MODELS.get(rows.get(0)[0]);
      if (point.containsKey("a")) {
        model = model.replace("A", "" + point.get("a")).replace("B", "" + point.get("b"));
      }
      double[] x = column(rows, "pdf", 3);
      double[] expected = column(rows, "pdf", 4);
      double[] cdf = column(rows, "cdf", 4);
      NumericSum sum = NumericSum.of(model, point, least(x), most(x), algorithm);
      String where = algorithm + " " + model + " " + point;
      check(sum, algorithm, x, expected, where);
      if (algorithm == Algorithm.QUADRATURE) {
        continue; // IntegratedSumTest
      }
      // The cdf is the density's integral, smoother; it is right on the scale of 1.
      assertEquals(0, largestDifference(cdf, sum.cdf(column(rows, "cdf", 3))), 2e-13, where);
    }
  }

  /** Also far in the tails; a logarithm of -5e5 has 6 digits before the point. */
  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "FFT", "QUADRATURE"})
  void tailsAreTheOutsideValuesWithinTheStatedError(Algorithm algorithm) {
    for (List<String[]> rows : cases("convolution/log_tails_mpmath.csv")) {
      String model = rows.get(0)[0].replaceAll("\"|;$", "").replace(";", ",");
      Map<String, Double> point = Reference.parameters(rows.get(0)[1]);
      double[] x = rows.stream().mapToDouble(r -> Double.parseDouble(r[2])).toArray();
      double[] log = rows.stream().mapToDouble(r -> Double.parseDouble(r[3])).toArray();
      NumericSum sum = NumericSum.of(model, point, least(x), most(x), algorithm);
      String where = algorithm + " " + model + " " + point;
      if (algorithm == Algorithm.QUADRATURE) {
        double[] found = sum.values(sum.variable().logDensity(NumericSum.X), x);
        for (int i = 0; i < x.length; i++) {
          double tolerance = QUADRATURE + 4 * Math.ulp(log[i]);
          assertEquals(log[i], found[i], tolerance, where + " at " + x[i]);
        }
      } else {
        check(sum, algorithm, x, Arrays.stream(log).map(Math::exp).toArray(), where);
      }
    }
  }

  private static void check(
      NumericSum sum, Algorithm algorithm, double[] x, double[] expected, String where) {
    double[] found = sum.density(x);
    if (algorithm == Algorithm.QUADRATURE) {
      for (int i = 0; i < x.length; i++) {
        assertEquals(expected[i], found[i], QUADRATURE * expected[i], where + " at " + x[i]);
      }
      return;
    }
    double error = sum.table().error();
    double worst = largestDifference(expected, found) / largest(expected);
    assertTrue(worst <= error, where + " stated " + error + " found " + worst);
    // A direct sum stops where it would take too long, and says so. By itself a sum is found by
    // transforms then.
    boolean isShort = algorithm == Algorithm.DIRECT && error > 1e-9;
    assertTrue(worst <= (isShort ? 1e-8 : 1e-9), where + " found " + worst);
  }

  /** Each sum of products is as good as its rounding, and in the same cells. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "normal(0.3, 0.5) + logistic(1, 0.4)",
        "uniform(-1, 1) + normal(0, 0.1)",
        "exponential(1) + normal(0, 0.3)",
        "-exponential(1) + normal(0, 0.3)",
        "cauchy(0, 0.2) + uniform(-1, 2)",
        "cauchy(0, 1) + normal(0, 0.2)",
        "laplace(0, 0.5) + normal(0, 1)",
        "gumbel(0, 1) + logistic(0, 0.2)",
        "half_normal(1) + gumbel(0, 0.5)",
        "triangular(-1, 0.5, 2) + logistic(0, 0.2)",
        "exp(normal(0, 0.5)) + normal(0, 0.2)",
        "tanh(normal(0, 0.4)) + normal(0, 0.1)",
        "mix(0.5 -> normal(0, 0.1), 0.5 -> normal(1, 0.5)) + logistic(0, 0.1)",
        "half_cauchy(1) + normal(0, 0.25)",
      })
  void transformsAreTheDirectSums(String model) {
    NumericSum direct = NumericSum.of(model, Map.of(), -3, 7, Algorithm.DIRECT);
    NumericSum fourier = NumericSum.of(model, Map.of(), -3, 7, Algorithm.FFT);
    double[] x = points(-3, 7, 1001);
    double[] expected = direct.density(x);
    double[] found = fourier.density(x);
    // 2^-53 log2(n) |s| |k| times what sharpening and interpolation make of a cell: 2e-14 seen.
    assertEquals(0, largestDifference(expected, found) / largest(expected), 1e-13);
    assertEquals(0, largestDifference(direct.cdf(x), fourier.cdf(x)), 1e-13);
  }

  /** Away from the three kinks a piecewise linear density is exact. */
  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "FFT"})
  void twoUniformLawsMakeATriangle(Algorithm algorithm) {
    NumericSum sum = NumericSum.of("uniform(0, 1) + uniform(0, 1)", Map.of(), -1, 3, algorithm);
    // The stencils of table and sharpening reach five cells from a kink.
    double blur = 6 * sum.step();
    for (double x : points(-1, 3, 999)) {
      double found = sum.density(x)[0];
      double expected = Math.max(0, 1 - Math.abs(x - 1));
      boolean isBeside = DoubleStream.of(0, 1, 2).anyMatch(kink -> Math.abs(x - kink) < blur);
      assertEquals(expected, found, isBeside ? sum.table().error() : 1e-12, "at " + x);
    }
  }

  /**
   * A uniform law on [-e, e] is all but a Dirac: of p remains p + e^2 p'' / 6 + e^4 p'''' / 120, of
   * a logistic law with p'''' up to 1/4.
   */
  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "FFT"})
  void anAllButDiracKernelReturnsTheSignal(Algorithm algorithm) {
    double e = 0.01;
    String model = "logistic(0, 1) + uniform(-0.01, 0.01)";
    NumericSum sum = NumericSum.of(model, Map.of(), -2, 3, algorithm);
    double[] x = points(-2, 3, 201);
    double[] expected =
        Arrays.stream(x)
            .map(
                z -> {
                  double q = 1 / (1 + Math.exp(-z));
                  double p = q * (1 - q);
                  return p + e * e / 6 * p * (1 - 6 * p);
                })
            .toArray();
    assertEquals(
        0,
        largestDifference(expected, sum.density(x)),
        Math.pow(e, 4) / 479 + sum.table().error() / 4);
  }

  /** (E + N)(x) and not (E - N), which the mirrored kernel gives. */
  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "FFT", "QUADRATURE"})
  void anAsymmetricKernelIsConvolvedAndNotCorrelated(Algorithm algorithm) {
    double[] x = points(-3, 3, 61);
    double[] mirrored = Arrays.stream(x).map(z -> -z).toArray();
    NumericSum closed =
        NumericSum.of("normal(0, 0.2) + exponential(2)", Map.of(), -3, 3, Algorithm.CLOSED);
    for (String model :
        List.of("normal(0, 0.2) + exponential(2)", "exponential(2) + normal(0, 0.2)")) {
      NumericSum sum = NumericSum.of(model, Map.of(), -3, 3, algorithm);
      assertEquals(0, largestDifference(closed.density(x), sum.density(x)), 1e-9);
    }
    NumericSum less = NumericSum.of("normal(0, 0.2) - exponential(2)", Map.of(), -3, 3, algorithm);
    assertEquals(0, largestDifference(closed.density(x), less.density(mirrored)), 1e-9);
    assertTrue(closed.density(1)[0] > 0.2 && closed.density(-1)[0] < 1e-6);
  }

  /** At random parameters, the chance is the seed's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normal(a, s) + logistic(0, t)   | 1",
        "uniform(0, U) + normal(a, s)    | 2",
        "exponential(s) + logistic(a, t) | 3",
        "cauchy(a, s) + normal(0, t)     | 4",
        "laplace(a, s) + normal(0, t)    | 5",
        "logistic(a, s) + cauchy(0, t)   | 6",
        "half_normal(s) + cauchy(a, t)   | 7",
        "exponential(s) + uniform(0, U)  | 8",
        "laplace(0, s) + uniform(0, U)   | 9",
        "exp(normal(0, s)) + normal(a, t) | 10",
      })
  void theStatedErrorHolds(String model, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 3; i++) {
      Map<String, Double> point =
          new TreeMap<>(
              Map.of(
                  "a", random.nextDouble(-1, 1),
                  "s", Math.exp(random.nextDouble(-2, 0.5)),
                  "t", Math.exp(random.nextDouble(-2, 0.5))));
      String width = "" + random.nextDouble(0.2, 3);
      double[] x = random.doubles(200, -3, 6).sorted().toArray();
      String of = model.replace("U", width);
      double[] expected = NumericSum.of(of, point, -3, 6, Algorithm.QUADRATURE).density(x);
      for (Scheme scheme :
          List.of(
              new Scheme(Algorithm.DIRECT, 0, 0),
              new Scheme(Algorithm.FFT, 0, 0),
              new Scheme(Algorithm.FFT, 1, 0))) {
        NumericSum sum = NumericSum.of(of, point, -3, 6, scheme);
        double found = largestDifference(expected, sum.density(x)) / largest(expected);
        double error = sum.table().error();
        String where = scheme + " " + of + " " + point + " stated " + error + " found " + found;
        // Quadrature settles on 12 digits or so.
        assertTrue(found <= error + 5e-12, where);
      }
    }
  }

  /**
   * Of smooth densities with the sixth power, by 64 at a halving; at the points looked at it was 20
   * once.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normal(0.3, 0.5) + logistic(1, 0.4) | 16",
        "gamma(3, 1) + normal(0, 0.5)        | 16",
        "uniform(-1, 1) + normal(0, 0.1)     | 16",
        "exponential(1) + normal(0, 0.3)     | 16",
        "half_normal(1) + gumbel(0, 0.5)     | 16",
        // Where a law has a kink, to the fourth.
        "laplace(0, 0.5) + normal(0, 1)      | 14",
        "triangular(-1, 0.5, 2) + logistic(0, 0.2) | 14",
        // x^(b - 1) at its end, to the power b + 1.
        "weibull(1.5, 2) + normal(0, 0.4)    | 5",
      })
  void theErrorFallsWithThePowerOfTheStep(String model, double ratio) {
    double[] x = points(-2.9973, 7, 301);
    double[] expected = NumericSum.of(model, Map.of(), -3, 7, Algorithm.QUADRATURE).density(x);
    double before = Double.POSITIVE_INFINITY;
    int ratios = 0;
    for (int halvings = -4; halvings <= 0; halvings++) {
      NumericSum sum =
          NumericSum.of(model, Map.of(), -3, 7, new Scheme(Algorithm.DIRECT, halvings, 0));
      double error = largestDifference(expected, sum.density(x)) / largest(expected);
      if (halvings > -4 && error > 1e-12) {
        assertTrue(before / error > ratio, model + " " + before + " to " + error);
        ratios++;
      }
      before = error;
    }
    assertTrue(ratios >= 3, "nothing fell");
  }

  /** Where two laws jump, their sum has a kink: its neighbourhood shrinks with the step. */
  @ParameterizedTest
  @ValueSource(strings = {"exponential(1) + uniform(-0.5, 1)", "laplace(0, 0.5) + uniform(-1, 1)"})
  void awayFromAKinkTheErrorIsThatOfASmoothSum(String model) {
    for (Algorithm algorithm : List.of(Algorithm.DIRECT, Algorithm.FFT)) {
      NumericSum sum = NumericSum.of(model, Map.of(), -3, 7, algorithm);
      double blur = 6 * sum.step();
      double[] x =
          Arrays.stream(points(-3, 7, 777))
              .filter(z -> DoubleStream.of(-1, -0.5, 1).allMatch(k -> Math.abs(z - k) > blur))
              .toArray();
      double[] expected = NumericSum.of(model, Map.of(), -3, 7, Algorithm.QUADRATURE).density(x);
      double worst = largestDifference(expected, sum.density(x)) / largest(expected);
      assertTrue(worst < 1e-9, algorithm + " " + model + " " + worst);
    }
  }

  /** On a domain that holds a third of the law. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cauchy(0, 1) + laplace(0, 0.5)",
        "cauchy(0, 0.5) + exponential(0.3)",
        "logistic(0, 1) + cauchy(1, 2)",
      })
  void nothingWrapsRoundAndWhatIsOutsideIsCounted(String model) {
    double low = 0.25;
    double high = 1.75;
    double[] x = points(low, high, 201);
    NumericSum oracle = NumericSum.of(model, Map.of(), low, high, Algorithm.QUADRATURE);
    double[] expected = oracle.density(x);
    double below = oracle.cdf(low)[0];
    double above = oracle.values(oracle.variable().survival(NumericSum.X), high)[0];
    assertTrue(below + above > 0.3);
    TabulatedSum table = NumericSum.of(model, Map.of(), low, high, Algorithm.FFT).table();
    NumericSum sum = new NumericSum(new Draw(table), Map.of());
    assertEquals(0, largestDifference(expected, sum.density(x)), 1e-9 * largest(expected), model);
    assertEquals(below, table.below(), 1e-11, model);
    assertEquals(above, table.above(), 1e-11, model);
  }

  private static List<List<String[]>> cases(String table) {
    Map<String, List<String[]>> cases =
        Reference.rows(table).stream()
            .collect(
                Collectors.groupingBy(
                    row -> row[0] + row[1], TreeMap::new, Collectors.toCollection(ArrayList::new)));
    assertTrue(cases.size() >= 6);
    return List.copyOf(cases.values());
  }

  private static double[] column(List<String[]> rows, String kind, int column) {
    return rows.stream()
        .filter(r -> r[2].equals(kind))
        .mapToDouble(r -> Double.parseDouble(r[column]))
        .toArray();
  }

  private static double least(double[] x) {
    return Arrays.stream(x).min().orElseThrow();
  }

  private static double most(double[] x) {
    return Arrays.stream(x).max().orElseThrow();
  }
}
