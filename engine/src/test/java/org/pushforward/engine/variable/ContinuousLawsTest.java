package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Laws of the table against 50 digits, their derivatives in every argument too. */
class ContinuousLawsTest {
  private static final Column X = Column.of("x");

  /**
   * Those whose slopes of the cdf are sums of such terms, and x density, for small arguments too.
   */
  private static final Set<String> INTEGRATED = Set.of("rice", "von_mises", "skew_normal", "voigt");

  /**
   * Relative to 1e-13; exp(t) has the error 2^-53 t of its argument's roundings besides, a few of
   * them, and an ulp in each argument changes the density by the sum of |argument slope|. Slopes
   * are sums that may vanish, of terms like 1 / argument, those of the smaller tail like (its mass)
   * log(mass) / argument.
   */
  @ParameterizedTest
  @CsvSource({"continuous_laws, 480", "particle_laws, 450"})
  void valuesAndDerivativesAreThoseOfFiftyDigits(String table, int least) {
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String[] row : Reference.rows("variable/" + table + ".csv")) {
      NamedLaws.Open open = NamedLaws.open(row[0] + "(" + row[1].replace(" ", ", ") + ")");
      RandomVariable law = open.law();
      Map<String, Double> point = open.point();
      List<Double> arguments = List.copyOf(point.values());
      List<Parameter> parameters = point.keySet().stream().map(Parameter::of).toList();
      List<Expr> outputs = new ArrayList<>(List.of(law.density(X), law.cdf(X), law.survival(X)));
      outputs.addAll(Derivative.gradient(law.logDensity(X), parameters));
      boolean isLow = Double.parseDouble(row[4]) < Double.parseDouble(row[5]);
      Expr tail = isLow ? law.cdf(X) : law.survival(X).negate();
      outputs.addAll(Derivative.gradient(tail, parameters));
      double[][] found =
          Evaluation.rows(new ReferenceBackend(), outputs, point, "x", Double.parseDouble(row[2]));
      double[] expected = numbers(String.join(" ", Arrays.copyOfRange(row, 3, row.length)));
      assertEquals(expected.length, found.length);
      double condition = 0;
      for (int i = 0; i < arguments.size(); i++) {
        condition += Math.abs(arguments.get(i) * expected[3 + i]);
      }
      for (int k = 0; k < expected.length; k++) {
        double size = Math.abs(expected[k]);
        double tolerance =
            (1e-13 + 0x1p-51 * Math.abs(Math.log(Math.max(size, 1e-300))) + 0x1p-52 * condition)
                * size;
        double given = k < 3 ? 0 : Math.abs(arguments.get((k - 3) % arguments.size()));
        double argument = k >= 3 && given == 0 ? 1 : given;
        if (k >= 3 && k < 3 + arguments.size()) {
          tolerance = 1e-13 * size + 1e-14 * Math.max(1, 1 / argument);
        } else if (argument > 0) {
          double mass = Math.min(expected[1], expected[2]);
          tolerance += 1e-14 * mass * (1 - Math.log(mass)) / argument;
        }
        if (k >= 3 && INTEGRATED.contains(row[0])) {
          // Up to |z| = 8 the slopes of Faddeeva's function lose 2 |z|^2 ulp.
          double mass = Math.min(expected[1], expected[2]);
          double unit = (row[0].equals("voigt") ? 1e-13 : 1e-14) - 0x1p-53 * Math.log(mass);
          double terms =
              k < 3 + arguments.size()
                  ? 1
                  : mass * (1 - Math.log(mass))
                      + Math.abs(Double.parseDouble(row[2])) * expected[0];
          tolerance += unit * terms / argument;
        }
        if (!(Math.abs(found[k][0] - expected[k]) <= tolerance)) {
          wrong.add(
              "%s %s at %s: %d is %s, not %s"
                  .formatted(row[0], row[1], row[2], k, found[k][0], expected[k]));
        }
      }
      rows++;
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(rows > least, "rows " + rows);
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
