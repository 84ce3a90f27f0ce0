package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Determinants beside exact ones, computed in whole numbers without a division that rounds. */
class LogDeterminantsTest {
  private static final double NAN = Double.NaN;

  /** 60 digits. */
  private static final BigDecimal LN2 =
      new BigDecimal("0.693147180559945309417232121458176568075500134360255254120680");

  static Stream<Backend> backends() {
    return Stream.of(new ReferenceBackend(), new SimdBackend());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 13, 16, 32, 64})
  void randomMatrices(int n) {
    SplittableRandom random = new SplittableRandom(n);
    for (int i = 0; i < (n > 16 ? 1 : 20); i++) {
      checkExact(n, element -> random.nextDouble(-1, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 8})
  void hilbertMatrices(int n) {
    checkExact(n, element -> 1.0 / (element / n + element % n + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 10, 20})
  void elementsOfVeryDifferentSize(int n) {
    SplittableRandom random = new SplittableRandom(n);
    checkExact(n, e -> Math.scalb(random.nextDouble(-1, 1), random.nextInt(-60, 60)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 17, 64})
  void triangularMatrices(int n) {
    SplittableRandom random = new SplittableRandom(n);
    checkExact(n, e -> e % n < e / n ? 0 : e % n == e / n ? 1 + random.nextDouble() : 0.25);
    checkExact(n, e -> e % n > e / n ? 0 : e % n == e / n ? -2 - random.nextDouble() : 0.25);
  }

  /** log |det| = 0, and the sign is the permutation's. */
  @ParameterizedTest
  @MethodSource("backends")
  void permutationsHaveDeterminantOneOrMinusOne(Backend backend) {
    SplittableRandom random = new SplittableRandom(6);
    for (int n : new int[] {2, 3, 7, 64}) {
      double[] matrix = new double[n * n];
      int[] p = new int[n];
      Arrays.setAll(p, i -> i);
      int sign = 1;
      for (int i = n - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        sign = other == i ? sign : -sign;
        int t = p[i];
        p[i] = p[other];
        p[other] = t;
      }
      for (int i = 0; i < n; i++) {
        matrix[i * n + p[i]] = 1;
      }
      assertArrayEquals(new double[] {0, sign}, determinant(backend, n, matrix));
    }
  }

  /** The product of the pivots would be beyond the range of doubles. */
  @ParameterizedTest
  @ValueSource(doubles = {0x1p1000, 0x1p-1000, 0x1p-1074, -0x1.8p-1073, 1e300, -1e-300, 3})
  void productsOfPivotsNeitherOverflowNorUnderflow(double element) {
    int n = 64;
    double expected = n * StrictMath.log(Math.abs(element)); // 64 times a double is exact
    double[] actual = determinant(n, diagonal(n, i -> element));
    // StrictMath.log is within 1 ulp, the product within 64 2^-53, the logarithm
    // within 1 ulp.
    assertEquals(expected, actual[0], 2 * Math.ulp(expected) + 0x1p-47);
    assertEquals(1, actual[1]);
  }

  @Test
  void largePivotsCancelSmallOnes() {
    double[] matrix = diagonal(64, i -> i < 32 ? 0x1p1020 : i < 63 ? -0x1p-1020 : 0x1p-1020);
    assertArrayEquals(new double[] {0, -1}, determinant(64, matrix));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void oneElementIsItsOwnDeterminant(Backend backend) {
    DoubleUnaryOperator log = x -> determinant(backend, 1, x)[0];
    DoubleUnaryOperator sign = x -> determinant(backend, 1, x)[1];
    assertEquals(StrictMath.log(5), log.applyAsDouble(-5), Math.ulp(1));
    assertEquals(-1, sign.applyAsDouble(-5));
    assertEquals(Double.NEGATIVE_INFINITY, log.applyAsDouble(-0.0));
    assertEquals(0, sign.applyAsDouble(-0.0));
    assertEquals(Double.POSITIVE_INFINITY, log.applyAsDouble(Double.NEGATIVE_INFINITY));
    assertEquals(-1, sign.applyAsDouble(Double.NEGATIVE_INFINITY));
    assertEquals(NAN, log.applyAsDouble(NAN));
    assertEquals(NAN, sign.applyAsDouble(NAN));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void singularMatricesHaveLogMinusInfinityAndSignZero(Backend backend) {
    double[] singular = {Double.NEGATIVE_INFINITY, 0};
    assertArrayEquals(singular, determinant(backend, 2, 1, 2, 2, 4));
    assertArrayEquals(singular, determinant(backend, 2, 0, 0, 0, 0));
    assertArrayEquals(singular, determinant(backend, 3, 0, 1, 2, 0, 3, 4, 0, 5, 7));
    assertArrayEquals(singular, determinant(backend, 3, 1, 2, 3, 4, 5, 6, 1, 2, 3));
    assertArrayEquals(singular, determinant(backend, 3, -1, 2, 3, 1, -2, -3, 7, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void oneNaNMakesNaNSingularOrNot(Backend backend) {
    for (double[] matrix : new double[][] {{1, 2, 3, 4, 5, 6, 7, 8, 1}, new double[9]}) {
      for (int i = 0; i < 9; i++) {
        double[] spoiled = matrix.clone();
        spoiled[i] = NAN;
        assertArrayEquals(new double[] {NAN, NAN}, determinant(backend, 3, spoiled));
      }
    }
  }

  @Test
  void simdGivesTheReferenceBits() {
    ShapeBits.checkEliminations(new ReferenceBackend(), new SimdBackend());
    ShapeBits.checkDeterminants(new ReferenceBackend(), new SimdBackend());
  }

  @Test
  void sizesBeyondTheLimitAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new LogDeterminants(new ReferenceBackend(), 65));
    assertThrows(
        IllegalArgumentException.class, () -> new LogDeterminants(new ReferenceBackend(), 0));
  }

  private static void checkExact(int n, IntToDoubleFunction elements) {
    double[] matrix = new double[n * n];
    Arrays.setAll(matrix, elements::applyAsDouble);
    double[] expected = exact(n, matrix);
    double[] actual = determinant(n, matrix);
    assertEquals(expected[0], actual[0], bound(n, matrix) + 2 * Math.ulp(expected[0]));
    assertEquals(expected[1], actual[1]);
  }

  /** {log, sign} by the reference, which the others equal to the bit. */
  private static double[] determinant(int n, double... matrix) {
    return determinant(new ReferenceBackend(), n, matrix);
  }

  private static double[] determinant(Backend backend, int n, double... matrix) {
    double[] log = new double[1];
    double[] sign = new double[1];
    new LogDeterminants(backend, n).compute(1, matrix, log, sign);
    return new double[] {log[0], sign[0]};
  }

  private static double[] diagonal(int n, IntToDoubleFunction element) {
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      matrix[i * n + i] = element.applyAsDouble(i);
    }
    return matrix;
  }

  /** {log, sign} of a determinant that is not 0, by Bareiss' elimination. */
  private static double[] exact(int n, double[] matrix) {
    int least =
        Arrays.stream(matrix).filter(x -> x != 0).mapToInt(Math::getExponent).min().orElseThrow()
            - 52;
    BigInteger[][] a = new BigInteger[n][n];
    for (int i = 0; i < n * n; i++) {
      BigDecimal whole = new BigDecimal(matrix[i]).multiply(power(-least));
      a[i / n][i % n] = whole.toBigIntegerExact();
    }
    BigInteger before = BigInteger.ONE;
    int sign = 1;
    for (int k = 0; k < n - 1; k++) {
      int row = k;
      while (a[row][k].signum() == 0) {
        row++;
      }
      if (row != k) {
        BigInteger[] t = a[k];
        a[k] = a[row];
        a[row] = t;
        sign = -sign;
      }
      for (int i = k + 1; i < n; i++) {
        for (int j = k + 1; j < n; j++) {
          a[i][j] = a[i][j].multiply(a[k][k]).subtract(a[i][k].multiply(a[k][j])).divide(before);
        }
      }
      before = a[k][k];
    }
    BigInteger determinant = a[n - 1][n - 1];
    int bits = determinant.bitLength();
    double fraction = new BigDecimal(determinant.abs()).multiply(power(-bits)).doubleValue();
    BigDecimal log =
        LN2.multiply(BigDecimal.valueOf(bits + (long) n * least))
            .add(new BigDecimal(StrictMath.log(fraction)));
    return new double[] {log.doubleValue(), sign * determinant.signum()};
  }

  private static BigDecimal power(int exponent) {
    return new BigDecimal(exponent < 0 ? 0.5 : 2).pow(Math.abs(exponent));
  }

  /**
   * The elimination is exact for some A + E, |e_ij| <= n u (|L| |U|)_ij, u = 2^-53 (Higham,
   * Accuracy and Stability of Numerical Algorithms, theorem 9.3), which changes log |det| by
   * tr(A^-1 E) to first order; the product of n pivots adds n u, and 2 u are the logarithm's near 0
   * and that of the expected value.
   */
  private static double bound(int n, double[] matrix) {
    double[][] a = new double[n][2 * n]; // A, and beside it what becomes L^-1 P, then A^-1
    double[][] l = new double[n][n];
    double[][] original = new double[n][n];
    int[] rows = new int[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix, i * n, a[i], 0, n);
      a[i][n + i] = 1;
      rows[i] = i;
    }
    for (int k = 0; k < n; k++) {
      int row = k;
      for (int i = k; i < n; i++) {
        row = Math.abs(a[i][k]) > Math.abs(a[row][k]) ? i : row;
      }
      swap(a, k, row);
      swap(l, k, row);
      int t = rows[k];
      rows[k] = rows[row];
      rows[row] = t;
      l[k][k] = 1;
      for (int i = k + 1; i < n; i++) {
        l[i][k] = a[i][k] / a[k][k];
        for (int j = k; j < 2 * n; j++) {
          a[i][j] -= l[i][k] * a[k][j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        for (int j = k; j < n; j++) {
          original[rows[i]][j] += Math.abs(l[i][k] * a[k][j]);
        }
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int j = n; j < 2 * n; j++) {
        for (int m = k + 1; m < n; m++) {
          a[k][j] -= a[k][m] * a[m][j];
        }
        a[k][j] /= a[k][k];
      }
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum += Math.abs(a[j][n + i]) * original[i][j];
      }
    }
    return (n * sum + n + 2) * 0x1p-53;
  }

  private static void swap(double[][] a, int i, int j) {
    double[] t = a[i];
    a[i] = a[j];
    a[j] = t;
  }
}
