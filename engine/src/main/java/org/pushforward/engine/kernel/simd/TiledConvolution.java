package org.pushforward.engine.kernel.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.pushforward.engine.kernel.ConvolutionShape;

/** Convolution with as many sums at once as stay in registers. */
final class TiledConvolution {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final int TILE = 8 * LANES;

  private TiledConvolution() {}

  /** See {@link org.pushforward.engine.kernel.Backend#convolve}. */
  static void run(
      ConvolutionShape shape, int pairs, double[] signals, double[] kernels, double[] sums) {
    for (int pair = 0; pair < pairs; pair++) {
      int from = 0;
      for (; from + TILE <= shape.sums(); from += TILE) {
        // Elements of the kernel that bring a product to all of the tile's sums.
        int to = from + TILE;
        int begin = Math.min(shape.kernel(), Math.max(0, shape.first() + to - shape.signal()));
        int end = Math.max(begin, Math.min(shape.kernel(), shape.first() + from + 1));
        add(shape, pair, from, to, 0, begin, signals, kernels, sums);
        tile(
            signals,
            pair * shape.signal() + shape.first() + from,
            kernels,
            pair * shape.kernel(),
            begin,
            end,
            sums,
            pair * shape.sums() + from);
        add(shape, pair, from, to, end, shape.kernel(), signals, kernels, sums);
      }
      add(shape, pair, from, shape.sums(), 0, shape.kernel(), signals, kernels, sums);
    }
  }

  private static void tile(
      double[] s, int at, double[] k, int kernel, int begin, int end, double[] y, int sum) {
    DoubleVector y0 = DoubleVector.fromArray(S, y, sum);
    DoubleVector y1 = DoubleVector.fromArray(S, y, sum + LANES);
    DoubleVector y2 = DoubleVector.fromArray(S, y, sum + 2 * LANES);
    DoubleVector y3 = DoubleVector.fromArray(S, y, sum + 3 * LANES);
    DoubleVector y4 = DoubleVector.fromArray(S, y, sum + 4 * LANES);
    DoubleVector y5 = DoubleVector.fromArray(S, y, sum + 5 * LANES);
    DoubleVector y6 = DoubleVector.fromArray(S, y, sum + 6 * LANES);
    DoubleVector y7 = DoubleVector.fromArray(S, y, sum + 7 * LANES);
    for (int m = begin; m < end; m++) {
      DoubleVector w = DoubleVector.broadcast(S, k[kernel + m]);
      int i = at - m;
      y0 = DoubleVector.fromArray(S, s, i).fma(w, y0);
      y1 = DoubleVector.fromArray(S, s, i + LANES).fma(w, y1);
      y2 = DoubleVector.fromArray(S, s, i + 2 * LANES).fma(w, y2);
      y3 = DoubleVector.fromArray(S, s, i + 3 * LANES).fma(w, y3);
      y4 = DoubleVector.fromArray(S, s, i + 4 * LANES).fma(w, y4);
      y5 = DoubleVector.fromArray(S, s, i + 5 * LANES).fma(w, y5);
      y6 = DoubleVector.fromArray(S, s, i + 6 * LANES).fma(w, y6);
      y7 = DoubleVector.fromArray(S, s, i + 7 * LANES).fma(w, y7);
    }
    y0.intoArray(y, sum);
    y1.intoArray(y, sum + LANES);
    y2.intoArray(y, sum + 2 * LANES);
    y3.intoArray(y, sum + 3 * LANES);
    y4.intoArray(y, sum + 4 * LANES);
    y5.intoArray(y, sum + 5 * LANES);
    y6.intoArray(y, sum + 6 * LANES);
    y7.intoArray(y, sum + 7 * LANES);
  }

  /**
   * Adds to the sums from {@code from} to {@code to} the products of the kernel's elements from
   * {@code begin} to {@code end}.
   */
  private static void add(
      ConvolutionShape shape,
      int pair,
      int from,
      int to,
      int begin,
      int end,
      double[] signals,
      double[] kernels,
      double[] sums) {
    int row = pair * shape.sums();
    for (int m = begin; m < end; m++) {
      double weight = kernels[pair * shape.kernel() + m];
      int shift = shape.first() - m;
      int last = Math.min(to, shape.signal() - shift);
      int start = pair * shape.signal() + shift;
      for (int i = Math.max(from, -shift); i < last; i++) {
        sums[row + i] = Math.fma(weight, signals[start + i], sums[row + i]);
      }
    }
  }
}
