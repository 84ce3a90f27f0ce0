package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.distribution.Poisson;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Draws of Poisson's law: counted below a rate of 10, by rejection from there on. */
class PoissonDrawTest {
  private static final int COUNT = 1_000_000;
  private static final Parameter RATE = Parameter.of("rate");

  /**
   * Chi-squared over the values that are expected 10 times or more: with c of them it is c and the
   * standard deviation sqrt(2 c), exceeded 7 times by one draw in 10^9 or so; and Kolmogorov and
   * Smirnov, exceeded by less than one in 10^6. The seed is fixed.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 3, 9.9, 10, 30, 100, 1e4, 1e6})
  void drawsHaveTheirProbabilities(double rate) {
    double[] drawn = draws(new Poisson(RATE), rate, COUNT);
    Map<Double, Integer> counts = new HashMap<>();
    for (double k : drawn) {
      counts.merge(k, 1, Integer::sum);
    }
    double first = Math.max(0, Math.floor(rate - 6 * Math.sqrt(rate)));
    double last = Math.ceil(rate + 6 * Math.sqrt(rate) + 6);
    double[] k = IntStream.rangeClosed((int) first, (int) last).asDoubleStream().toArray();
    Poisson law = new Poisson(Expr.of(rate));
    Column x = Column.of("x");
    double[][] of =
        Evaluation.rows(
            new ReferenceBackend(), List.of(law.logShape(x), law.cdf(x)), Map.of(), "x", k);
    double chi = 0;
    int cells = 0;
    int below = 0;
    for (int i = 0; i < k.length; i++) {
      int count = counts.getOrDefault(k[i], 0);
      below += count;
      double expected = COUNT * Math.exp(of[0][i]);
      if (expected >= 10) {
        chi += Math.pow(count - expected, 2) / expected;
        cells++;
      }
      double apart = Math.abs((double) below / COUNT - of[1][i]);
      assertTrue(Math.sqrt(COUNT) * apart < 2.694, k[i] + ": " + apart);
    }
    assertEquals(cells, chi, 7 * Math.sqrt(2.0 * cells) + 10);
    // Beyond 6 standard deviations and 6 there are 10^-8.
    assertEquals(COUNT, below);
  }

  @ParameterizedTest
  @ValueSource(strings = {"poisson(0.3)", "poisson(9.9)", "poisson(10)", "poisson(1e6)"})
  void drawsAreTheSameBits(String law) {
    SameBits.checkDraws(law, new ReferenceBackend(), new SimdBackend());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 3, 9.9, 10, 100, 1e6})
  void aConstantRateAndAParameterDrawTheSame(double rate) {
    assertArrayEquals(
        draws(new Poisson(RATE), rate, 1000), draws(new Poisson(Expr.of(rate)), rate, 1000));
  }

  @Test
  void rateZeroDrawsZeroAndWhatIsNoRateNothing() {
    assertArrayEquals(new double[3], draws(new Poisson(RATE), 0, 3));
    double[] none = {Double.NaN, Double.NaN};
    assertArrayEquals(none, draws(new Poisson(RATE), -1, 2));
    assertArrayEquals(none, draws(new Poisson(RATE), Double.NaN, 2));
  }

  /** Whole numbers do not move with the rate. */
  @Test
  void theDerivativeIsZero() {
    Expr draw = Sampler.draw(new Draw(new Poisson(RATE)), 0);
    assertTrue(Derivative.of(draw, RATE).is(0));
  }

  private static double[] draws(Poisson law, double rate, int count) {
    Expr draw = Sampler.draw(new Draw(law), 0);
    Kernel kernel =
        new SimdBackend().kernel(Lowering.program(List.of(draw), List.of("rate"), List.of()));
    double[][] drawn = new double[1][count];
    kernel.evaluate(new double[] {rate}, EventBlock.samples(20261121, 0, count), drawn);
    return drawn[0];
  }
}
