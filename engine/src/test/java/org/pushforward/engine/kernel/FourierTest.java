package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.kernel.simd.SimdBackend;

class FourierTest {
  private final Backend simd = new SimdBackend();

  @Test
  void simdGivesTheReferenceBits() {
    ShapeBits.checkTransforms(new ReferenceBackend(), simd, 15);
  }

  /** Sizes of four passes too. */
  @ParameterizedTest
  @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 22})
  void singleFrequenciesAreOnePoint(int power) {
    int n = 1 << power;
    for (int frequency : new int[] {0, 1, n / 2 + 3, n - 1}) {
      double[] re = new double[n];
      double[] im = new double[n];
      for (int j = 0; j < n; j++) {
        double angle = 2 * Math.PI * ((long) frequency * j % n) / n;
        re[j] = Math.cos(angle);
        im[j] = Math.sin(angle);
      }
      simd.transform(n, 1, re, im);
      re[frequency] -= n;
      check(power, n, re, im, new double[n], new double[n]);
    }
  }

  /** A single point is a frequency. */
  @ParameterizedTest
  @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 22})
  void shiftsTurnTheFrequencies(int power) {
    int n = 1 << power;
    for (int shift : new int[] {0, 1, n / 2 + 3, n - 1}) {
      double[] re = new double[n];
      double[] im = new double[n];
      re[shift] = 1;
      double[] expectedRe = new double[n];
      double[] expectedIm = new double[n];
      for (int k = 0; k < n; k++) {
        double angle = 2 * Math.PI * ((long) shift * k % n) / n;
        expectedRe[k] = Math.cos(angle);
        expectedIm[k] = -Math.sin(angle);
      }
      simd.transform(n, 1, re, im);
      check(power, 1, re, im, expectedRe, expectedIm);
    }
  }

  /**
   * Within 2^-53 log2(n) of the largest of the points, which here is their root mean square too, or
   * all the power: roundings of the log2(n) butterflies add up as squares, these are bounds for
   * their sums.
   */
  private static void check(
      int power, double scale, double[] re, double[] im, double[] expectedRe, double[] expectedIm) {
    double tolerance = 0x1p-53 * power * scale * 2;
    for (int k = 0; k < re.length; k++) {
      assertEquals(expectedRe[k], re[k], tolerance, "point " + k);
      assertEquals(expectedIm[k], im[k], tolerance, "point " + k);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 9, 13, 16, 20})
  void theInverseReturnsTheInput(int power) {
    int n = 1 << power;
    SplittableRandom random = new SplittableRandom(7);
    double[] re = random.doubles(n, -1, 1).toArray();
    double[] im = random.doubles(n, -1, 1).toArray();
    double[] x = re.clone();
    double[] y = im.clone();
    simd.transform(n, 1, x, y);
    simd.transform(n, 1, y, x);
    double squares = 0;
    for (int i = 0; i < n; i++) {
      squares += Math.pow(x[i] / n - re[i], 2) + Math.pow(y[i] / n - im[i], 2);
    }
    // Two transforms, of numbers whose root mean square is below 1.
    assertTrue(Math.sqrt(squares / n) < 2 * 0x1p-53 * power, "error " + Math.sqrt(squares / n));
  }
}
