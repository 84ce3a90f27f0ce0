package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Grids;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.simd.SimdBackend;

class SumTest {
  private static final Column X = Column.of("x");
  private static final Backend REFERENCE = new ReferenceBackend();

  /** Values by mpmath. */
  @Test
  void uniformPlusNormalHasTheKnownSlopesInSigma() {
    Map<String, Double> point = Map.of("s", 0.1);
    RandomVariable sum = read("x ~ uniform(-1, 1) + normal(0, s)", point, -2, 2);
    Expr slope = Derivative.of(sum.density(X), Parameter.of("s"));
    assertClose(-1.2098536225957167, value(slope, point, 0.9), 1e-13, ".9");
    assertClose(1.2098536225957167, value(slope, point, 1.1), 1e-13, "1.1");
    assertClose(0.066477726179070108, value(slope, point, 1.3), 1e-13, "1.3");
  }

  /** weibull(1, 1 / rate) is exponential, and its sums have no closed form here. */
  @Test
  void normalPlusExponentialIsWithinItsStatedError() {
    tabulated("Normal*Exponential", "x ~ normal(mu, sigma) + weibull(1, 1/rate)");
  }

  @Test
  void cauchyPlusNormalIsWithinItsStatedError() {
    tabulated("Cauchy*Normal", "x ~ cauchy(x0, gamma) + normal(0, sigma)");
  }

  /** Outside values with 17 digits or more; a density of 1e-20 has lost some in its exponent. */
  @Test
  void sumsWithAClosedFormAreRight() {
    for (String row : sums()) {
      String[] cells = row.split(";");
      RandomVariable sum = read("x ~ " + cells[0], Map.of(), -50, 50);
      double x = Double.parseDouble(cells[1]);
      assertClose(Double.parseDouble(cells[2]), value(sum.density(X), Map.of(), x), 2e-13, row);
      double cdf = Double.parseDouble(cells[3]);
      assertClose(cdf, value(sum.cdf(X), Map.of(), x), 2e-13, row);
      assertEquals(1 - cdf, value(sum.survival(X), Map.of(), x), 1e-15, row);
    }
  }

  private static List<String> sums() {
    return Reference.rows("variable/sums_mpmath.csv").stream()
        .map(row -> String.join(",", row))
        .toList();
  }

  /** Structure of what is left of a sum, with t a tabulated sum. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gamma(a, 2) + normal(0, 1) + gamma(b, 2)    | t",
        "gamma(a, b) + gamma(a, a)                   | t",
        "exponential(a) + cauchy(0, 1) + normal(0, 1) | t",
        "normal(a, 1) + normal(0, b) + normal(1, 1)  | normal + normal",
        "a + (b*normal(0, 1) + uniform(0, 1))        | uniform + normal",
        "exponential(2) + 2*exponential(4)           | exponential + exponential of one rate",
        "gamma(a, b) + exponential(b) + gamma(b, b)  | gamma + gamma of one rate",
        "normal(0, 1) + exponential(a) + normal(a, 1) | exponentially_modified_normal + normal",
        "inverse_gaussian(1, 1) + inverse_gaussian(2, 2) | t",
        "bernoulli(b) + bernoulli(b)                 | bernoulli + bernoulli of one probability",
        "bernoulli(b) + bernoulli(b) + bernoulli(b)  | binomial + bernoulli of one probability",
        "levy(0, a) + levy(b, 1) + 3*levy(a, 2)      | levy + levy",
        "a - levy(0, a) - levy(b, 1)                 | levy + levy",
        "levy(0, a) - levy(b, 1)                     | t",
        "b*levy(0, 1) + levy(0, a)                   | t",
        "gumbel(a, b) - gumbel(0, b)                 | gumbel - gumbel of one scale",
        "a - 2*gumbel(a, b) + 2*gumbel(0, b)         | gumbel - gumbel of one scale",
        "gumbel(a, b) + gumbel(0, b)                 | t",
        "gumbel(a, b) - gumbel(0, 1)                 | t",
        "voigt(0, a, b) + normal(a, 1) - cauchy(0, b) | voigt + cauchy",
        "a*voigt(0, 1, b) - voigt(a, 1, 1)           | voigt + voigt",
        "logistic(a, b) + uniform(0, 1)              | uniform + logistic",
        "cauchy(0, 1) + uniform(0, 1) + cauchy(a, b) | uniform + cauchy",
        "normal(0, 1) + uniform(0, 1) + normal(a, b) | uniform + normal",
        "normal(a, b) - uniform(0, a) + 2*uniform(0, b) | trapezoidal + normal",
        "a - 2*triangular(0, 1, 3) + normal(0, b)    | trapezoidal + normal",
        "a - laplace(0, b) - 2*uniform(0, a)         | uniform + laplace",
        "b*exponential(2) + uniform(0, a)            | t",
        "uniform(0, a) - 3*exponential(b)            | uniform + exponential",
        "exponential(a) - 2*exponential(b)           | exponential - exponential",
        "a - exponential(a) - exponential(b)         | exponential + exponential",
        "exponential(a) + uniform(0, 1) + exponential(a) | uniform + gamma",
        "uniform(0, a) - 3*chi_squared(b)            | uniform + gamma",
      })
  void pairsWithAClosedFormAreFoundInAnyOrder(String model, String expected) {
    RandomVariable sum = read("x ~ " + model, Map.of("a", 1.5, "b", 0.7), -5, 20);
    while (sum instanceof Pushed image) {
      sum = image.variable();
    }
    Draw draw = (Draw) sum;
    assertEquals(expected, draw.law() instanceof TabulatedSum ? "t" : draw.sum());
  }

  /** Density and cdf by mpmath, summed over all values. */
  @ParameterizedTest
  @CsvSource({
    "poisson(m) + normal(0; 0.3), -1, 0.00069574929637373202426, 0.000058067005260222722367",
    "poisson(m) + normal(0; 0.3), 0.4, 0.12270062432923127107, 0.12914899113225886783",
    "poisson(m) + normal(0; 0.3), 2.5, 0.14958808576188653294, 0.67236455055042197785",
    "normal(0; 0.3) + poisson(m), 7.1, 0.0043556151423293795058, 0.99763316103829956157",
    "normal(0; 0.3) + poisson(2), 20.2, 6.2581762573125598914e-14, 0.99999999999997916703",
    "1 + m*poisson(15*m) + normal(0; 0.5), 30, 0.00016631337546393151449, 0.00093236228577084551202",
    "1 + m*poisson(15*m) + normal(0; 0.5), 61.4, 0.042418955132816994313, 0.53301173833907859072",
    "1 + m*poisson(15*m) + normal(0; 0.5), 120, 1.5443239303294410321e-7, 0.9999990639676099519",
    "negative_binomial(2; 0.5) + exponential(1.5), 0.2, 0.12346970344695297768, 0.028797975479809125993",
    "negative_binomial(2; 0.5) + exponential(1.5), 3.3, 0.16580285419571658744, 0.42855941407528359191",
    "negative_binomial(2; 0.5) + exponential(1.5), 25, 0.00025294990739280271051, 0.9995761530143539945",
    "poisson(m) + geometric(0.3), 0, 0.040600584970983807568, 0.040600584970983807568",
    "poisson(m) + geometric(0.3), 3, 0.16468950617063398477, 0.47284794610040108421",
    "poisson(m) + geometric(0.3), 30, 0.000015933635142044500602, 0.99996282151800189617",
    "binomial(99; 0.2*m) - geometric(0.2), -3, 0.000026625321700952837473, 0.00013312660850476418737",
    "binomial(99; 0.2*m) - geometric(0.2), 36, 0.065249510279071614146, 0.52700779423125027573",
  })
  void aDiscreteTermShiftsTheOthersByEachOfItsValues(
      String model, double x, double density, double cdf) {
    Map<String, Double> point = Map.of("m", 2.0);
    RandomVariable sum = read("x ~ " + model.replace(';', ','), point, -1, 120);
    assertClose(density, value(sum.density(X), point, x), 2e-12, model + " at " + x);
    assertClose(cdf, value(sum.cdf(X), point, x), 2e-12, model + " at " + x);
  }

  /** d/dm log p and a density far from where the values were chosen, by mpmath. */
  @Test
  void aDiscreteTermMovesWithItsParameters() {
    RandomVariable sum = read("x ~ poisson(m) + normal(0, 0.3)", Map.of("m", 2.0), -1, 60);
    Expr slope = Derivative.of(sum.logDensity(X), Parameter.of("m"));
    assertClose(0.19999611425844168065, value(slope, Map.of("m", 2.0), 2.5), 1e-13, "slope");
    double far = value(sum.density(X), Map.of("m", 40.0), 41.2);
    assertClose(0.067642685273315980347, far, 1e-10, "m = 40");
  }

  /** A table, beta(1, 1) + cauchy, for all values of the discrete term together. */
  @Test
  void aDiscreteTermShiftsATable() {
    RandomVariable sum = read("x ~ poisson(2) + beta(1, 1) + cauchy(0, 0.1)", Map.of(), -1, 9);
    Mixture mixture = (Mixture) sum;
    long tables =
        mixture.components().stream()
            .map(Mixture.Component::variable)
            .map(v -> v instanceof Pushed shifted ? shifted.variable() : v)
            .distinct()
            .count();
    assertEquals(1, tables);
    double[] at = {-0.5, 0.3, 1, 2.6, 8.5};
    double[] found = values(sum.density(X), Map.of(), at);
    for (int i = 0; i < at.length; i++) {
      double expected = 0;
      double probability = Math.exp(-2);
      for (int k = 0; k < 60; k++) {
        double z = at[i] - k;
        expected += probability * (Math.atan(10 * z) - Math.atan(10 * (z - 1))) / Math.PI;
        probability *= 2.0 / (k + 1);
      }
      assertEquals(expected, found[i], 1e-9, "at " + at[i]);
    }
  }

  @Test
  void aDiscreteTermOfTooManyValuesIsRefused() {
    String model = "x ~ poisson(m) + normal(0, 0.3)";
    SpecException e =
        assertThrows(SpecException.class, () -> read(model, Map.of("m", 1e4), 0, 2e4));
    assertTrue(e.getMessage().contains("at most 512 values"), e.getMessage());
  }

  /** f is the fraction of all, and not of what lies in the range, where a sum is a mixture. */
  @Test
  void aSumWithAMixtureIsConditionedAsAWhole() {
    RandomVariable sum =
        read("x ~ mix(0.25 -> normal(0, 1), 0.75 -> normal(4, 1)) + normal(0, 1)", Map.of(), 0, 9);
    double inside = value(sum.probability(Expr.of(0), Expr.of(9)), Map.of(), 0);
    for (double x : new double[] {0.5, 3, 8}) {
      assertClose(
          value(sum.density(X), Map.of(), x) / inside,
          value(sum.conditioned(0, 9).density(X), Map.of(), x),
          1e-14,
          "at " + x);
    }
  }

  private static void tabulated(String name, String model) {
    Map<String, List<String[]>> cases = new TreeMap<>();
    for (String[] row : Reference.rows("convolution/sums_mpmath.csv")) {
      if (row[0].startsWith(name)) {
        cases.computeIfAbsent(row[1], key -> new ArrayList<>()).add(row);
      }
    }
    assertEquals(5, cases.size());
    for (List<String[]> rows : cases.values()) {
      Map<String, Double> point = Reference.parameters(rows.get(0)[1]);
      double low = rows.stream().mapToDouble(r -> Double.parseDouble(r[3])).min().orElseThrow();
      double high = rows.stream().mapToDouble(r -> Double.parseDouble(r[3])).max().orElseThrow();
      RandomVariable sum = read(model, point, low, high);
      double error = ((TabulatedSum) ((Draw) sum).law()).error();
      double[] density = reference(rows, "pdf", 4);
      double peak = Arrays.stream(density).max().orElseThrow();
      double worst =
          largestDifference(sum.density(X), point, reference(rows, "pdf", 3), density) / peak;
      double worstCdf =
          largestDifference(
              sum.cdf(X), point, reference(rows, "cdf", 3), reference(rows, "cdf", 4));
      String where = rows.get(0)[1] + " error " + error + " found " + worst + " cdf " + worstCdf;
      assertTrue(error <= 1e-9, where);
      assertTrue(worst <= error, where);
      // The cdf is the density's integral, smoother; it is right on the scale of 1.
      assertTrue(worstCdf <= Math.max(error, 1e-13), where);
    }
  }

  private static double[] reference(List<String[]> rows, String kind, int column) {
    return rows.stream()
        .filter(r -> r[2].equals(kind))
        .mapToDouble(r -> Double.parseDouble(r[column]))
        .toArray();
  }

  private static double largestDifference(
      Expr e, Map<String, Double> point, double[] at, double[] expected) {
    double[] found = values(e, point, at);
    return IntStream.range(0, at.length)
        .mapToDouble(i -> Math.abs(found[i] - expected[i]))
        .max()
        .orElseThrow();
  }

  private static double[] values(Expr e, Map<String, Double> point, double... at) {
    return Evaluation.rows(REFERENCE, List.of(e), point, "x", at)[0];
  }

  /**
   * With C Cauchy and U uniform on [a, a + 2], C + U has (atan(x - a) - atan(x - a - 2)) / 2 pi.
   */
  @Test
  void anEndThatMovesStaysOnTheEdgeOfACell() {
    Map<String, Double> reference = Map.of("a", 0.3, "s", 0.5);
    double[] at = IntStream.rangeClosed(0, 240).mapToDouble(i -> -5 + i * 0.05).toArray();
    for (double a : new double[] {0.3, 0.3137, 0.9}) {
      Map<String, Double> point = Map.of("a", a, "s", 0.5);
      for (String model :
          List.of(
              "x ~ a + 2*beta(1, 1) + cauchy(0, 1)",
              "x ~ cauchy(0, 1) - (-2 - a + 2*beta(1, 1))",
              "x ~ 2 + a - (cauchy(0, 1) + 2*beta(1, 1))")) {
        double[] expected =
            Arrays.stream(at)
                .map(x -> (Math.atan(x - a) - Math.atan(x - a - 2)) / (2 * Math.PI))
                .toArray();
        RandomVariable sum = read(model, reference, -5, 7);
        assertTrue(largestDifference(sum.density(X), point, at, expected) < 1e-9, model);
      }
      RandomVariable same = read("x ~ weibull(1, 1) + normal(a, s)", point, -5, 7);
      RandomVariable moved = read("x ~ (a + weibull(1, 1)) + normal(0, s)", reference, -5, 7);
      double[] expected = values(same.density(X), point, at);
      assertTrue(largestDifference(moved.density(X), point, at, expected) < 1e-9);
    }
  }

  /** (atan(x - 80) - atan(x - 100)) / 20 pi. */
  @Test
  void quartilesMayBeEdges() {
    double[] at = IntStream.rangeClosed(0, 60).mapToDouble(i -> 60 + i).toArray();
    double[] expected =
        Arrays.stream(at)
            .map(x -> (Math.atan(x - 80) - Math.atan(x - 100)) / (20 * Math.PI))
            .toArray();
    RandomVariable sum = read("x ~ 80 + 20*beta(1, 1) + cauchy(0, g)", Map.of("g", 1.0), 60, 120);
    assertTrue(largestDifference(sum.density(X), Map.of("g", 1.0), at, expected) < 1e-9);
  }

  @Test
  void aLawMayGrowAcrossTheDomain() {
    Map<String, Double> point = Map.of("k", 0.02);
    String model = "x ~ weibull(1, 1/k) + normal(0, 0.5)";
    double[] at = IntStream.rangeClosed(0, 120).mapToDouble(i -> i).toArray();
    double[] expected = values(read(model, point, 0, 120).density(X), point, at);
    Expr grown = read(model, Map.of("k", 2.0), 0, 120).density(X);
    assertTrue(largestDifference(grown, point, at, expected) < 1e-11);
  }

  @Test
  void derivativesOfATableAreThoseOfItsValues() {
    Map<String, Double> point = Map.of("m", 0.7, "s", 0.4, "g", 1.3);
    for (String model :
        List.of(
            "x ~ normal(m, s) + weibull(1, 1/g)",
            "x ~ cauchy(m, g) + normal(0, s)",
            "x ~ uniform(m, m + 1) + cauchy(0, g) + normal(0, s)")) {
      RandomVariable sum = read(model, point, -3, 5);
      double[] at = {-2.9, -0.4, 0.1, 0.5, 0.7, 0.71, 1, 1.7, 2.2, 4.9};
      for (Expr e : List.of(sum.density(X), sum.cdf(X))) {
        for (String name : point.keySet()) {
          double[] found = values(Derivative.of(e, Parameter.of(name)), point, at);
          // (8 (f(h) - f(-h)) - (f(2 h) - f(-2 h))) / 12 h: h^4 f5 / 30 + 1e-16 / h.
          double h = 1e-3;
          double[][] values = new double[5][];
          for (int i = -2; i <= 2; i++) {
            Map<String, Double> beside = new TreeMap<>(point);
            beside.merge(name, i * h, Double::sum);
            values[i + 2] = values(e, beside, at);
          }
          double scale = Arrays.stream(found).map(Math::abs).max().orElseThrow();
          for (int i = 0; i < at.length; i++) {
            double difference =
                (8 * (values[3][i] - values[1][i]) - (values[4][i] - values[0][i])) / (12 * h);
            assertEquals(
                difference, found[i], 1e-9 * scale, model + " by " + name + " at " + at[i]);
          }
        }
      }
    }
  }

  /** d/dm P(X <= x) = -p(x), in the middle of a law too, where its formula changes sides. */
  @Test
  void theCdfFallsWithTheLocationByTheDensity() {
    Map<String, Double> point = Map.of("m", 0.3, "s", 0.4);
    for (String model : List.of("x ~ cauchy(m, s)", "x ~ uniform(-1, 1) + normal(m, s)")) {
      RandomVariable v = read(model, point, -2, 2);
      Expr slope = Derivative.of(v.cdf(X), Parameter.of("m"));
      for (double x : new double[] {0.3, 0.2, 0.4}) {
        assertClose(-value(v.density(X), point, x), value(slope, point, x), 1e-14, model + x);
      }
    }
  }

  @Test
  void theCdfHasNoStepWhereItsTableFolds() {
    for (double high = 1; high < 3; high += 0.137) {
      RandomVariable sum = read("x ~ cauchy(0, 1) + normal(0, 1)", Map.of(), -1, high);
      Grids grids = ((TabulatedSum) ((Draw) sum).law()).table().grids();
      double edge = grids.table().edge(grids.fold());
      double[] at = {Math.nextDown(edge), edge, Math.nextUp(edge)};
      for (double cdf : values(sum.cdf(X), Map.of(), at)) {
        assertEquals(0.6, cdf, 0.2);
      }
    }
  }

  @Test
  void theExponentialOfANormalIsLogNormal() {
    Map<String, Double> point = Map.of("m", 0.3, "s", 0.8);
    RandomVariable x = read("x ~ exp(normal(m, s))", point, 0, 10);
    double[] at = {1e-3, 0.5, 1, 2.5, 40};
    double[] log = Evaluation.rows(REFERENCE, List.of(x.logDensity(X)), point, "x", at)[0];
    for (int i = 0; i < at.length; i++) {
      double z = (Math.log(at[i]) - 0.3) / 0.8;
      double expected = -z * z / 2 - Math.log(at[i] * 0.8 * Math.sqrt(2 * Math.PI));
      assertEquals(expected, log[i], 1e-13 * Math.max(1, Math.abs(expected)));
    }
    assertEquals(0, value(x.density(X), point, -1));
    assertEquals(0, value(x.cdf(X), point, 0), 1e-300);
    assertEquals(0.5, value(x.cdf(X), point, Math.exp(0.3)), 1e-15);
  }

  @Test
  void simdGivesTheSameBitsForSums() {
    Map<String, Double> point = Map.of("m", 0.3, "s", 0.8, "g", 0.5);
    Column edge = Column.edges("x");
    Expr ahead = Formulas.ahead(edge);
    List<Parameter> all = List.of(Parameter.of("g"), Parameter.of("m"), Parameter.of("s"));
    double[] at = new double[1001];
    for (int i = 0; i < at.length; i++) {
      at[i] = -5 + 0.01 * i;
    }
    for (String model :
        List.of("x ~ cauchy(m, g) + normal(0, s)", "x ~ uniform(-g, g) + normal(m, s)")) {
      RandomVariable v = read(model, point, -5, 5);
      List<Expr> outputs = new ArrayList<>(List.of(v.logDensity(X), v.cdf(X)));
      outputs.addAll(Derivative.gradient(v.logDensity(X), all));
      double[][] expected = Evaluation.rows(REFERENCE, outputs, point, "x", at);
      double[][] found = Evaluation.rows(new SimdBackend(), outputs, point, "x", at);
      for (int k = 0; k < expected.length; k++) {
        assertArrayEquals(expected[k], found[k]);
      }
      Expr mass = v.probability(edge, ahead);
      List<Expr> bins = new ArrayList<>(List.of(mass));
      bins.addAll(Derivative.gradient(mass, all));
      expected = Evaluation.bins(REFERENCE, bins, point, "x", at);
      found = Evaluation.bins(new SimdBackend(), bins, point, "x", at);
      for (int k = 0; k < expected.length; k++) {
        assertArrayEquals(expected[k], found[k]);
      }
    }
  }

  @Test
  void aSumOfSumsIsTabulatedOnceMore() {
    // normal + normal + normal = normal(0, sqrt(1 + 4 + 4))
    Map<String, Double> point = Map.of("s", 2.0);
    RandomVariable sum =
        read("x ~ normal(0, 1) + log(exp(normal(0, s))) + asinh(sinh(normal(0, s)))", point, -9, 9);
    for (double x : new double[] {-8.5, -3, 0, 1.25, 6, 9}) {
      double expected = Math.exp(-x * x / 18) / (3 * Math.sqrt(2 * Math.PI));
      assertEquals(expected, value(sum.density(X), point, x), 1e-9);
    }
    assertEquals(0.5, value(sum.cdf(X), point, 0), 1e-9);
  }

  /** E + F has density 2 (exp(-x) - exp(-2 x)) for E, F exponential of rates 1, 2. */
  @Test
  void inASumOfThreeTheSmoothLawComesBeforeTheSecondThatJumps() {
    Map<String, Double> point = Map.of("s", 0.5);
    double[] at = IntStream.rangeClosed(0, 200).mapToDouble(i -> -2 + i * 0.03).toArray();
    double[] slow =
        values(read("x ~ exponential(1) + normal(0, s)", point, -2, 4).density(X), point, at);
    double[] fast =
        values(read("x ~ exponential(2) + normal(0, s)", point, -2, 4).density(X), point, at);
    double[] expected =
        IntStream.range(0, at.length).mapToDouble(i -> 2 * slow[i] - fast[i]).toArray();
    for (String model :
        List.of(
            "x ~ weibull(1, 1) + weibull(1, 0.5) + normal(0, s)",
            "x ~ weibull(1, 1) + (normal(0, s) + weibull(1, 0.5))",
            "x ~ normal(0, s) + (weibull(1, 0.5) + weibull(1, 1))")) {
      RandomVariable sum = read(model, point, -2, 4);
      assertTrue(((TabulatedSum) ((Draw) sum).law()).error() < 1e-8, model);
      assertTrue(largestDifference(sum.density(X), point, at, expected) < 1e-9, model);
    }
  }

  @Test
  void aTabulatedTailLostInRoundingHasAFiniteLogarithm() {
    Map<String, Double> point = Map.of("s", 0.1);
    RandomVariable sum = read("x ~ weibull(1, 1) + normal(0, s)", point, -5, 60);
    double[] at = IntStream.range(0, 176).mapToDouble(i -> -5 + 0.37 * i).toArray();
    for (double log : values(sum.logDensity(X), point, at)) {
      assertTrue(log > -800 && log < 1, "log density " + log);
    }
  }

  private static RandomVariable read(
      String model, Map<String, Double> point, double low, double high) {
    return ModelReader.read(Text.of("model", model), point.keySet())
        .variables()
        .get("x")
        .resolved(new Domain(low, high), point);
  }

  private static double value(Expr e, Map<String, Double> point, double x) {
    return values(e, point, x)[0];
  }

  private static void assertClose(double expected, double found, double relative, String where) {
    assertEquals(expected, found, relative * Math.abs(expected), where);
  }
}
