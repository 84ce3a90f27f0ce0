package org.pushforward.engine.kernel.opencl;

import com.aparapi.Kernel;

/**
 * Convolution as Java that Aparapi translates, a work-item for each sum: measured beside {@link
 * OpenClConvolution}.
 */
class AparapiConvolution extends Kernel {
  int signal;
  int weights;
  int first;
  int count;
  double[] signals = {};
  double[] kernels = {};
  double[] sums = {};

  @Override
  public void run() {
    int i = getGlobalId(0);
    int pair = getGlobalId(1);
    int begin = max(0, first + i + 1 - signal);
    int end = min(weights, first + i + 1);
    int s = pair * signal + first + i;
    int k = pair * weights;
    double sum = sums[pair * count + i];
    for (int m = begin; m < end; m++) {
      sum = fma(kernels[k + m], signals[s - m], sum);
    }
    sums[pair * count + i] = sum;
  }
}
