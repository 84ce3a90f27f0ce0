package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.kernel.simd.SimdBackend;

class ConvolutionShapeTest {

  static Stream<Backend> backends() {
    return Stream.of(new ReferenceBackend(), new SimdBackend());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void wholeNumbersAreConvolvedExactly(Backend backend) {
    ConvolutionShape shape = ConvolutionShape.full(611, 150);
    double[] s = wholeNumbers(1, 2 * shape.signal());
    double[] k = wholeNumbers(2, 2 * shape.kernel());
    double[] y = new double[2 * shape.sums()];
    backend.convolve(shape, 2, s, k, y);
    long[] expected = new long[y.length];
    for (int pair = 0; pair < 2; pair++) {
      for (int j = 0; j < shape.signal(); j++) {
        for (int m = 0; m < shape.kernel(); m++) {
          expected[pair * shape.sums() + j + m] +=
              (long) s[pair * shape.signal() + j] * (long) k[pair * shape.kernel() + m];
        }
      }
    }
    for (int i = 0; i < y.length; i++) {
      assertEquals(expected[i], y[i], "sum " + i);
    }
  }

  /** The definition, term by term. */
  @ParameterizedTest
  @MethodSource("backends")
  void productsAreAddedInTheOrderOfTheKernel(Backend backend) {
    SplittableRandom random = new SplittableRandom(4);
    double[] s = random.doubles(300, -1, 1).toArray();
    double[] k = random.doubles(90, -1, 1).toArray();
    double[] y = random.doubles(410, -1, 1).toArray();
    checkDefinition(backend, s, k, y);
    y[0] = -0.0;
    y[409] = -0.0;
    checkDefinition(backend, s, k, y);
    k[70] = Double.NEGATIVE_INFINITY;
    s[150] = 0;
    checkDefinition(backend, s, k, y);
    k[85] = Double.NaN;
    checkDefinition(backend, s, k, y);
  }

  private static void checkDefinition(Backend backend, double[] s, double[] k, double[] y) {
    for (int first : new int[] {-200, -20, 0, 55, 1000}) {
      double[] expected = y.clone();
      for (int i = 0; i < y.length; i++) {
        for (int m = 0; m < k.length; m++) {
          int j = first + i - m;
          expected[i] = Math.fma(j >= 0 && j < s.length ? s[j] : 0, k[m], expected[i]);
        }
        expected[i] += 0.0;
      }
      double[] actual = y.clone();
      backend.convolve(new ConvolutionShape(s.length, k.length, first, y.length), 1, s, k, actual);
      assertArrayEquals(expected, actual);
    }
  }

  @Test
  void simdGivesTheReferenceBits() {
    ShapeBits.checkConvolutions(new ReferenceBackend(), new SimdBackend());
  }

  private static double[] wholeNumbers(int seed, int n) {
    return new SplittableRandom(seed).longs(n, -1000, 1000).mapToDouble(i -> i).toArray();
  }
}
