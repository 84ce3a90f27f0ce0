package org.pushforward.engine.kernel.opencl;

import java.lang.ref.Cleaner;
import java.util.Arrays;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.ConvolutionTiles;

/**
 * Convolution on a device, a work-item for each of {@link ConvolutionTiles}, whose sums stay in
 * registers.
 */
final class OpenClConvolution {
  private static final Cleaner CLEANER = Cleaner.create();

  private static final String SOURCE =
      """
      // rows [pair][row][column], kernels [pair][element], sums [pair][tile][vector][lane]
      __kernel void run(
          __global const int* sizes, __global const double* rows,
          __global const double* kernels, __global double* sums, int pass) {
        int row = sizes[1];
        int count = sizes[3];
        int item = get_global_id(0);
        int pair = get_global_id(1);
        if (item >= count) {
          return;
        }
        __global const double* x = rows + pair * TILE * row;
        __global const double* k = kernels + pair * sizes[0];
        __global double* y = sums + (pair * count + item) * TILE * W;
        int column = sizes[2] + item * W;
        int whole = sizes[0] / TILE * TILE;
        int begin = 0;
        int end = whole;
        // Where weights are finite, products with 0 are left out.
        if (sizes[4]) {
          begin = min(whole, max(0, sizes[5] + item * TILE * W) / TILE * TILE);
          end = max(begin, min(whole, (max(0, sizes[6] + item * TILE * W) + TILE - 1) / TILE * TILE));
        }
        column -= begin / TILE;
        D sum[TILE];
        D s[TILE];
        for (int t = 0; t < TILE; t++) {
          sum[t] = LOAD(y + t * W);
          s[t] = LOAD(x + t * row + column);
        }
        for (int m = begin; m < end; m += TILE) {
          column--;
          #pragma unroll
          for (int u = 0; u < TILE; u++) {
            D w = (D) k[m + u];
            #pragma unroll
            for (int t = 0; t < TILE; t++) {
              sum[t] = fma(w, s[(t - u) & (TILE - 1)], sum[t]);
            }
            s[TILE - 1 - u] = LOAD(x + (TILE - 1 - u) * row + column);
          }
        }
        column = sizes[2] + item * W;
        for (int m = whole; m < sizes[0]; m++) {
          D w = (D) k[m];
          for (int t = 0; t < TILE; t++) {
            int e = TILE * column - m + t;
            sum[t] = fma(w, LOAD(x + e % TILE * row + e / TILE), sum[t]);
          }
        }
        for (int t = 0; t < TILE; t++) {
          STORE(sum[t], y + t * W);
        }
      }
      """;

  private final OpenClDevice device;
  private final NativeKernel code;

  // Guarded by this.
  private final NativeKernel.Buffer sizesBuffer = NativeKernel.input("sizes", true);
  private final NativeKernel.Buffer rowsBuffer = NativeKernel.input("rows", false);
  private final NativeKernel.Buffer kernelsBuffer = NativeKernel.input("kernels", false);
  private final NativeKernel.Buffer sumsBuffer = NativeKernel.both("sums");
  private final int[] sizes = new int[7];
  private double[] rows = {};
  private double[] kernels = {};
  private double[] sums = {};

  OpenClConvolution(OpenClDevice device) {
    this.device = device;
    code =
        new NativeKernel(
            device,
            OpenClSource.header(device.width())
                + "#define TILE %d\n".formatted(ConvolutionTiles.TILE)
                + SOURCE);
    NativeKernel.set(sizesBuffer, sizes);
    code.arguments(sizesBuffer, rowsBuffer, kernelsBuffer, sumsBuffer);
    CLEANER.register(this, code::dispose);
  }

  /** See {@link org.pushforward.engine.kernel.Backend#convolve}. */
  synchronized void run(
      ConvolutionShape shape, int pairs, double[] signal, double[] kernel, double[] into) {
    ConvolutionTiles tiles = new ConvolutionTiles(shape, device.width());
    int laid = ConvolutionTiles.TILE * tiles.row();
    int allSums = tiles.count() * tiles.sums();
    int most = Math.max(1, OpenClKernel.VALUES / Math.max(laid, Math.max(shape.kernel(), allSums)));
    int group = device.group();
    sizes[0] = shape.kernel();
    sizes[1] = tiles.row();
    sizes[2] = tiles.column();
    sizes[3] = tiles.count();
    sizes[5] = shape.first() - shape.signal();
    sizes[6] = shape.first() + tiles.sums();
    for (int first = 0; first < pairs; first += most) {
      int count = Math.min(most, pairs - first);
      rows = code.sized(rowsBuffer, rows, (long) count * laid);
      kernels = code.sized(kernelsBuffer, kernels, (long) count * shape.kernel());
      sums = code.sized(sumsBuffer, sums, (long) count * allSums);
      Arrays.fill(rows, 0, count * laid, 0);
      System.arraycopy(kernel, first * shape.kernel(), kernels, 0, count * shape.kernel());
      sizes[4] = ConvolutionTiles.areFinite(kernels, 0, count * shape.kernel()) ? 1 : 0;
      for (int pair = 0; pair < count; pair++) {
        tiles.lay(signal, (first + pair) * shape.signal(), rows, pair * laid);
        for (int i = 0; i < tiles.count(); i++) {
          int at = pair * allSums + i * tiles.sums();
          tiles.load(into, (first + pair) * shape.sums(), i, sums, at);
        }
      }
      code.run((tiles.count() + group - 1) / group * group, count, group);
      for (int pair = 0; pair < count; pair++) {
        for (int i = 0; i < tiles.count(); i++) {
          int at = pair * allSums + i * tiles.sums();
          tiles.store(sums, at, i, into, (first + pair) * shape.sums());
        }
      }
    }
  }
}
