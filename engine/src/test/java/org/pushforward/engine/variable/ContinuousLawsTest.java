package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Laws of the table against 50 digits, their derivatives in every argument too. */
class ContinuousLawsTest {
  private static final Column X = Column.of("x");

  /**
   * Relative to 1e-13; exp(t) has the error 2^-53 t of its argument's roundings besides, a few of
   * them. Slopes are sums that may vanish, of terms like 1 / argument, those of the cdf like (mass
   * of the tail) log(mass) / argument.
   */
  @Test
  void valuesAndDerivativesAreThoseOfFiftyDigits() {
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String[] row : Reference.rows("variable/continuous_laws.csv")) {
      Map<String, Double> point = new TreeMap<>();
      for (double argument : numbers(row[1])) {
        point.put("p" + point.size(), argument);
      }
      String model = row[0] + "(" + String.join(", ", point.keySet()) + ")";
      RandomVariable law = read(model, point);
      List<Parameter> parameters = point.keySet().stream().map(Parameter::of).toList();
      List<Expr> outputs = new ArrayList<>(List.of(law.density(X), law.cdf(X), law.survival(X)));
      outputs.addAll(Derivative.gradient(law.logDensity(X), parameters));
      outputs.addAll(Derivative.gradient(law.cdf(X), parameters));
      double[][] found =
          Evaluation.rows(new ReferenceBackend(), outputs, point, "x", Double.parseDouble(row[2]));
      double[] expected = numbers(String.join(" ", Arrays.copyOfRange(row, 3, row.length)));
      assertEquals(expected.length, found.length);
      for (int k = 0; k < expected.length; k++) {
        double size = Math.abs(expected[k]);
        double tolerance = (1e-13 + 0x1p-51 * Math.abs(Math.log(Math.max(size, 1e-300)))) * size;
        double argument = k < 3 ? 0 : Math.abs(point.get("p" + (k - 3) % point.size()));
        if (k >= 3 && k < 3 + point.size()) {
          tolerance = 1e-13 * size + 1e-14 * Math.max(1, 1 / argument);
        } else if (argument > 1) {
          double tail = Math.min(expected[1], expected[2]);
          tolerance += 1e-14 * tail * (1 - Math.log(tail)) / argument;
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
    assertTrue(rows > 370, "rows " + rows);
  }

  private static RandomVariable read(String law, Map<String, Double> point) {
    return ModelReader.read(Text.of("model", "x ~ " + law), point.keySet()).variables().get("x");
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
