package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.convolution.Algorithm;
import org.pushforward.engine.convolution.IntegratedSum;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.simd.SimdBackend;

class IntegratedSumTest {
  private static final Column S = Column.of("s");

  private static RandomVariable read(String model, List<String> parameters) {
    return ModelReader.read(Text.of("test", "y ~ " + model), parameters).variables().get("y");
  }

  private static RandomVariable integrated(String model, List<String> parameters) {
    RandomVariable sum = ((Sum) read(model, parameters)).integrated(Map.of(), v -> v);
    assertInstanceOf(IntegratedSum.class, ((Draw) sum).law());
    return sum;
  }

  private static double[] values(List<Expr> formulas, Map<String, Double> at, double s) {
    double[][] values = new double[formulas.size()][1];
    new SimdBackend()
        .kernel(Lowering.program(formulas, List.copyOf(at.keySet()), List.of(S.name())))
        .evaluate(
            at.values().stream().mapToDouble(v -> v).toArray(),
            new EventBlock(new double[][] {{s}}, 1),
            values);
    return formulas.stream().mapToDouble(f -> values[formulas.indexOf(f)][0]).toArray();
  }

  private static double value(Expr formula, double s) {
    return values(List.of(formula), Map.of(), s)[0];
  }

  /** mpmath's quad, 30 digits, of the product of the densities between their joints. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "student_t(3, 0, 1) + normal(0, 1) | -40 | -13.55668290618071349636",
        "student_t(3, 0, 1) + normal(0, 1) | -1.5 | -1.889677314803296917879",
        "student_t(3, 0, 1) + normal(0, 1) | 0 | -1.372053188539505164293",
        "student_t(3, 0, 1) + normal(0, 1) | 0.7 | -1.488144854640115676324",
        "student_t(3, 0, 1) + normal(0, 1) | 6 | -5.866622915901523495934",
        "student_t(3, 0, 1) + normal(0, 1) | 1e4 | -35.64502572019202147193",
        "cauchy(0, 1) + laplace(0, 1) | -40 | -8.519328255162098604",
        "cauchy(0, 1) + laplace(0, 1) | -1.5 | -2.130500404592789275483",
        "cauchy(0, 1) + laplace(0, 1) | 0 | -1.620430312297350770555",
        "cauchy(0, 1) + laplace(0, 1) | 0.7 | -1.757154509989599557628",
        "cauchy(0, 1) + laplace(0, 1) | 6 | -4.49629389608512233701",
        "cauchy(0, 1) + laplace(0, 1) | 1e4 | -19.56541057980175679628",
        "gamma(0.5, 1) + weibull(2, 1) | 0.001 | -9.953369271306257592389",
        "gamma(0.5, 1) + weibull(2, 1) | 0.7 | -0.6021911683243427321002",
        "gamma(0.5, 1) + weibull(2, 1) | 3 | -2.8348748957903520717",
        "gamma(0.5, 1) + weibull(2, 1) | 12 | -12.75989359323052756627",
        "gamma(0.5, 1) + weibull(2, 1) | 60 | -61.60558100902906703607",
      })
  void densitiesAreTheConvolutions(String model, double s, double logDensity) {
    assertEquals(
        logDensity, value(integrated(model, List.of()).logDensity(S), s), 2e-13, model + " " + s);
  }

  /**
   * weibull(1, 1/a) is exponential. With E of rate a and F of rate b: E - F has the density a b /
   * (a + b) exp(-a s) above 0 and exp(b s) below, E + F a b / (b - a) (exp(-a s) - exp(-b s)).
   */
  @ParameterizedTest
  @ValueSource(doubles = {-300, -7.5, -1e-9, 0, 1e-9, 0.3, 2, 90, 500})
  void exponentialLawsAreAddedAndSubtracted(double s) {
    double a = 1.5;
    double b = 0.5;
    RandomVariable difference = integrated("weibull(1, 1/1.5) - weibull(1, 2)", List.of());
    double decay = Math.exp(s > 0 ? -a * s : b * s);
    double tail = decay * (s > 0 ? b : a) / (a + b);
    near(a * b / (a + b) * decay, value(difference.density(S), s));
    near(s > 0 ? 1 - tail : tail, value(difference.cdf(S), s));
    near(s > 0 ? tail : 1 - tail, value(difference.survival(S), s));
    RandomVariable sum = integrated("weibull(1, 1/1.5) + weibull(1, 2)", List.of());
    double rise = -Math.expm1(-(a - b) * Math.max(s, 0)) * Math.exp(-b * Math.max(s, 0));
    near(a * b / (a - b) * rise, value(sum.density(S), s));
  }

  /**
   * Density and cdf at a = 0.48, s = 0.413, t = 0.156, b = -0.7 and c = 0.7, by mpmath's quad of 25
   * digits.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gumbel(a, s) + cauchy(0, t)       | 1    | 0.468346108621428561   | 0.699317563584222974",
        "weibull(1.7, s) + cauchy(0, t)    | 1    | 0.199105173328414099   | 0.90429564300952365",
        "frechet(2.5, s) + cauchy(0, t)    | 1    | 0.326214374987884085   | 0.81355629303104067",
        "pareto(s, 2.5) + cauchy(0, t)     | 1    | 0.379615540815053853   | 0.797482609392174298",
        "b*half_normal(1) + laplace(0, t)  | -1.5 | 0.133973023015531283   | 0.0411681241615437966",
        "b*half_normal(1) + laplace(0, t)  | -0.4 | 0.896292252920213407   | 0.578278766615236441",
        "b*half_normal(1) + laplace(0, t)  | 0.3  | 0.0796610351139071534  | 0.987572878522230484",
        "b*half_normal(1) + laplace(0, t)  | 1.5  | 3.63512342675005939e-5 | 0.99999432920745427",
        "c*half_normal(1) + laplace(0, t)  | -1.5 | 3.63512342675005939e-5 | 5.67079254573009265e-6",
        "c*half_normal(1) + laplace(0, t)  | -0.4 | 0.0419616006897412227  | 0.00654600970759963073",
        "c*half_normal(1) + laplace(0, t)  | 0.3  | 0.922207712999291053   | 0.330479599712833162",
        "c*half_normal(1) + laplace(0, t)  | 1.5  | 0.133973023015531283   | 0.958831875838456203",
        "-c*half_normal(1) + laplace(0, t) | -1.5 | 0.133973023015531283   | 0.0411681241615437966",
      })
  void endsMayDependOnParameters(String model, double s, double density, double cdf) {
    Map<String, Double> at =
        new TreeMap<>(Map.of("a", 0.48, "s", 0.413, "t", 0.156, "b", -0.7, "c", 0.7));
    RandomVariable sum = integrated(model, List.copyOf(at.keySet()));
    double[] found = values(List.of(sum.density(S), sum.cdf(S), sum.survival(S)), at, s);
    near(density, found[0]);
    near(cdf, found[1]);
    assertEquals(1 - cdf, found[2], 1e-14);
  }

  /** The derivatives by a scale of either sign are those of the law of either direction. */
  @ParameterizedTest
  @ValueSource(doubles = {-0.7, 0.7})
  void derivativesAreFiniteWhereEndsAreNot(double b) {
    RandomVariable sum = integrated("b*half_normal(1) + laplace(0, 0.156)", List.of("b"));
    RandomVariable known =
        integrated((b < 0 ? "-" : "") + "half_normal(b) + laplace(0, 0.156)", List.of("b"));
    for (double s : new double[] {-1.5, -0.4, 0.3, 1.5}) {
      double[] found = values(slopes(sum, "b"), Map.of("b", b), s);
      double[] expected = values(slopes(known, "b"), Map.of("b", Math.abs(b)), s);
      for (int i = 0; i < found.length; i++) {
        assertEquals(expected[i] * Math.signum(b), found[i], 1e-12 * Math.abs(expected[i]));
      }
    }
  }

  /** Differences of 30 digits, by mpmath; the cdf's are of what is rounded near 1. */
  @ParameterizedTest
  @CsvSource({
    "-3, -7.986217200949244e-5, 0.0004196531696320063, -1.204213363713837e-5, 6.630246533232615e-5",
    "0.2, -0.1418091116978888, -0.6684598281630554, -0.4196608851606587, 0.0774704621603488",
    "1.7, 0.2253224952081076, 0.2129150987515387, -0.1861852965576685, -0.4227957863373691",
    "5, 0.0004561374592704294, 0.004080595264481103, -0.0001074221060306522, -0.001119637329884783",
  })
  void derivativesAreThoseOfTruncatedImages(
      double s, double densityByC, double densityByD, double cdfByC, double cdfByD) {
    RandomVariable sum =
        integrated("truncate(gumbel(c, d), -2, 4) + normal(0, d)", List.of("c", "d"));
    Map<String, Double> at = new TreeMap<>(Map.of("c", 0.3, "d", 0.6));
    List<Expr> slopes = new ArrayList<>(slopes(sum, "c"));
    slopes.addAll(slopes(sum, "d"));
    double[] found = values(slopes, at, s);
    double[] expected = {densityByC, cdfByC, densityByD, cdfByD};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 1e-12 * Math.abs(expected[i]) + 1e-15);
    }
  }

  /** Slopes of density and cdf by m at m = 0, s = 0.5, by mpmath's quad of 25 digits. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, -0.559060337188626355",
    "0.25, 0.271365273255369901, -0.523939889554697912",
    "-2, -0.0469845363259601026, -0.0153236578269516224",
  })
  void derivativesAreNumbersWhereJointsMeet(double at, double ofDensity, double ofCdf) {
    RandomVariable sum = integrated("normal(m, 0.5) + logistic(0, 0.3)", List.of("m"));
    double[] found = values(slopes(sum, "m"), Map.of("m", 0.0), at);
    assertEquals(ofDensity, found[0], 1e-12 * Math.abs(ofDensity) + 1e-15);
    assertEquals(ofCdf, found[1], 1e-12 * Math.abs(ofCdf));
  }

  /** With z = s / 0.01, far from 10: (z Phi(z) + phi(z)) / 1000, by mpmath. */
  @ParameterizedTest
  @CsvSource({
    "-0.01, 8.3315470587686298383e-5",
    "-0.05, 5.3461655338328149539e-11",
    "-0.25, 1.2187970462990368643e-142",
  })
  void tailsAreThoseOfTheNarrowerTerm(double s, double probability) {
    Scheme scheme = new Scheme(Algorithm.QUADRATURE, 0, 0);
    RandomVariable sum =
        read("uniform(0, 10) + normal(0, 0.01)", List.of())
            .resolved(Domain.between(-1, 11), Map.of(), scheme);
    assertInstanceOf(IntegratedSum.class, ((Draw) sum).law());
    // 10 - s is rounded: 2^-53 |10 F' / F|, F' / F < 2600.
    assertEquals(probability, value(sum.cdf(S), s), 1e-12 * probability);
    assertEquals(probability, value(sum.survival(S), 10 - s), 6e-12 * probability);
  }

  /** The derivatives of density and cdf, by a reverse sweep. */
  private static List<Expr> slopes(RandomVariable sum, String by) {
    List<Parameter> parameter = List.of(Parameter.of(by));
    return Stream.of(sum.density(S), sum.cdf(S))
        .flatMap(f -> Derivative.gradient(f, parameter).stream())
        .toList();
  }

  private static void near(double expected, double actual) {
    assertEquals(expected, actual, 1e-13 * expected);
  }

  /**
   * Two squares of normal variables add to an exponential one of rate 1/2: log p = -s/2 - log 2.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.01, 1, 5, 30, 600})
  void infiniteDensitiesAreAdded(double s) {
    RandomVariable sum = integrated("normal(0, 1)^2 + normal(0, 1)^2", List.of());
    assertEquals(-s / 2 - Math.log(2), value(sum.logDensity(S), s), 1e-12 * (1 + s));
    assertEquals(-Math.expm1(-s / 2), value(sum.cdf(S), s), 1e-12);
    assertEquals(0, value(sum.density(S), -s));
  }

  /** The derivatives by both rates of log(a b / (a + b)) - a s, s > 0. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.5, 20})
  void derivativesAreThoseOfTheClosedForm(double s) {
    Map<String, Double> at = new TreeMap<>(Map.of("a", 1.5, "b", 0.5));
    RandomVariable sum = integrated("weibull(1, 1/a) - weibull(1, 1/b)", List.of("a", "b"));
    double[] found =
        values(
            Derivative.gradient(sum.logDensity(S), List.of(Parameter.of("a"), Parameter.of("b"))),
            at,
            s);
    assertEquals(1 / 1.5 - 0.5 - s, found[0], 1e-12 * (1 + s));
    assertEquals(1 / 0.5 - 0.5, found[1], 1e-12 * (1 + s));
  }

  /** Pieces between joints that meet are lost in the rounding of x and y. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "beta(2, 3) + uniform(0, 1)",
        "uniform(0.1, 0.7) + triangular(0, 0.3, 1.1)",
        "beta(2, 3) - exponential(1)",
        "kumaraswamy(1.5, 2.5) + uniform(0.3, 0.9)",
        "gamma(0.5, 1) + beta(1, 1)",
      })
  void thereAreNumbersWhereJointsAllButMeet(String model) {
    Sum sum = (Sum) read(model, List.of());
    double[] at = besideMeetings(sum);
    double[][] found = found(integrated(model, List.of()), at);
    for (int i = 0; i < at.length; i++) {
      String where = model + " at " + at[i] + ": ";
      assertTrue(found[0][i] >= 0 && found[0][i] < 10, where + found[0][i]);
      assertEquals(1, found[1][i] + found[2][i], 1e-12, where + found[1][i] + found[2][i]);
    }
  }

  /** F(s) - F(s - 1), F(x) = x^2 (6 - 8 x + 3 x^2) = 1 - (1 - x)^3 (1 + 3 x) on [0, 1]. */
  @Test
  void densitiesAreRightWhereJointsAllButMeet() {
    double[] at = besideMeetings((Sum) read("uniform(0, 1) + beta(2, 3)", List.of()));
    double[] found = found(integrated("uniform(0, 1) + beta(2, 3)", List.of()), at)[0];
    for (int i = 0; i < at.length; i++) {
      double x = Math.min(Math.max(at[i] > 1 ? at[i] - 1 : at[i], 0), 1);
      double left = Math.pow(1 - x, 3) * (1 + 3 * x);
      double expected = at[i] > 1 ? left : x * x * (6 - 8 * x + 3 * x * x);
      assertEquals(expected, found[i], 1e-12 * expected + 1e-15, "at " + at[i]);
    }
  }

  /** Points up to three roundings and by powers of ten beside each sum of joints. */
  private static double[] besideMeetings(Sum sum) {
    Set<Double> at = new TreeSet<>();
    for (Expr x : Joints.of(sum.first())) {
      for (Expr y : Joints.of(sum.second())) {
        double s = x.constantOrNaN() + y.constantOrNaN();
        at.add(s);
        for (int ulps = 1; ulps <= 3; ulps++) {
          at.add(s + ulps * Math.ulp(s));
          at.add(s - ulps * Math.ulp(s));
        }
        for (double distance = 1e-17; distance < 0.1; distance *= 10) {
          at.add(s + distance);
          at.add(s - distance);
        }
      }
    }
    return at.stream().mapToDouble(s -> s).toArray();
  }

  /** Density, cdf and survival. */
  private static double[][] found(RandomVariable sum, double[] at) {
    return Evaluation.rows(
        new SimdBackend(), List.of(sum.density(S), sum.cdf(S), sum.survival(S)), Map.of(), "s", at);
  }
}
