package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Laws that are images, and images under powers and the logarithm. */
class LawsTest {
  private static final Column X = Column.of("x");

  /**
   * A few roundings, and what the density's argument loses when x is divided and taken to a power:
   * (x p' / p) 2^-53 is |log p| 2^-53 and, for large shapes, up to 100 times that.
   */
  private static double tolerance(double expected, double shape) {
    double log = Math.abs(Math.log(Math.max(Math.abs(expected), 1e-300)));
    return (1e-14 + 0x1p-51 * (1 + log) * Math.max(1, shape)) * Math.abs(expected);
  }

  @Test
  void valuesAreThoseOfSixtyDigits() {
    int rows = 0;
    for (String[] row : Reference.rows("variable/laws_mpmath.csv")) {
      double x = Double.parseDouble(row[2]);
      RandomVariable law = read(row[0] + "(" + row[1].replace(" ", ", ") + ")");
      double shape = largest(row[1]);
      List<Expr> found = List.of(law.density(X), law.cdf(X), law.survival(X));
      for (int k = 0; k < 3; k++) {
        double expected = Double.parseDouble(row[3 + k]);
        assertEquals(
            expected,
            at(found.get(k), x),
            tolerance(expected, shape),
            k + " of " + String.join(" ", row));
      }
      rows++;
    }
    assertTrue(rows > 80, "rows " + rows);
  }

  @Test
  void valuesAreThoseOfCommonsStatistics() {
    int rows = 0;
    for (String[] row : Reference.rows("variable/commons_statistics.csv")) {
      RandomVariable law = read(named(row[0], row[2].split(" ")));
      Expr value =
          switch (row[3]) {
            case "cdf", "cdf_hp" -> law.cdf(X);
            case "sf", "sf_hp" -> law.survival(X);
            case "pdf" -> law.density(X);
            case "logpdf" -> law.logDensity(X);
            default -> throw new IllegalArgumentException(row[3]);
          };
      double expected = number(row[5]);
      // The tables have 15 digits or more, but are not right to more than 14 throughout.
      double tolerance = 1e-13 * Math.abs(expected) + tolerance(expected, largest(row[2]));
      assertEquals(
          expected,
          at(value, number(row[4])),
          Double.isInfinite(expected) ? 0 : tolerance,
          String.join(" ", row));
      rows++;
    }
    assertTrue(rows > 3924, "rows " + rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sqrt(exponential(2)) | rayleigh(0.5)",
        "exponential(1)^0.4 | weibull(2.5, 1)",
        "3/exponential(1) | frechet(1, 3)",
        "1 - 2*log(exponential(1)) | gumbel(1, 2)",
        "log(pareto(3, 2)) | log(3) + exponential(2)",
        "1/log_normal(1, 0.5) | log_normal(-1, 0.5)",
        "log(weibull(2, 3)^2) | 2*log(weibull(2, 3))"
      })
  void oneLawWrittenInTwoWaysIsOneLaw(String first, String second) {
    RandomVariable a = read(first);
    RandomVariable b = read(second);
    double[] at = {0.03, 0.4, 1.5, 4, 11};
    double[] p = values(a.logDensity(X), at);
    double[] q = values(b.logDensity(X), at);
    for (int i = 0; i < at.length; i++) {
      assertEquals(p[i], q[i], p[i] == q[i] ? 0 : 1e-13 * (1 + Math.abs(p[i])), "at " + at[i]);
    }
  }

  @Test
  void rangesHaveTheirProbabilities() {
    for (String law :
        List.of(
            "weibull(0.7, 1.3)",
            "frechet(2, 1.5)",
            "gumbel(2, 1.5)",
            "rayleigh(2)",
            "pareto(0.5, 1.5)",
            "1/weibull(0.7, 1.3)")) {
      RandomVariable x = read(law);
      double[] edges = IntStream.rangeClosed(0, 40).mapToDouble(i -> -1 + 0.25 * i).toArray();
      Column edge = Column.edges("x");
      double[] masses =
          Evaluation.bins(
              new ReferenceBackend(),
              List.of(x.probability(edge, Formulas.ahead(edge))),
              Map.of(),
              "x",
              edges)[0];
      double[] cdf = values(x.cdf(X), edges);
      double[] conditioned = values(x.conditioned(1, 4).density(X), edges);
      double[] density = values(x.density(X), edges);
      double between = cdf[20] - cdf[8];
      for (int i = 0; i < masses.length; i++) {
        assertEquals(cdf[i + 1] - cdf[i], masses[i], 1e-14, law + " at " + edges[i]);
        if (edges[i] >= 1 && edges[i] <= 4) {
          assertEquals(density[i] / between, conditioned[i], 1e-13, law + " at " + edges[i]);
        }
      }
    }
  }

  @Test
  void whatMayBeNegativeHasNoPower() {
    for (String model : List.of("sqrt(normal(0, 1))", "log(cauchy(0, 1))", "uniform(-1, 1)^2.5")) {
      SpecException refused = assertThrows(SpecException.class, () -> read(model));
      assertTrue(refused.getMessage().contains("positive variables only"), refused.getMessage());
    }
  }

  /** The law that Commons names so, in the language. */
  static String named(String law, String... p) {
    return switch (law) {
      case "lognormal" -> "log_normal(%s, %s)".formatted((Object[]) p);
      case "foldednormal" -> "half_normal(%s)".formatted(p[1]);
      case "gamma" -> "gamma(%s, 1/%s)".formatted((Object[]) p);
      case "exponential" -> "exponential(1/%s)".formatted((Object[]) p);
      case "uniformcontinuous" -> "uniform(%s, %s)".formatted((Object[]) p);
      case "chisquared" -> "chi_squared(%s)".formatted((Object[]) p);
      case "t" -> "student_t(%s, 0, 1)".formatted((Object[]) p);
      default -> law + "(" + String.join(", ", p) + ")";
    };
  }

  private static RandomVariable read(String law) {
    return ModelReader.read(Text.of("model", "x ~ " + law), List.of()).variables().get("x");
  }

  private static double largest(String arguments) {
    return Arrays.stream(arguments.split(" "))
        .mapToDouble(LawsTest::number)
        .map(Math::abs)
        .max()
        .orElseThrow();
  }

  private static double number(String text) {
    return Double.parseDouble(text.replaceFirst("(?i)inf$", "Infinity"));
  }

  private static double at(Expr e, double x) {
    return values(e, new double[] {x})[0];
  }

  private static double[] values(Expr e, double[] x) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), Map.of(), "x", x)[0];
  }
}
