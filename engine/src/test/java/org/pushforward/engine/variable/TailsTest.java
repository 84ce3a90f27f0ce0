package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Logarithms of tails, of functions and of all laws, to a relative 1e-13. */
class TailsTest {
  @Test
  void logarithmsOfTailsKeepTheirDigits() {
    for (String[] row : Reference.rows("variable/tails.csv")) {
      String formula = row[0].replaceAll("\"|;$", "").replace(';', ',');
      double expected = Double.parseDouble(row[2]);
      double found = at(read(formula), Double.parseDouble(row[1]));
      assertEquals(expected, found, 1e-13 * Math.abs(expected), formula + " at " + row[1]);
    }
  }

  /** A law stands for the logarithm of its survival function at x, any other formula for itself. */
  private static Expr read(String formula) {
    boolean isLaw = !formula.contains("(x)");
    String model = "y ~ " + (isLaw ? formula : "normal(" + formula + ", 1)");
    RandomVariable y = ModelReader.read(Text.of("model", model), List.of("x")).variables().get("y");
    return isLaw ? Formulas.log(y.survival(Parameter.of("x"))) : ((Normal) ((Draw) y).law()).mean();
  }

  private static double at(Expr e, double x) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), Map.of("x", x), "none", 0)[0][0];
  }
}
