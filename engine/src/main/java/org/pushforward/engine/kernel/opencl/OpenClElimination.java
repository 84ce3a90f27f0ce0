package org.pushforward.engine.kernel.opencl;

import java.lang.ref.Cleaner;
import org.pushforward.engine.kernel.LogDeterminants;

/**
 * Gaussian elimination ({@link LogDeterminants}) on a device: a work-item for a matrix in each lane
 * of its vectors.
 *
 * <p>Four columns at a time are eliminated, and then taken from the rest of the matrix together:
 * each element is loaded and stored once for four multiply-adds.
 */
final class OpenClElimination {
  private static final Cleaner CLEANER = Cleaner.create();

  private static final String SOURCE =
      """
      #define A(i, j) (a + ((i) * n + (j)) * step)
      D scale(D x) {
        D large = select((D) 0, (D) SCALE, M(fabs(x) > (D) ldexp(1.0, RANGE)));
        return select(large, (D) -SCALE, M(fabs(x) < (D) ldexp(1.0, -RANGE)));
      }
      D scaled(D x, D scale) {
        D factor = select((D) 1, (D) ldexp(1.0, -SCALE), M(scale > (D) 0));
        return x * select(factor, (D) ldexp(1.0, SCALE), M(scale < (D) 0));
      }
      // matrices: element (i, j) of an item's matrices is a vector at (i n + j) step, left of its
      // pivot -l; results [item][lane], products and then exponents
      __kernel void run(
          __global const int* sizes, __global double* matrices, __global double* results, int pass) {
        int n = sizes[0];
        int items = sizes[1];
        int step = sizes[2];
        int item = get_global_id(0);
        if (item >= items) {
          return;
        }
        __global double* a = matrices + item * sizes[3];
        D product = (D) 1;
        D exponent = (D) 0;
        for (int k = 0; k < n; k++) {
          int panel = k & ~3;
          int end = min(panel + 4, n);
          D pivot = LOAD(A(k, k));
          D most = fabs(pivot);
          L row = (L) k;
          for (int i = k + 1; i < n; i++) {
            D candidate = LOAD(A(i, k));
            L larger = M(fabs(candidate) > most);
            pivot = select(pivot, candidate, larger);
            most = select(most, fabs(candidate), larger);
            row = select(row, (L) i, larger);
          }
          L exchanged = M(row != (L) k);
          if (largest(exchanged)) {
            for (int i = k + 1; i < n; i++) {
              L here = M(row == (L) i);
              if (largest(here)) {
                for (int j = panel; j < n; j++) {
                  D x = LOAD(A(k, j));
                  D y = LOAD(A(i, j));
                  STORE(select(x, y, here), A(k, j));
                  STORE(select(y, x, here), A(i, j));
                }
              }
            }
          }
          D divisor = select(pivot, (D) 1, M(pivot == (D) 0));
          for (int i = k + 1; i < n; i++) {
            D l = -(LOAD(A(i, k)) / divisor);
            STORE(l, A(i, k));
            for (int j = k + 1; j < end; j++) {
              STORE(fma(l, LOAD(A(k, j)), LOAD(A(i, j))), A(i, j));
            }
          }
          if (k == end - 1) {
            for (int i = panel + 1; i < end; i++) {
              for (int m = panel; m < i; m++) {
                D l = LOAD(A(i, m));
                for (int j = end; j < n; j++) {
                  STORE(fma(l, LOAD(A(m, j)), LOAD(A(i, j))), A(i, j));
                }
              }
            }
            for (int i = end; i < n; i++) {
              D l0 = LOAD(A(i, panel));
              D l1 = LOAD(A(i, panel + 1));
              D l2 = LOAD(A(i, panel + 2));
              D l3 = LOAD(A(i, panel + 3));
              for (int j = end; j < n; j++) {
                D x = fma(l0, LOAD(A(panel, j)), LOAD(A(i, j)));
                x = fma(l1, LOAD(A(panel + 1, j)), x);
                x = fma(l2, LOAD(A(panel + 2, j)), x);
                STORE(fma(l3, LOAD(A(panel + 3, j)), x), A(i, j));
              }
            }
          }
          pivot = select(pivot, -pivot, exchanged);
          D first = scale(pivot);
          product *= scaled(pivot, first);
          D second = scale(product);
          product = scaled(product, second);
          exponent += first + second;
        }
        STORE(product, results + item * W);
        STORE(exponent, results + (items + item) * W);
      }
      """;

  private final OpenClDevice device;
  private final NativeKernel code;

  // Guarded by this.
  private final NativeKernel.Buffer sizesBuffer = NativeKernel.input("sizes", true);
  private final NativeKernel.Buffer matricesBuffer = NativeKernel.input("matrices", false);
  private final NativeKernel.Buffer resultsBuffer = NativeKernel.output("results");
  private final int[] sizes = new int[4];
  private double[] matrices = {};
  private double[] results = {};

  OpenClElimination(OpenClDevice device) {
    this.device = device;
    code =
        new NativeKernel(
            device,
            OpenClSource.header(device.width())
                + "#define RANGE %d\n#define SCALE %d\n"
                    .formatted(LogDeterminants.RANGE, LogDeterminants.SCALE)
                + SOURCE);
    NativeKernel.set(sizesBuffer, sizes);
    code.arguments(sizesBuffer, matricesBuffer, resultsBuffer);
    CLEANER.register(this, code::dispose);
  }

  /** See {@link org.pushforward.engine.kernel.Backend#eliminate}. */
  synchronized void run(int n, int count, double[] input, double[] products, double[] exponents) {
    int width = device.width();
    int group = device.group();
    int most = OpenClKernel.VALUES / (n * n * width);
    for (int first = 0; first < count; first += most * width) {
      int matrixCount = Math.min(most * width, count - first);
      int items = (matrixCount + width - 1) / width;
      // A CPU's item has its matrices in one place, those of a GPU's items lie beside each other.
      int step = width == 1 ? items : width;
      int stride = width == 1 ? 1 : n * n * width;
      sizes[0] = n;
      sizes[1] = items;
      sizes[2] = step;
      sizes[3] = stride;
      matrices = code.sized(matricesBuffer, matrices, items * n * n * width);
      results = code.sized(resultsBuffer, results, 2 * items * width);
      for (int i = 0; i < matrixCount; i++) {
        int from = (first + i) * n * n;
        int to = i / width * stride + i % width;
        for (int element = 0; element < n * n; element++) {
          matrices[to + element * step] = input[from + element];
        }
      }
      code.run((items + group - 1) / group * group, 1, group);
      code.fetch(results);
      System.arraycopy(results, 0, products, first, matrixCount);
      System.arraycopy(results, items * width, exponents, first, matrixCount);
    }
  }
}
