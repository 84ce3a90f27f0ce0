package org.pushforward.engine.kernel.opencl;

import com.aparapi.Kernel;
import org.pushforward.engine.kernel.LogDeterminants;

/**
 * Gaussian elimination ({@link LogDeterminants}) as Java that Aparapi translates, a work-item for
 * each matrix: measured beside {@link OpenClElimination}.
 */
class AparapiElimination extends Kernel {
  int n;
  int count;
  double[] matrices = {}; // [matrix][row][column], changed on the device
  double[] pivots = {}; // [column][matrix]

  @Override
  public void run() {
    int matrix = getGlobalId();
    int a = matrix * n * n;
    for (int k = 0; k < n; k++) {
      int largest = k;
      double most = abs(matrices[a + k * n + k]);
      for (int i = k + 1; i < n; i++) {
        double candidate = abs(matrices[a + i * n + k]);
        if (candidate > most) {
          most = candidate;
          largest = i;
        }
      }
      double pivot = matrices[a + largest * n + k];
      if (largest != k) {
        for (int j = k; j < n; j++) {
          double other = matrices[a + largest * n + j];
          matrices[a + largest * n + j] = matrices[a + k * n + j];
          matrices[a + k * n + j] = other;
        }
      }
      double divisor = pivot;
      if (pivot == 0) {
        divisor = 1;
      }
      for (int i = k + 1; i < n; i++) {
        double l = -(matrices[a + i * n + k] / divisor);
        for (int j = k + 1; j < n; j++) {
          matrices[a + i * n + j] = fma(l, matrices[a + k * n + j], matrices[a + i * n + j]);
        }
      }
      if (largest != k) {
        pivot = -pivot;
      }
      pivots[k * count + matrix] = pivot;
    }
  }
}
