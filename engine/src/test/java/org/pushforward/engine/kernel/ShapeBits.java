package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Two backends' results of the computations of fixed shape, bit for bit. */
public final class ShapeBits {
  private static final double[] SPECIAL = {
    0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e308
  };

  private ShapeBits() {}

  /** Shapes with every overlap of signal, kernel and sums, whole tiles and ragged ones. */
  public static void checkConvolutions(Backend expected, Backend actual) {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 300; i++) {
      int largest = i % 3 == 0 ? 12 : 400;
      ConvolutionShape shape =
          new ConvolutionShape(
              random.nextInt(1, largest),
              random.nextInt(1, largest),
              random.nextInt(-largest, 2 * largest),
              random.nextInt(1, largest));
      int pairs = random.nextInt(1, 4);
      boolean special = i % 2 == 0;
      boolean infinite = i % 4 == 0;
      double[] signals = numbers(random, pairs * shape.signal(), special);
      double[] kernels = numbers(random, pairs * shape.kernel(), infinite);
      double[] one = numbers(random, pairs * shape.sums(), special);
      double[] other = one.clone();
      expected.convolve(shape, pairs, signals, kernels, one);
      actual.convolve(shape, pairs, signals, kernels, other);
      same(shape + ", " + pairs + " pairs", one, other);
    }
  }

  /** Every size with a way of its own through the passes, some of several transforms. */
  public static void checkTransforms(Backend expected, Backend actual, int largestPower) {
    SplittableRandom random = new SplittableRandom(6);
    for (int power = 6; power <= largestPower; power++) {
      int size = 1 << power;
      for (int count = 1; count <= 3; count++) {
        double[][] one = {
          numbers(random, count * size, false), numbers(random, count * size, false)
        };
        double[][] other = {one[0].clone(), one[1].clone()};
        expected.transform(size, count, one[0], one[1]);
        actual.transform(size, count, other[0], other[1]);
        same(count + " transforms of " + size + ", real", one[0], other[0]);
        same(count + " transforms of " + size + ", imaginary", one[1], other[1]);
      }
    }
  }

  /** Matrices of many sizes, in numbers that fill vectors and do not. */
  public static void checkEliminations(Backend expected, Backend actual) {
    SplittableRandom random = new SplittableRandom(3);
    for (int n : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 31, 32, 63, 64}) {
      for (int count : new int[] {1, 7, 8, 9, 41}) {
        double[] matrices = matrices(random, n, count);
        double[][] one = new double[2][count];
        double[][] other = new double[2][count];
        expected.eliminate(n, count, matrices, one[0], one[1]);
        actual.eliminate(n, count, matrices, other[0], other[1]);
        same(count + " matrices of " + n + " rows, product", one[0], other[0]);
        same(count + " matrices of " + n + " rows, exponent", one[1], other[1]);
      }
    }
  }

  /** Logarithms and signs. */
  public static void checkDeterminants(Backend expected, Backend actual) {
    SplittableRandom random = new SplittableRandom(5);
    for (int n : new int[] {1, 4, 64}) {
      int count = 41;
      double[] matrices = matrices(random, n, count);
      double[][] one = new double[2][count];
      double[][] other = new double[2][count];
      new LogDeterminants(expected, n).compute(count, matrices, one[0], one[1]);
      new LogDeterminants(actual, n).compute(count, matrices, other[0], other[1]);
      same(n + " rows, log", one[0], other[0]);
      same(n + " rows, sign", one[1], other[1]);
    }
  }

  private static double[] matrices(SplittableRandom random, int n, int count) {
    double[] matrices = numbers(random, count * n * n, false);
    for (int i = 0; i < count; i++) {
      spoil(random, n, matrices, i * n * n, i % 7);
    }
    return matrices;
  }

  /** Makes a matrix of numbers one with ties, a zero column, tiny elements or special ones. */
  private static void spoil(SplittableRandom random, int n, double[] matrices, int from, int kind) {
    for (int i = 0; i < n * n; i++) {
      double x = matrices[from + i];
      matrices[from + i] =
          switch (kind) {
            case 1 -> Math.rint(x);
            case 2 -> i % n == n / 2 ? 0 : x;
            case 3 -> Math.scalb(x, -1060);
            case 4 -> Math.scalb(x, 1000);
            case 5 -> random.nextInt(2 * n * n) == 0 ? SPECIAL[random.nextInt(7)] : x;
            case 6 -> i % n > i / n ? 0 : x;
            default -> x;
          };
    }
  }

  private static double[] numbers(SplittableRandom random, int n, boolean special) {
    double[] x = new double[n];
    Arrays.setAll(
        x,
        i ->
            special && random.nextInt(20) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : random.nextDouble(-4, 4));
    return x;
  }

  /** Tells zeros apart and makes all NaNs equal. */
  private static void same(String what, double[] expected, double[] actual) {
    assertArrayEquals(bits(expected), bits(actual), what);
  }

  private static long[] bits(double[] x) {
    return Arrays.stream(x).mapToLong(Double::doubleToLongBits).toArray();
  }
}
