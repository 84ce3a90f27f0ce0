package org.pushforward.engine.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.NamedLaws;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.RandomVariable;

/** What holds for every law. */
class DistributionContractTest {
  private static final Column X = Column.of("x");
  private static final Column EDGE = Column.edges("x");

  /** Of all that a model can name, those that are laws and those that the others are images of. */
  static Stream<Distribution> laws() {
    return NamedLaws.CONTINUOUS.stream().map(NamedLaws::read).map(DistributionContractTest::law);
  }

  private static Distribution law(RandomVariable variable) {
    return variable instanceof Draw draw ? draw.law() : law(((Pushed) variable).variable());
  }

  static Stream<String> names() {
    return NamedLaws.CONTINUOUS.stream();
  }

  /**
   * Without the one whose density is infinite at 2.25, where doubles are too coarse to integrate.
   */
  static Stream<String> integrable() {
    return names().filter(law -> !law.startsWith("arcsine"));
  }

  @ParameterizedTest
  @MethodSource("integrable")
  void theDistributionFunctionIsTheIntegralOfTheDensity(String name) {
    RandomVariable law = NamedLaws.read(name);
    // Bins that end where laws jump or are not smooth, and a rule whose points crowd at the ends.
    double[] edges = new double[401];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (i - 200) / 20.0;
    }
    double[] masses = bins(law.probability(EDGE, Formulas.ahead(EDGE)), edges);
    double[] cdf = rows(law.cdf(X), edges);
    double[] integral = new double[400];
    for (int k = -32; k <= 32; k++) {
      double t = k / 8.0;
      double u = Math.PI / 2 * Math.sinh(t);
      double fromEnd = 1 / (1 + Math.exp(2 * Math.abs(u)));
      double weight = Math.PI / 16 * Math.cosh(t) / (Math.cosh(u) * Math.cosh(u)) / 2;
      double[] at = new double[400];
      for (int i = 0; i < 400; i++) {
        at[i] = u < 0 ? edges[i] + 0.05 * fromEnd : edges[i + 1] - 0.05 * fromEnd;
      }
      double[] density = rows(law.density(X), at);
      for (int i = 0; i < 400; i++) {
        integral[i] += weight * density[i] * 0.05;
      }
    }
    double total = 0;
    for (int i = 0; i < 400; i++) {
      total += integral[i];
      assertEquals(integral[i], masses[i], 1e-12, name + " bin " + edges[i]);
      assertEquals(integral[i], cdf[i + 1] - cdf[i], 1e-12, name + " cdf " + edges[i]);
    }
    // With what the distribution function says lies outside, it is all there is.
    double outside = cdf[0] + rows(law.survival(X), new double[] {edges[400]})[0];
    assertEquals(1, total + outside, 1e-11, name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theQuantileInvertsTheDistributionFunction(String name) {
    RandomVariable law = NamedLaws.read(name);
    double[] p = {1e-9, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 0x1p-30};
    double[] at = rows(quantile(law, X), p);
    double[] cdf = rows(law.cdf(X), at);
    double[] survival = rows(law.survival(X), at);
    double[] density = rows(law.density(X), at);
    // A falling image is that of the quantile at 1 - p.
    double rounded = falls(law) ? 2e-16 : 0;
    for (int i = 0; i < p.length; i++) {
      // A few roundings of x beside those of p.
      double moved = 4 * Math.ulp(at[i]) * density[i];
      assertEquals(p[i], cdf[i], 1e-13 * p[i] + rounded + moved, name + " at " + p[i]);
      assertEquals(1 - p[i], survival[i], 1e-13 * (1 - p[i]) + 2e-16 + moved, name);
    }
  }

  /**
   * The limits of central differences of steps h, h / 2, h / 4: what is left is of the order (h /
   * d)^6, d > 0.05 the distance to where the law is not smooth, and rounding 2^-52 / h.
   */
  @ParameterizedTest
  @MethodSource("names")
  void derivativesInEveryParameterAreTheLimitsOfDifferences(String name) {
    NamedLaws.Open open = NamedLaws.open(name);
    double[] at = rows(quantile(NamedLaws.read(name), X), 0.11, 0.37, 0.62, 0.89);
    List<Parameter> parameters = open.point().keySet().stream().map(Parameter::of).toList();
    for (Expr f :
        List.of(
            open.law().logDensity(X), open.law().cdf(X), Formulas.log(open.law().survival(X)))) {
      double[][] found = rows(Derivative.gradient(f, parameters), open.point(), at);
      for (int k = 0; k < found.length; k++) {
        String parameter = parameters.get(k).name();
        double h = 0x1p-11 * Math.max(1, Math.abs(open.point().get(parameter)));
        double[][] d = new double[3][];
        for (int level = 0; level < 3; level++) {
          d[level] = slopes(f, open.point(), parameter, h / (1 << level), at);
        }
        for (int i = 0; i < at.length; i++) {
          double first = (4 * d[1][i] - d[0][i]) / 3;
          double second = (4 * d[2][i] - d[1][i]) / 3;
          double limit = (16 * second - first) / 15;
          double tolerance = 1e-9 * Math.max(1, Math.abs(limit));
          assertEquals(limit, found[k][i], tolerance, name + " in " + parameter + " at " + at[i]);
        }
      }
    }
  }

  private static double[] slopes(
      Expr f, Map<String, Double> point, String parameter, double h, double... at) {
    Map<String, Double> moved = new TreeMap<>(point);
    moved.put(parameter, point.get(parameter) + h);
    double[] up = rows(List.of(f), moved, at)[0];
    moved.put(parameter, point.get(parameter) - h);
    double[] down = rows(List.of(f), moved, at)[0];
    return IntStream.range(0, at.length).mapToDouble(i -> (up[i] - down[i]) / (2 * h)).toArray();
  }

  private static boolean falls(RandomVariable variable) {
    return variable instanceof Pushed image
        && (image.map().rises().is(0) || falls(image.variable()));
  }

  /** Of an image, the image of the quantile. */
  private static Expr quantile(RandomVariable variable, Expr p) {
    if (variable instanceof Draw draw) {
      return draw.law().quantile(p);
    }
    Pushed image = (Pushed) variable;
    Expr inner = Formulas.select(image.map().rises(), p, Expr.of(1).minus(p));
    return image.map().forward(quantile(image.variable(), inner)).value();
  }

  @ParameterizedTest
  @MethodSource("laws")
  void survivalFoldedAndQuantileAgreeWithTheDistributionFunction(Distribution law) {
    double[] at = {-1e3, -9, -2, -0.5, -0.1, 0, 0.3, 0.7, 0.9, 2, 9, 1e3};
    double[] cdf = rows(law.cdf(X), at);
    double[] survival = rows(law.survival(X), at);
    double[] folded = rows(law.folded(X), at);
    double middle = rows(law.middle(), new double[] {0})[0];
    for (int i = 0; i < at.length; i++) {
      assertEquals(1, cdf[i] + survival[i], 1e-15);
      double expected = at[i] <= middle ? cdf[i] : -survival[i];
      assertEquals(expected, folded[i], 1e-13 * Math.abs(expected), law + " at " + at[i]);
    }
    double[] p = {1e-9, 0.01, 0.3, 0.5, 0.9, 0.999};
    double[] back = rows(law.cdf(law.quantile(X)), p);
    for (int i = 0; i < p.length; i++) {
      assertEquals(p[i], back[i], 1e-13 * p[i] + 2e-16, law.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("laws")
  void massesOfRangesAreTheirProbabilities(Distribution law) {
    double[] edges = {-3, -0.5, 0, 0.25, 1, 2, 7};
    double[] probability = bins(law.probability(EDGE, Formulas.ahead(EDGE)), edges);
    double[] mass = bins(law.mass(EDGE, Formulas.ahead(EDGE)), edges);
    double[] log = bins(law.logMass(EDGE, Formulas.ahead(EDGE)), edges);
    double norm = Math.exp(rows(law.logMass(), new double[] {0})[0]);
    for (int i = 0; i < mass.length; i++) {
      assertEquals(probability[i] * norm, mass[i], 1e-13, law + " " + edges[i]);
      assertEquals(Math.log(mass[i]), log[i], mass[i] > 0 ? 1e-12 : 0, law + " " + edges[i]);
    }
  }

  /** A law may state no more than its density, up to a factor that may be beyond doubles. */
  private record Shape(Expr location) implements Tailed {
    @Override
    public Expr logShape(Expr x) {
      Expr z = x.minus(location);
      return Expr.of(3000).minus(z.square().times(0.5));
    }

    @Override
    public Expr middle() {
      return location.plus(0.2);
    }
  }

  @Test
  void aLawThatStatesOnlyItsDensityIsIntegrated() {
    Distribution law = new Shape(Expr.of(0.5));
    Distribution normal = new Normal(Expr.of(0.5), Expr.of(1));
    double mass = rows(law.logMass(), new double[] {0})[0];
    assertEquals(3000 + Math.log(Math.sqrt(2 * Math.PI)), mass, 1e-12);
    double[] at = {-30, -4, 0, 0.5, 0.6, 0.75, 2, 9, 30};
    double[] infinite = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    // Of log masses of 3000 an ulp is 5e-13.
    checkRelative(normal.cdf(X), law.cdf(X), 1e-12, at);
    checkRelative(normal.survival(X), law.survival(X), 1e-12, at);
    checkRelative(normal.cdf(X), law.cdf(X), 0, infinite);
    checkRelative(normal.survival(X), law.survival(X), 0, infinite);
    double[] p = {1e-12, 0.2, 0.5, 0.55, 0.999};
    checkRelative(normal.quantile(X), law.quantile(X), 1e-11, p);
  }

  private static void checkRelative(Expr expected, Expr found, double tolerance, double[] at) {
    double[] first = rows(expected, at);
    double[] second = rows(found, at);
    for (int i = 0; i < at.length; i++) {
      assertEquals(first[i], second[i], tolerance * Math.abs(first[i]), "at " + at[i]);
    }
  }

  @Test
  void valuesAreThoseOfCommonsStatistics() {
    int rows = 0;
    for (String[] row : Reference.rows("distribution/commons_statistics.csv")) {
      double[] p = Stream.of(row[2].split(" ")).mapToDouble(Double::parseDouble).toArray();
      Distribution law =
          switch (row[0]) {
            case "normal" -> new Normal(Expr.of(p[0]), Expr.of(p[1]));
            case "uniformcontinuous" -> new Uniform(Expr.of(p[0]), Expr.of(p[1]));
            case "exponential" -> new Exponential(Expr.of(1).over(p[0]));
            case "cauchy" -> new Cauchy(Expr.of(p[0]), Expr.of(p[1]));
            case "logistic" -> new Logistic(Expr.of(p[0]), Expr.of(p[1]));
            case "laplace" -> new Laplace(Expr.of(p[0]), Expr.of(p[1]));
            default -> throw new IllegalArgumentException(row[0]);
          };
      Expr value =
          switch (row[3]) {
            case "cdf", "cdf_hp" -> law.cdf(X);
            case "sf", "sf_hp" -> law.survival(X);
            case "pdf" -> Formulas.exp(law.logShape(X).minus(law.logMass()));
            case "logpdf" -> law.logShape(X).minus(law.logMass());
            default -> throw new IllegalArgumentException(row[3]);
          };
      double expected = Double.parseDouble(row[5].replaceFirst("Inf$", "Infinity"));
      double x = Double.parseDouble(row[4].replaceFirst("Inf$", "Infinity"));
      double found = rows(value, new double[] {x})[0];
      // exp(t) has the relative error |t| 2^-53 of its argument's rounding (a few of them).
      double size = 1e-13 + 4 * 0x1p-53 * Math.abs(Math.log(Math.max(expected, 1e-300)));
      assertEquals(
          expected,
          found,
          Double.isInfinite(expected) ? 0 : size * Math.abs(expected),
          String.join(" ", row));
      rows++;
    }
    assertTrue(rows > 300, "rows " + rows);
  }

  private static double[] rows(Expr e, double... at) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), Map.of(), "x", at)[0];
  }

  private static double[][] rows(List<Expr> outputs, Map<String, Double> point, double... at) {
    return Evaluation.rows(new ReferenceBackend(), outputs, point, "x", at);
  }

  private static double[] bins(Expr e, double[] edges) {
    return Evaluation.bins(new ReferenceBackend(), List.of(e), Map.of(), "x", edges)[0];
  }
}
