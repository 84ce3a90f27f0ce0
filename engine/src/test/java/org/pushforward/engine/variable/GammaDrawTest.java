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
    "1.3, 0, 1.988431664248063, 1.3931860787812603",
    "2, 1, 2.167800854844178, 1.1307301083083157",
    "7, 2, 4.532051651173446, 0.81740262227882631",
    "50, 3, 50.538704930957046, 1.0087256806042618",
    "2000, 4, 2141.7196659848973, 1.0347077190137531",
    "0.6, 5, 0.00875441762686072, 0.0658149215268851",
    "0.02, 6, 0.01785207709770042, 3.1159079488739951"
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
