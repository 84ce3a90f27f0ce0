package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

  /**
   * No error is above c 2^-53 log2(n) of the root mean square of the Z_k, which by Parseval is the
   * root of the sum of squares of the input, c = 1/2 (0.28 is the largest).
   */
  @Test
  void transformsAreThoseOfMpmath() {
    Map<Integer, double[][]> transforms = new HashMap<>();
    for (String[] row : Reference.rows("kernel/fourier_mpmath.csv")) {
      int n = Integer.parseInt(row[0]);
      int k = Integer.parseInt(row[1]);
      double[][] z = transforms.computeIfAbsent(n, this::transform);
      double scale = 0;
      for (int j = 0; j < n; j++) {
        scale += Math.pow(re(j), 2) + Math.pow(im(j), 2);
      }
      double error =
          Math.hypot(
              new BigDecimal(row[2]).subtract(new BigDecimal(z[0][k])).doubleValue(),
              new BigDecimal(row[3]).subtract(new BigDecimal(z[1][k])).doubleValue());
      double bound = 0x1p-54 * Integer.numberOfTrailingZeros(n) * Math.sqrt(scale);
      assertTrue(error < bound, n + " points, " + k + ": " + error / bound);
    }
    assertEquals(Set.of(64, 128, 256, 1024), transforms.keySet());
  }

  private double[][] transform(int n) {
    double[] re = IntStream.range(0, n).mapToDouble(FourierTest::re).toArray();
    double[] im = IntStream.range(0, n).mapToDouble(FourierTest::im).toArray();
    simd.transform(n, 1, re, im);
    return new double[][] {re, im};
  }

  private static double re(int j) {
    return (17 * j * j + 3 * j) % 1009 / 1024.0;
  }

  private static double im(int j) {
    return (29 * j * j + 5 * j) % 997 / 1024.0;
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
        re[j] = cos((long) frequency * j, n);
        im[j] = cos((long) frequency * j + 3L * n / 4, n);
      }
      simd.transform(n, 1, re, im);
      // Angles of the input, up to a quarter of a turn, are wrong by some 2^-53, and not at random:
      // n 2^-53 in any point. The transform's own errors are those of its root mean square.
      assertEquals(n, re[frequency], n * 0x1p-53 * power);
      assertEquals(0, im[frequency], n * 0x1p-53 * power);
      re[frequency] = 0;
      im[frequency] = 0;
      check(0x1p-53 * (n + power * Math.sqrt(n)), re, im, new double[n], new double[n]);
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
        expectedRe[k] = cos((long) shift * k, n);
        expectedIm[k] = cos((long) shift * k + n / 4, n);
      }
      simd.transform(n, 1, re, im);
      check(2 * 0x1p-53 * power, re, im, expectedRe, expectedIm); // every |Z_k| is 1
    }
  }

  /** cos(2 pi i / n), of which quarters of a turn cancel exactly. */
  private static double cos(long i, int n) {
    int rest = (int) (i % (n / 4));
    double angle = 2 * Math.PI * rest / n;
    return switch ((int) (i / (n / 4) % 4)) {
      case 0 -> Math.cos(angle);
      case 1 -> -Math.sin(angle);
      case 2 -> -Math.cos(angle);
      default -> Math.sin(angle);
    };
  }

  private static void check(
      double tolerance, double[] re, double[] im, double[] expectedRe, double[] expectedIm) {
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
