package org.pushforward.engine.kernel.opencl;

import java.lang.ref.Cleaner;
import org.pushforward.engine.kernel.ConvolutionShape;

/**
 * Convolution on a device: a work-item for {@link #TILE} vectors of a pair's sums, which stay in
 * registers.
 */
final class OpenClConvolution {
  private static final int TILE = 8;

  private static final Cleaner CLEANER = Cleaner.create();

  private static final String SOURCE =
      """
      void add(__global const double* s, __global const double* k, __global double* y,
               int signal, int first, int from, int to, int begin, int end) {
        for (int i = from; i < to; i++) {
          double sum = y[i];
          int least = max(begin, first + i + 1 - signal);
          int most = min(end, first + i + 1);
          for (int m = least; m < most; m++) {
            sum = fma(k[m], s[first + i - m], sum);
          }
          y[i] = sum;
        }
      }
      // signals, kernels, sums [pair][element]
      __kernel void run(
          __global const int* sizes, __global const double* signals,
          __global const double* kernels, __global double* sums, int pass) {
        int signal = sizes[0];
        int kernel_ = sizes[1];
        int first = sizes[2];
        int count = sizes[3];
        int pair = get_global_id(1);
        __global const double* s = signals + pair * signal;
        __global const double* k = kernels + pair * kernel_;
        __global double* y = sums + pair * count;
        int from = get_global_id(0) * TILE * W;
        int to = from + TILE * W;
        if (to > count) {
          add(s, k, y, signal, first, from, count, 0, kernel_);
          return;
        }
        // Elements of the kernel that bring a product to all of the tile's sums.
        int begin = min(kernel_, max(0, first + to - signal));
        int end = max(begin, min(kernel_, first + from + 1));
        add(s, k, y, signal, first, from, to, 0, begin);
        D x[TILE];
        for (int t = 0; t < TILE; t++) {
          x[t] = LOAD(y + from + t * W);
        }
        for (int m = begin; m < end; m++) {
          D w = (D) k[m];
          for (int t = 0; t < TILE; t++) {
            x[t] = fma(w, LOAD(s + first + from - m + t * W), x[t]);
          }
        }
        for (int t = 0; t < TILE; t++) {
          STORE(x[t], y + from + t * W);
        }
        add(s, k, y, signal, first, from, to, end, kernel_);
      }
      """;

  private final OpenClDevice device;
  private final NativeKernel code;

  // Guarded by this.
  private final NativeKernel.Buffer sizesBuffer = NativeKernel.input("sizes", true);
  private final NativeKernel.Buffer signalsBuffer = NativeKernel.input("signals", false);
  private final NativeKernel.Buffer kernelsBuffer = NativeKernel.input("kernels", false);
  private final NativeKernel.Buffer sumsBuffer = NativeKernel.both("sums");
  private final int[] sizes = new int[4];
  private double[] signals = {};
  private double[] kernels = {};
  private double[] sums = {};

  OpenClConvolution(OpenClDevice device) {
    this.device = device;
    code =
        new NativeKernel(
            device,
            OpenClSource.header(device.width()) + "#define TILE %d\n".formatted(TILE) + SOURCE);
    NativeKernel.set(sizesBuffer, sizes);
    code.arguments(sizesBuffer, signalsBuffer, kernelsBuffer, sumsBuffer);
    CLEANER.register(this, code::dispose);
  }

  /** See {@link org.pushforward.engine.kernel.Backend#convolve}. */
  synchronized void run(
      ConvolutionShape shape, int pairs, double[] signal, double[] kernel, double[] into) {
    int longest = Math.max(shape.signal(), Math.max(shape.kernel(), shape.sums()));
    int most = Math.max(1, OpenClKernel.VALUES / longest);
    int group = device.group();
    int items = (shape.sums() + TILE * device.width() - 1) / (TILE * device.width());
    sizes[0] = shape.signal();
    sizes[1] = shape.kernel();
    sizes[2] = shape.first();
    sizes[3] = shape.sums();
    for (int first = 0; first < pairs; first += most) {
      int count = Math.min(most, pairs - first);
      signals = code.sized(signalsBuffer, signals, count * shape.signal());
      kernels = code.sized(kernelsBuffer, kernels, count * shape.kernel());
      sums = code.sized(sumsBuffer, sums, count * shape.sums());
      int at = first * shape.sums();
      System.arraycopy(signal, first * shape.signal(), signals, 0, count * shape.signal());
      System.arraycopy(kernel, first * shape.kernel(), kernels, 0, count * shape.kernel());
      System.arraycopy(into, at, sums, 0, count * shape.sums());
      code.run((items + group - 1) / group * group, count, group);
      System.arraycopy(sums, 0, into, at, count * shape.sums());
    }
  }
}
