package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
      double found = at(read(formula), Map.of("x", Double.parseDouble(row[1])));
      assertEquals(expected, found, 1e-13 * Math.abs(expected), formula + " at " + row[1]);
    }
  }

  /** The first value also in the reference's README; 60 digits by mpmath's erfc. */
  @ParameterizedTest
  @CsvSource({
    "8, 9, 8.1, 0.5583754014201232958226072, 0.4416245985798767041773928",
    "9, 12, 9.1, 0.5998017109153184720855429, 0.4001982890846815279144571",
    "9, 12, 11, 0.9999999983070517120342184, 1.692948287965781570924389e-9"
  })
  void aTruncatedTailKeepsItsDigits(double low, double high, double x, double cdf, double above) {
    Expr at = Parameter.of("x");
    RandomVariable normal = new Draw(new Normal(Expr.of(0), Expr.of(1)));
    Truncated constant = new Truncated(normal, Expr.of(low), Expr.of(high));
    Truncated varying = new Truncated(normal, Parameter.of("a"), Parameter.of("b"));
    Map<String, Double> all = Map.of("a", low, "b", high, "x", x);
    for (Truncated y : List.of(constant, varying)) {
      // x^2 2^-53 of rounding x, and what the masses of 8 and 9 have.
      assertEquals(cdf, at(y.cdf(at), all), 1e-13 * cdf, "cdf");
      assertEquals(above, at(y.survival(at), all), 1e-13 * above, "survival");
    }
  }

  /** A law stands for the logarithm of its survival function at x, any other formula for itself. */
  private static Expr read(String formula) {
    boolean isLaw = !formula.contains("(x)");
    String model = "y ~ " + (isLaw ? formula : "normal(" + formula + ", 1)");
    RandomVariable y = ModelReader.read(Text.of("model", model), List.of("x")).variables().get("y");
    return isLaw ? Formulas.log(y.survival(Parameter.of("x"))) : ((Normal) ((Draw) y).law()).mean();
  }

  private static double at(Expr e, Map<String, Double> parameters) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), parameters, "none", 0)[0][0];
  }
}
