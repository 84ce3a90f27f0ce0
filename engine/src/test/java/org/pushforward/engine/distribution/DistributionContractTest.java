package org.pushforward.engine.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;

/** What holds for every law. */
class DistributionContractTest {
  private static final Column X = Column.of("x");
  private static final Column EDGE = Column.edges("x");

  static Stream<Distribution> laws() {
    return Stream.of(
        new Normal(Expr.of(0.7), Expr.of(1.3)),
        new Uniform(Expr.of(-0.5), Expr.of(2.25)),
        new Exponential(Expr.of(0.8)),
        new Cauchy(Expr.of(-0.3), Expr.of(0.6)),
        new Logistic(Expr.of(0.4), Expr.of(0.7)),
        new Laplace(Expr.of(0.25), Expr.of(0.9)),
        new HalfNormal(Expr.of(1.3)),
        new HalfCauchy(Expr.of(0.6)),
        new Gamma(Expr.of(0.6), Expr.of(1.5)),
        new Gamma(Expr.of(4.5), Expr.of(2)),
        new Beta(Expr.of(0.6), Expr.of(2.5)),
        new BetaPrime(Expr.of(2.5), Expr.of(0.6)),
        new StudentT(Expr.of(3.5), Expr.of(-0.3), Expr.of(0.6)),
        new Arcsine(Expr.of(0), Expr.of(2.25)),
        new Kumaraswamy(Expr.of(1.5), Expr.of(2.5)),
        new Trapezoidal(Expr.of(-0.5), Expr.of(0.25), Expr.of(1), Expr.of(2.25)),
        new Trapezoidal(Expr.of(-0.5), Expr.of(-0.5), Expr.of(1), Expr.of(1)),
        new Trapezoidal(Expr.of(-0.5), Expr.of(1), Expr.of(1), Expr.of(2.25)),
        new InverseGaussian(Expr.of(1.5), Expr.of(0.8)),
        new ExponentiallyModifiedNormal(Expr.of(0.2), Expr.of(0.7), Expr.of(0.9)),
        new GeneralizedNormal(Expr.of(0.25), Expr.of(1.2), Expr.of(1.5)));
  }

  /**
   * Without the one whose density is infinite at 2.25, where doubles are too coarse to integrate.
   */
  static Stream<Distribution> integrable() {
    return laws().filter(law -> !(law instanceof Arcsine));
  }

  @ParameterizedTest
  @MethodSource("integrable")
  void theDistributionFunctionIsTheIntegralOfTheDensity(Distribution law) {
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
      double[] density = rows(Formulas.exp(law.logShape(X).minus(law.logMass())), at);
      for (int i = 0; i < 400; i++) {
        integral[i] += weight * density[i] * 0.05;
      }
    }
    double total = 0;
    for (int i = 0; i < 400; i++) {
      total += integral[i];
      assertEquals(integral[i], masses[i], 1e-12, law + " bin " + edges[i]);
      assertEquals(integral[i], cdf[i + 1] - cdf[i], 1e-12, law + " cdf " + edges[i]);
    }
    // With what the distribution function says lies outside, it is all there is.
    double outside = cdf[0] + rows(law.survival(X), new double[] {edges[400]})[0];
    assertEquals(1, total + outside, 1e-11);
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

  private static double[] rows(Expr e, double[] at) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), Map.of(), "x", at)[0];
  }

  private static double[] bins(Expr e, double[] edges) {
    return Evaluation.bins(new ReferenceBackend(), List.of(e), Map.of(), "x", edges)[0];
  }
}
