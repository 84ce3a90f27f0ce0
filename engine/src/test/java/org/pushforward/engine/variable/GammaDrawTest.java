package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.distribution.Gamma;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Draws by rejection move with their parameters as their law does. */
class GammaDrawTest {

  /**
   * dx/da at the draw's own probability, -(dF/da) / p at x; below shape 1, where x = y u^(1/a) with
   * y of shape a + 1, the draws y and u stay at their own.
   */
  // mpmath 1.3, 40 digits, from the x drawn: F by gammainc, dF/da by diff.
  @ParameterizedTest
  @CsvSource({
    "1.3, 0, 1.3362216357603094, 1.1492601438114095",
    "2, 1, 2.4647449036978775, 1.2040325205417686",
    "7, 2, 5.836867489313702, 0.93383298463631643",
    "50, 3, 67.72455471704238, 1.1632349148927578",
    "2000, 4, 1861.394760501648, 0.96459963430143972",
    "0.6, 5, 0.24845578663920795, 0.8140998185584212",
    "0.02, 6, 2.556105674816173e-6, 0.0018479319604816224"
  })
  void aDrawMovesWithTheShape(double shape, long sample, double drawn, double slope) {
    Parameter a = Parameter.of("a");
    Expr x = Sampler.draw(new Draw(new Gamma(a, Expr.of(1))), 0);
    List<Expr> outputs = List.of(x, Derivative.of(x, a));
    double[][] found = new double[2][1];
    new ReferenceBackend()
        .kernel(Lowering.program(outputs, List.of("a"), List.of()))
        .evaluate(new double[] {shape}, EventBlock.samples(20261121, sample, 1), found);
    assertEquals(drawn, found[0][0]);
    assertEquals(slope, found[1][0], 1e-10 * Math.abs(slope));
  }
}
