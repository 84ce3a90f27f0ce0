package org.pushforward.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.kernel.Reference;

class SobolTest {
  private static double[] column(long key, int dimension, long from, int n) {
    double[] out = new double[n];
    new Sobol(new StreamKey(key)).fill(dimension, from, out, n);
    return out;
  }

  @Test
  void unscrambledPointsAreScipys() {
    for (String[] row : Reference.rows("random/sobol_scipy.csv")) {
      long digits = Sobol.digits(Integer.parseInt(row[0]), Long.parseLong(row[1]));
      assertEquals(Double.parseDouble(row[2]), digits * 0x1p-35, String.join(",", row));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 31, 63, 127})
  void everyRunOf2ToTheMHasOnePointInEachIntervalOf2ToTheMinusM(int dimension) {
    for (int m : new int[] {1, 6, 7, 8, 12}) {
      int n = 1 << m;
      int[] points = new int[n];
      for (double u : column(5, dimension, 3L * n, n)) {
        points[(int) (u * n)]++;
      }
      assertTrue(Arrays.stream(points).allMatch(count -> count == 1), "m = " + m);
    }
  }

  /** The first two dimensions are a (0, 2)-sequence, and scrambling keeps that. */
  @Test
  void theFirstTwoDimensionsHaveOnePointInEachElementaryBox() {
    int m = 10;
    double[] x = column(6, 0, 0, 1 << m);
    double[] y = column(6, 1, 0, 1 << m);
    for (int k = 0; k <= m; k++) {
      int[] points = new int[1 << m];
      for (int i = 0; i < points.length; i++) {
        points[(int) (x[i] * (1 << k)) << (m - k) | (int) (y[i] * (1 << (m - k)))]++;
      }
      assertTrue(Arrays.stream(points).allMatch(count -> count == 1), "k = " + k);
    }
  }

  @Test
  void aPointDoesNotDependOnTheRunItIsIn() {
    double[] all = column(7, 5, 0, 5000);
    assertArrayEquals(Arrays.copyOfRange(all, 1234, 1334), column(7, 5, 1234, 100));
    assertEquals(1, column(7, 5, (1L << Sobol.DIGITS) - 1, 1).length);
  }

  /**
   * Over keys, a scrambled point is uniform, and two points of one net are independent but for
   * their being in different halves: mean and covariance of 40 000 keys within 4.5 standard errors,
   * 5 tests, chance of a false alarm 3e-5.
   */
  @Test
  void overScramblingsPointsAreUniform() {
    int n = 40_000;
    double[] sums = new double[5];
    for (int key = 0; key < n; key++) {
      double[] u = column(key, 3, 0, 4);
      sums[0] += u[0] - 0.5;
      sums[1] += u[3] - 0.5;
      sums[2] += (u[0] - 0.5) * (u[0] - 0.5) - 1 / 12.0;
      sums[3] += (u[0] - 0.5) * (u[1] - 0.5) + 1 / 16.0;
      // The digits below the first 20, which the points of small nets share, are random too.
      double low = u[2] * 0x1p20 % 1 - 0.5;
      sums[4] += low;
    }
    // Standard deviations: of u, u^2 about its mean; u[0], u[1] lie in opposite halves, (q, -q)
    // plus
    // independent parts of width 1/2: variance 1/192 + 1/48^2.
    double[] sd = {
      Math.sqrt(1 / 12.0),
      Math.sqrt(1 / 12.0),
      Math.sqrt(1 / 180.0),
      Math.sqrt(2 / 16.0 / 48 + 1 / 48.0 / 48),
      Math.sqrt(1 / 12.0)
    };
    for (int k = 0; k < sums.length; k++) {
      assertEquals(0, sums[k] / n, 4.5 * sd[k] / Math.sqrt(n), "sum " + k);
    }
  }
}
