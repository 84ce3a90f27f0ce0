package org.pushforward.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pushforward.engine.gradient.Asked.at;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.number.PartialSum;

/** Gradients from scrambled Sobol points. */
class ScrambledPointsTest {
  private static final double M = 0.3;
  private static final double S = 0.5;

  /** E sin(sum_k x_k / k) with x_k normal(m, s): sin(m H) exp(-s^2 Q / 2). */
  private static final String F = "sin(x1 + x2/2 + x3/3 + x4/4 + x5/5)";

  private static final double H = 1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0 + 1 / 5.0;
  private static final double Q = 1 + 1 / 4.0 + 1 / 9.0 + 1 / 16.0 + 1 / 25.0;
  private static final double[] EXACT = {
    H * Math.cos(M * H) * Math.exp(-S * S * Q / 2),
    -S * Q * Math.sin(M * H) * Math.exp(-S * S * Q / 2)
  };

  private static Gradient gradient(long seed) {
    Asked asked = Asked.of(F, "x ~ iid(5, normal(m, s))", at("m", M, "s", S), "m", "s");
    Choice choice = new Choice(new Estimator.Pathwise(), Numbers.SOBOL, false);
    return Plan.of(asked.expectation(), List.of(choice), false, seed).gradients().get(0);
  }

  /**
   * From 2^18 to 2^22 points; an error from 64 replicates is right to 9 %, so the exponent to 0.05.
   */
  @Test
  void theErrorOfASmoothIntegrandInFiveDimensionsFallsFasterThanIndependentOnes() {
    Gradient gradient = gradient(1);
    PartialSum sums = gradient.work().zero();
    long done = 0;
    double[] errors = new double[3];
    for (int i = 0; i < 3; i++) {
      long samples = gradient.round() << 2 * i;
      gradient.work().add(Asked.SIMD, done, samples, sums);
      done = samples;
      GradientEstimate e = gradient.estimates(sums, samples).get(0);
      // Student's t of 63 degrees beyond 4.5: 3e-5.
      assertEquals(EXACT[0], e.value(), 4.5 * e.standardError());
      errors[i] = e.standardError();
    }
    double exponent = Math.log(errors[2] / errors[0]) / Math.log(16);
    assertTrue(exponent < -0.9, "error falls as n^" + exponent);
    double independent =
        Math.sqrt(gradient.estimates(sums, done).get(0).varianceOfOneSample() / done);
    assertTrue(errors[2] < independent / 20, errors[2] + " against " + independent);
  }

  /** (value - exact) / error of 16 estimates: their mean square is 1 to 0.37; 3.5 of these. */
  @Test
  void errorsAreHonest() {
    double squares = 0;
    for (long seed = 1; seed <= 8; seed++) {
      Gradient gradient = gradient(seed);
      PartialSum sums = gradient.work().zero();
      gradient.work().add(Asked.SIMD, 0, gradient.round(), sums);
      for (int j = 0; j < 2; j++) {
        GradientEstimate e = gradient.estimates(sums, gradient.round()).get(j);
        squares += Math.pow((e.value() - EXACT[j]) / e.standardError(), 2);
      }
    }
    assertEquals(63 / 61.0, squares / 16, 3.5 * Math.sqrt(2 / 16.0) * 1.05);
  }
}
