package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Images under any formula of one variable. */
class BranchedTest {
  private static final Column Y = Column.of("y");
  private static final Map<String, Double> NONE = Map.of();

  @Test
  void imagesHaveTheSumOfTheirBranches() {
    for (String[] cells : Reference.rows("variable/images_mpmath.csv")) {
      String[] row = String.join(",", cells).split(";");
      boolean isNamed = row.length == 5;
      RandomVariable image = read((isNamed ? row[1] + "; " : "") + "y ~ " + row[0]);
      int k = isNamed ? 2 : 1;
      double y = Double.parseDouble(row[k]);
      double density = Double.parseDouble(row[k + 1]);
      double cdf = Double.parseDouble(row[k + 2]);
      double[][] found =
          Evaluation.rows(
              new ReferenceBackend(),
              List.of(image.density(Y), image.cdf(Y), image.survival(Y)),
              NONE,
              "y",
              y);
      String where = String.join(";", row);
      assertEquals(density, found[0][0], 1e-13 * density, where);
      // A mass in the middle of a law is a difference of two halves.
      assertEquals(cdf, found[1][0], 1e-13 * cdf + 2e-16, where);
      assertEquals(1 - cdf, found[2][0], 1e-14, where);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normal(0, 1)^2        | chi_squared(1)",
        "abs(normal(0, 3))     | half_normal(3)",
        "abs(cauchy(0, 2))     | half_cauchy(2)",
        "sqrt(normal(0, 3)^2)  | half_normal(3)",
        "abs(uniform(-2, 2))   | uniform(0, 2)",
        "abs(laplace(0, 2))    | exponential(0.5)",
        "cos(uniform(0, pi))   | arcsine(-1, 1)",
        "sin(uniform(-pi, pi)) | arcsine(-1, 1)",
        "max(exponential(1), -1) | exponential(1)",
      })
  void oneLawWrittenInTwoWaysIsOneLaw(String image, String law) {
    double[] at = {-0.7, -0.1, 0.01, 0.3, 0.9, 1.7, 6, 30};
    List<double[][]> found = new ArrayList<>();
    for (String model : List.of(image, law)) {
      RandomVariable v = read("y ~ " + model);
      found.add(
          Evaluation.rows(
              new ReferenceBackend(),
              List.of(v.logDensity(Y), v.cdf(Y), v.survival(Y)),
              NONE,
              "y",
              at));
    }
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < at.length; i++) {
        double expected = found.get(1)[k][i];
        double tolerance = 1e-13 * (k == 0 ? 1 + Math.abs(expected) : expected);
        assertEquals(
            expected,
            found.get(0)[k][i],
            Double.isInfinite(expected) ? 0 : tolerance,
            image + at[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y ~ normal(m, s)^2",
        "y ~ abs(normal(m, s) - 0.4)",
        "z ~ normal(m, s); y ~ exp(m)*z + z^3",
        "z ~ normal(m, s); y ~ z^3 - z",
        "y ~ cos(truncate(normal(m, s), 0, 5))",
      })
  void derivativesAreThoseOfTheValues(String model) {
    Map<String, Double> point = Map.of("m", 0.7, "s", 0.9);
    RandomVariable v = read(model);
    double[] at = {0.05, 0.2, 0.36, 0.8};
    for (Expr e : List.of(v.logDensity(Y), v.cdf(Y), v.survival(Y))) {
      for (String name : point.keySet()) {
        Expr slope = Derivative.of(e, Parameter.of(name));
        double[] found = values(slope, point, at);
        // (8 (f(h) - f(-h)) - (f(2 h) - f(-2 h))) / 12 h: h^4 f5 / 30 + 1e-15 / h.
        double h = 1e-3;
        double[][] beside = new double[5][];
        for (int i = -2; i <= 2; i++) {
          Map<String, Double> moved = new TreeMap<>(point);
          moved.merge(name, i * h, Double::sum);
          beside[i + 2] = values(e, moved, at);
        }
        for (int i = 0; i < at.length; i++) {
          double difference =
              (8 * (beside[3][i] - beside[1][i]) - (beside[4][i] - beside[0][i])) / (12 * h);
          assertEquals(difference, found[i], 1e-9 * (1 + Math.abs(difference)), model + at[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "z ~ uniform(-1, 1); y ~ z^3 - z",
        "y ~ abs(normal(0.3, 1))",
      })
  void drawsAreImagesOfDraws(String model) {
    RandomVariable v = read(model);
    int count = 20000;
    double[][] found = new double[2][count];
    Expr draw = Sampler.draw(v, 0);
    Sampler.Sample sample = Sampler.sample(v, 0);
    new ReferenceBackend()
        .kernel(Lowering.program(List.of(draw, sample.logDensity()), List.of(), List.of()))
        .evaluate(new double[0], EventBlock.samples(20261121, 0, count), found);
    // Kolmogorov-Smirnov: exceeded by chance once in 10^7 of such tests, 2 exp(-2 n d^2).
    double[] sorted = found[0].clone();
    Arrays.sort(sorted);
    double[] cdf = values(v.cdf(Y), NONE, sorted);
    double[] logDensity = values(v.logDensity(Y), NONE, found[0]);
    double d = 0;
    for (int i = 0; i < count; i++) {
      d = Math.max(d, Math.max((i + 1.0) / count - cdf[i], cdf[i] - (double) i / count));
      assertEquals(logDensity[i], found[1][i], 1e-12 * (1 + Math.abs(logDensity[i])));
    }
    assertTrue(2 * Math.exp(-2 * count * d * d) > 1e-7, model + " " + d);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "z ~ normal(m, s); y ~ z^3 - z",
        "z ~ normal(m, s); y ~ z + z^3",
        "y ~ cosh(normal(m, s))"
      })
  void binsHoldDifferencesOfTheDistributionFunction(String model) {
    Map<String, Double> point = Map.of("m", 0.7, "s", 0.9);
    RandomVariable v = read(model);
    double[] edges = {-6, -0.5, -0.25, 0, 0.3, 0.6, 1.5, 4, 9};
    Column edge = Column.edges("y");
    Expr mass = v.probability(edge, Formulas.ahead(edge));
    for (String name : List.of("m", "s")) {
      Expr slope = Derivative.of(mass, Parameter.of(name));
      double[][] found =
          Evaluation.bins(new ReferenceBackend(), List.of(mass, slope), point, "y", edges);
      double[] cdf = values(v.cdf(Y), point, edges);
      double[] slopes = values(Derivative.of(v.cdf(Y), Parameter.of(name)), point, edges);
      for (int i = 0; i < edges.length - 1; i++) {
        assertEquals(cdf[i + 1] - cdf[i], found[0][i], 1e-15, model + edges[i]);
        assertEquals(slopes[i + 1] - slopes[i], found[1][i], 1e-14, model + edges[i]);
      }
    }
  }

  @Test
  void simdGivesTheSameBits() {
    for (String model :
        List.of(
            "z ~ normal(0, s); y ~ z^3 - z",
            "y ~ abs(normal(s, 1))",
            "z ~ normal(0, s); y ~ z + z^3")) {
      RandomVariable v = read(model);
      double[] at = new double[301];
      Arrays.setAll(at, i -> -1.5 + 0.01 * i);
      List<Expr> outputs =
          List.of(v.logDensity(Y), v.cdf(Y), Derivative.of(v.logDensity(Y), Parameter.of("s")));
      double[][] expected =
          Evaluation.rows(new ReferenceBackend(), outputs, Map.of("s", 0.8), "y", at);
      double[][] found = Evaluation.rows(new SimdBackend(), outputs, Map.of("s", 0.8), "y", at);
      for (int k = 0; k < expected.length; k++) {
        assertArrayEquals(expected[k], found[k], model);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"z - 1/z", "z - z^-3", "z + 1/z", "z + select(z < 0, -1, 1)", "z + 1 - 2*(0 < z)"})
  void polesAndJumpsPartBranches(String formula) {
    RandomVariable v = read("z ~ normal(0, 1); y ~ " + formula);
    // y(-z) = -y(z), as in law.
    double[] cdf = values(v.cdf(Y), NONE, -3, 0, 3);
    assertEquals(0.5, cdf[1], 1e-14);
    assertEquals(1, cdf[0] + cdf[2], 1e-14);
  }

  @Test
  void whatParametersAloneDecideIsTheirs() {
    assertInstanceOf(Pushed.class, read("z ~ normal(0, s); y ~ z + z^3 + log(m)/s"));
  }

  @Test
  void whatRisesEverywhereIsPushed() {
    for (String model :
        List.of(
            "z ~ normal(m, s); y ~ z + z^3",
            "z ~ normal(m, s); y ~ exp(m)*z + sinh(z)",
            "z ~ exponential(s); y ~ z^2 + z",
            "z ~ uniform(1, 2); y ~ z^3 - z")) {
      assertInstanceOf(Pushed.class, read(model), model);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y ~ cos(normal(m, s))",
        "z ~ normal(m, s); y ~ m*z + z^3",
        "z ~ normal(0, 1); y ~ max(z, 0)",
        "z ~ normal(0, 1); y ~ 1/(z - m) + m*z",
        "z ~ normal(0, 1); y ~ tan(z)",
        "z ~ normal(0, 1); y ~ z + log(z)",
        "z ~ normal(0, 1); y ~ tan(z)/2 + z",
        "z ~ normal(0, 1); y ~ (z < 1) + z",
      })
  void whatIsNotShownIsRefused(String model) {
    SpecException e = assertThrows(SpecException.class, () -> read(model));
    assertTrue(e.problem().contains("not") && !e.advice().isEmpty(), e.getMessage());
  }

  private static double[] values(Expr e, Map<String, Double> point, double... at) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), point, "y", at)[0];
  }

  private static RandomVariable read(String model) {
    return ModelReader.read(Text.of("model", model.replace("; ", "\n")), List.of("m", "s"))
        .variables()
        .get("y")
        .resolved(new Domain(-5, 50), Map.of("m", 0.7, "s", 0.9));
  }
}
