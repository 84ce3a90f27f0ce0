package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pushforward.engine.expr.Formulas.exp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Integral;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Vectors whose components lie in ranges. */
class ConditionedVectorTest {
  private static final String NORMAL = "y ~ multivariate_normal({1, -1}, {{4, 1.5}, {1.5, 3}})";
  private static final String UNIT_NORMAL = "y ~ multivariate_normal({0, 0}, ";
  private static final String CUBIC = "x ~ iid(2, normal(0, 1))|y ~ {x1 + x2^3, x2 + 1}";
  private static final String COUPLED =
      "x ~ iid(2, normal(0, 1))|y ~ {x1 + 0.3*tanh(x2), x2 + 0.2*tanh(x1)}";
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

  /**
   * log P to 30 digits by mpmath: integrals of the density of one variable times the probability of
   * the other, given that; of the coupled formulas likewise, between the kinks of the region. The
   * components' ends are low:high; 1e-13 absolute, a few hundred roundings of log P.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        NORMAL + "; 0:5 -2:2; -0.70014539686893886678",
        UNIT_NORMAL + "{{1, 0.5}, {0.5, 1}}); 0:inf -inf:-1; -3.4655104128698704133",
        UNIT_NORMAL + "{{1, 0.95}, {0.95, 1}}); -1:2 0.5:inf; -1.2525071250887290309",
        UNIT_NORMAL + "{{1, 0.95}, {0.95, 1}}); 8:inf 9:12; -43.650463312855490581",
        UNIT_NORMAL + "{{1, 0.999}, {0.999, 1}}); -1:2 0.5:3; -1.2525070775159305728",
        "y ~ multivariate_normal({0, 0, 1}, {{1, 0.5, 0.2}, {0.5, 2, 0.3}, {0.2, 0.3, 1.5}});"
            + " -inf:inf -1:1 0:2; -1.1775821659151397715",
        STUDENT + "; 0:5 -2:2; -0.82096537410514691615",
        "y ~ dirichlet({2, 3, 1.5}); 0.25:0.5 0.1:0.6; -0.94326689643017087543",
        "y ~ dirichlet({0.5, 0.7, 1.5}); 0:0.5 0.1:1; -0.45895124067300738527",
        CUBIC + "; 0:2 0.5:2; -1.2995163026163067478",
        CUBIC + "; 0:2 -inf:inf; -0.99054871454839771222",
        "y ~ tanh(multivariate_normal({0, 0}, {{1, 0.5}, {0.5, 1}}));"
            + " -0.5:0.9 0.1:0.8; -1.4277310158723675405",
        "y ~ exp(multivariate_normal({0, 0}, {{1, 0.5}, {0.5, 1}}));"
            + " -0.5:0.9 0.1:inf; -0.8023372637641321807",
        COUPLED + "; -1:2 0:inf; -0.84183987791626512",
      })
  void severalComponentsAreConditionedTogether(String model, String ends, double logProbability) {
    RandomVector y = read(model);
    RandomVector given = y.conditioned(ranges(ends));
    assertEquals(logProbability, value(((Conditioned) given).logProbability()), 1e-13);
  }

  /** The same of derivatives, by differences of 1e-10 at 30 digits. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "y ~ multivariate_normal({m, 0}, {{1, r*s}, {r*s, s^2}}); r=0.5 s=1.3 m=0.2; 0:2 -1:inf;"
            + " -0.7390706093519684 0.26795324457589946 -0.15067751149666239 0.47796850092210946",
        "y ~ multivariate_normal({m, 0}, {{1, r*s}, {r*s, s^2}}); r=0.95 s=1.3 m=0.2; 0:2 -1:inf;"
            + " -0.61301264054645104 0.16505636158263778 -0.014451851349810382 0.55316537154132765",
        "y ~ multivariate_t(nu, {m, 0}, {{1, r*s}, {r*s, s^2}}); r=0.5 s=1.3 m=0.2 nu=4;"
            + " 0:2 -1:inf; -0.83676724755648092 0.25915571612675729 -0.14267658850865336"
            + " 0.48356391271968456 0.023302317259712716",
        "x ~ {normal(0, 1), normal(m, s)}|y ~ {x1 + x2^3, x2 + 1}; s=1.3 m=0.2; 0:2 -inf:inf;"
            + " -1.1387319665405629 -0.57811666216149127 0.061549151170064733",
        "y ~ dirichlet({a, b, 1.5}); a=4 b=1.3; 0.25:0.5 0.1:0.6;"
            + " -1.4648300610252892 -0.34341965247580968 0.74638425103820336",
      })
  void derivativesInParameters(String model, String point, String ends, String expected) {
    assertDerivatives(model, point, ends, expected, 1e-13);
  }

  /**
   * In [0.1, 0.5] x [0.2, 0.6] the second fraction has no room for 0.6 where the first is above
   * 0.4: not analytic there, which costs the integral digits. By mpmath, cut there.
   */
  @Test
  void componentsOfACurvedMapAreConditionedByItsInverse() {
    assertDerivatives(
        "y ~ stick_breaking(iid(2, normal(m, s)))",
        "m=0.2 s=1.3",
        "0.1:0.5 0.2:0.6",
        "-1.0104766587370614 -0.13752027083981874 -0.97463368697977777",
        2e-9);
  }

  private static void assertDerivatives(
      String model, String point, String ends, String expected, double error) {
    List<String> names = new ArrayList<>();
    List<Double> at = new ArrayList<>();
    for (String one : point.split(" ")) {
      names.add(one.substring(0, one.indexOf('=')));
      at.add(Double.parseDouble(one.substring(one.indexOf('=') + 1)));
    }
    RandomVector y = read(model, names);
    Expr log = ((Conditioned) y.conditioned(ranges(ends))).logProbability();
    List<Expr> outputs = new ArrayList<>(List.of(log));
    outputs.addAll(
        Derivative.gradient(log, names.stream().map(name -> Parameter.of(name)).toList()));
    double[][] found = new double[outputs.size()][1];
    new SimdBackend()
        .kernel(Lowering.program(outputs, names, List.of()))
        .evaluate(
            at.stream().mapToDouble(v -> v).toArray(), new EventBlock(new double[0][], 1), found);
    double[] wanted = Arrays.stream(expected.split(" ")).mapToDouble(Double::valueOf).toArray();
    for (int k = 0; k < wanted.length; k++) {
      assertEquals(wanted[k], found[k][0], error, "output " + k);
    }
  }

  /** Where an end is infinite too, which a fit's errors are of. By mpmath. */
  @ParameterizedTest
  @CsvSource({
    "0:1 -inf:2, 0.158831164072802",
    "0:1 -1:2, 0.305748263514335",
    "-inf:0 -1:inf, -0.00785205803762619"
  })
  void secondDerivativesInParameters(String ends, double expected) {
    RandomVector y = read("y ~ multivariate_normal({0, 0}, {{1, r}, {r, 1}})", List.of("r"));
    Expr log = ((Conditioned) y.conditioned(ranges(ends))).logProbability();
    Parameter r = Parameter.of("r");
    Expr second = Derivative.of(Derivative.of(log, r), r);
    double[][] found = new double[1][1];
    new SimdBackend()
        .kernel(Lowering.program(List.of(second), List.of("r"), List.of()))
        .evaluate(new double[] {0.5}, new EventBlock(new double[0][], 1), found);
    assertEquals(expected, found[0][0], 1e-12);
  }

  /** What is computed once at each point of parameters, however many rows there are. */
  @Test
  void theProbabilityDependsOnParametersAlone() {
    RandomVector y = read("y ~ multivariate_normal({0, 0}, {{1, r}, {r, 1}})", List.of("r"));
    Conditioned given = (Conditioned) y.conditioned(ranges("0:5 -1:1"));
    assertFalse(given.logProbability().varies());
    assertTrue(Integral.isIn(given.logProbability()));
    // E of the density over a grid in the box, by the midpoint rule: 1 but for O(h^2).
    int n = 400;
    double[][] x = new double[2][n * n];
    for (int i = 0; i < n * n; i++) {
      x[0][i] = 5 * (i % n + 0.5) / n;
      x[1][i] = -1 + 2 * (i / n + 0.5) / n;
    }
    double[][] found = new double[1][n * n];
    new SimdBackend()
        .kernel(
            Lowering.program(
                List.of(exp(given.logDensity(columns(2)))), List.of("r"), List.of("x1", "x2")))
        .evaluate(new double[] {0.7}, new EventBlock(x, n * n), found);
    assertEquals(1, Arrays.stream(found[0]).sum() * 10 / n / n, 2e-5);
  }

  @Test
  void whatNeedsIntegralsOverMoreIsRefused() {
    String three = "{{1, 0.5, 0.2}, {0.5, 2, 0.3}, {0.2, 0.3, 1.5}}";
    RandomVector y = read("y ~ multivariate_normal({0, 0, 1}, " + three + ")");
    y.conditioned(ranges("0:1 0:1 -inf:inf"));
    UnsupportedOperationException wrong =
        assertThrows(
            UnsupportedOperationException.class, () -> y.conditioned(ranges("0:1 0:1 0:1")));
    assertTrue(wrong.getMessage().contains("over the 3 components"), wrong.getMessage());
  }

  /** One range after the other is both at once. */
  @Test
  void rangesAreGathered() {
    RandomVector y = read(NORMAL);
    RandomVector both = y.conditioned(ranges("0:5 -2:2"));
    assertEquals(both, y.conditioned(0, 0, 5).conditioned(1, -2, 2));
    assertEquals(both, y.conditioned(1, -2, 3).conditioned(ranges("0:5 -inf:2")));
    assertEquals(y, y.conditioned(ranges("-inf:inf -inf:inf")));
    RandomVector fractions = read("y ~ dirichlet({2, 3, 1.5})");
    assertEquals(fractions, fractions.conditioned(ranges("0:1 -1:inf")));
  }

  /** A range on each vector of a mixture keeps its fraction; truncate changes it, as of scalars. */
  @Test
  void aMixtureIsTruncatedAsAWhole() {
    String x = "multivariate_normal({0, 0}, {{1, 0.5}, {0.5, 1}})";
    String z = "multivariate_normal({1, 1}, {{1, 0}, {0, 1}})";
    RandomVector each = read("y ~ mix(0.3 -> " + x + ", 0.7 -> " + z + ")");
    RandomVector whole =
        read("y ~ truncate(mix(0.3 -> " + x + ", 0.7 -> " + z + "), {0, 0}, {2, inf})");
    List<Expr> at = List.of(Expr.of(0.7), Expr.of(0.4));
    List<Support> box = ranges("0:2 0:inf");
    double[] p = new double[2];
    double[] f = new double[2];
    for (int k = 0; k < 2; k++) {
      RandomVector v = ((MixedVector) each).components().get(k).vector();
      p[k] = Math.exp(value(Boxes.logProbability(v, box)));
      f[k] = Math.exp(value(v.logDensity(at)));
    }
    double wholly = (0.3 * f[0] + 0.7 * f[1]) / (0.3 * p[0] + 0.7 * p[1]);
    assertEquals(Math.log(wholly), value(whole.logDensity(at)), 1e-13);
    double apart = 0.3 * f[0] / p[0] + 0.7 * f[1] / p[1];
    assertEquals(Math.log(apart), value(each.conditioned(box).logDensity(at)), 1e-13);
  }

  /** Where tanh^-1 y is, of the law of one component. */
  @Test
  void anImageIsConditionedWhereItsPreimageIs() {
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

  /** Truncated vectors are vectors: mapped, mixed, their components' laws where they are known. */
  @Test
  void truncatedVectorsAreWrittenAndUsed() {
    String normal = "multivariate_normal({1, -1}, {{4, 1.5}, {1.5, 3}})";
    RandomVector given = read("y ~ truncate(" + normal + ", {0, -inf}, {5, 2})");
    assertEquals(read(NORMAL).conditioned(ranges("0:5 -inf:2")), given);
    RandomVector logs = read("x ~ truncate(" + normal + ", {1, 1}, {inf, inf})|y ~ log(x)");
    List<Expr> at = List.of(Expr.of(0.3), Expr.of(0.4));
    List<Expr> x = at.stream().map(v -> exp(v)).toList();
    assertEquals(
        value(read(NORMAL).conditioned(ranges("1:inf 1:inf")).logDensity(x)) + 0.7,
        value(logs.logDensity(at)),
        1e-13);
    RandomVector mixed =
        read("y ~ mix(0.3 -> truncate(" + normal + ", {0, 0}, {inf, inf}), 0.7 -> " + normal + ")");
    assertTrue(value(mixed.logDensity(at)) > value(read(NORMAL).logDensity(at)));
    RandomVector one = read("y ~ truncate(" + normal + ", {0, -inf}, {5, inf})");
    assertTrue(one.marginal(0).isPresent() && one.marginal(1).isEmpty());
    RandomVector apart = read("y ~ truncate(iid(2, normal(0, 1)), {0, -inf}, {inf, s})", "s");
    assertTrue(apart instanceof Independent);
    RandomVariable scalar =
        ((Independent) read("y ~ truncate(normal(0, 1), 0, inf)")).components().get(0);
    assertEquals(
        Math.log(2 / Math.sqrt(2 * Math.PI)) - 0.5, value(scalar.logDensity(Expr.of(1))), 1e-15);
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

  private static RandomVector read(String model, String... names) {
    return read(model, List.of(names));
  }

  private static RandomVector read(String model, List<String> names) {
    Text text = Text.of("model", model.replace("|", "\n"));
    return ModelReader.read(text, names).parts().get(0).vector();
  }

  /** Of "0:5 -inf:2". */
  private static List<Support> ranges(String ends) {
    return Arrays.stream(ends.replace("inf", "Infinity").split(" "))
        .map(range -> range.split(":"))
        .map(e -> new Support(Expr.of(Double.parseDouble(e[0])), Expr.of(Double.parseDouble(e[1]))))
        .toList();
  }

  private static List<Expr> columns(int n) {
    return IntStream.rangeClosed(1, n).<Expr>mapToObj(i -> Column.of("x" + i)).toList();
  }

  private static double value(Expr e) {
    return at(List.of(e), 0, 0)[0];
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
