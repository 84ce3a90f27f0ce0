package org.pushforward.engine.kernel.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.ConvolutionTiles;

/** Convolution in the tiles of {@link ConvolutionTiles}, whose sums stay in registers. */
final class TiledConvolution {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final int TILE = ConvolutionTiles.TILE;

  private TiledConvolution() {}

  /** See {@link org.pushforward.engine.kernel.Backend#convolve}. */
  static void run(
      ConvolutionShape shape, int pairs, double[] signals, double[] kernels, double[] sums) {
    ConvolutionTiles tiles = new ConvolutionTiles(shape, LANES);
    double[] rows = new double[TILE * tiles.row()];
    double[] tile = new double[tiles.sums()];
    for (int pair = 0; pair < pairs; pair++) {
      tiles.lay(signals, pair * shape.signal(), rows, 0);
      int kernel = pair * shape.kernel();
      boolean canLeaveOut = ConvolutionTiles.areFinite(kernels, kernel, shape.kernel());
      for (int i = 0; i < tiles.count(); i++) {
        tiles.load(sums, pair * shape.sums(), i, tile, 0);
        int column = tiles.column() + i * LANES;
        int begin = canLeaveOut ? tiles.begin(i) : 0;
        int end = canLeaveOut ? tiles.end(i) : tiles.whole();
        add(rows, tiles.row(), column - begin / TILE, kernels, kernel + begin, kernel + end, tile);
        for (int m = tiles.whole(); m < shape.kernel(); m++) {
          addOne(rows, tiles.row(), TILE * column - m, kernels[kernel + m], tile);
        }
        tiles.store(tile, 0, i, sums, pair * shape.sums());
      }
    }
  }

  /** Adds the products of one of the kernel's elements, x_0 multiplied being this of the rows'. */
  private static void addOne(double[] rows, int row, int element, double weight, double[] tile) {
    DoubleVector w = DoubleVector.broadcast(S, weight);
    for (int t = 0; t < TILE; t++) {
      int e = element + t;
      DoubleVector x = DoubleVector.fromArray(S, rows, e % TILE * row + e / TILE);
      w.fma(x, DoubleVector.fromArray(S, tile, t * LANES)).intoArray(tile, t * LANES);
    }
  }

  /**
   * Adds the products of the kernel's elements from {@code begin} to {@code end}, x_0 of the first
   * being in this column. Calls nothing of ours: HotSpot has so much to inline that it would not.
   */
  private static void add(
      double[] rows, int row, int column, double[] k, int begin, int end, double[] tile) {
    DoubleVector y0 = DoubleVector.fromArray(S, tile, 0);
    DoubleVector y1 = DoubleVector.fromArray(S, tile, LANES);
    DoubleVector y2 = DoubleVector.fromArray(S, tile, 2 * LANES);
    DoubleVector y3 = DoubleVector.fromArray(S, tile, 3 * LANES);
    DoubleVector y4 = DoubleVector.fromArray(S, tile, 4 * LANES);
    DoubleVector y5 = DoubleVector.fromArray(S, tile, 5 * LANES);
    DoubleVector y6 = DoubleVector.fromArray(S, tile, 6 * LANES);
    DoubleVector y7 = DoubleVector.fromArray(S, tile, 7 * LANES);
    // Of the kernel's next element: y_t has the product with s_t.
    DoubleVector s0 = DoubleVector.fromArray(S, rows, column);
    DoubleVector s1 = DoubleVector.fromArray(S, rows, row + column);
    DoubleVector s2 = DoubleVector.fromArray(S, rows, 2 * row + column);
    DoubleVector s3 = DoubleVector.fromArray(S, rows, 3 * row + column);
    DoubleVector s4 = DoubleVector.fromArray(S, rows, 4 * row + column);
    DoubleVector s5 = DoubleVector.fromArray(S, rows, 5 * row + column);
    DoubleVector s6 = DoubleVector.fromArray(S, rows, 6 * row + column);
    DoubleVector s7 = DoubleVector.fromArray(S, rows, 7 * row + column);
    int i = column;
    for (int m = begin; m < end; m += TILE) {
      DoubleVector w = DoubleVector.broadcast(S, k[m]);
      y0 = w.fma(s0, y0);
      y1 = w.fma(s1, y1);
      y2 = w.fma(s2, y2);
      y3 = w.fma(s3, y3);
      y4 = w.fma(s4, y4);
      y5 = w.fma(s5, y5);
      y6 = w.fma(s6, y6);
      y7 = w.fma(s7, y7);
      s7 = DoubleVector.fromArray(S, rows, 7 * row + i - 1);
      w = DoubleVector.broadcast(S, k[m + 1]);
      y0 = w.fma(s7, y0);
      y1 = w.fma(s0, y1);
      y2 = w.fma(s1, y2);
      y3 = w.fma(s2, y3);
      y4 = w.fma(s3, y4);
      y5 = w.fma(s4, y5);
      y6 = w.fma(s5, y6);
      y7 = w.fma(s6, y7);
      s6 = DoubleVector.fromArray(S, rows, 6 * row + i - 1);
      w = DoubleVector.broadcast(S, k[m + 2]);
      y0 = w.fma(s6, y0);
      y1 = w.fma(s7, y1);
      y2 = w.fma(s0, y2);
      y3 = w.fma(s1, y3);
      y4 = w.fma(s2, y4);
      y5 = w.fma(s3, y5);
      y6 = w.fma(s4, y6);
      y7 = w.fma(s5, y7);
      s5 = DoubleVector.fromArray(S, rows, 5 * row + i - 1);
      w = DoubleVector.broadcast(S, k[m + 3]);
      y0 = w.fma(s5, y0);
      y1 = w.fma(s6, y1);
      y2 = w.fma(s7, y2);
      y3 = w.fma(s0, y3);
      y4 = w.fma(s1, y4);
      y5 = w.fma(s2, y5);
      y6 = w.fma(s3, y6);
      y7 = w.fma(s4, y7);
      s4 = DoubleVector.fromArray(S, rows, 4 * row + i - 1);
      w = DoubleVector.broadcast(S, k[m + 4]);
      y0 = w.fma(s4, y0);
      y1 = w.fma(s5, y1);
      y2 = w.fma(s6, y2);
      y3 = w.fma(s7, y3);
      y4 = w.fma(s0, y4);
      y5 = w.fma(s1, y5);
      y6 = w.fma(s2, y6);
      y7 = w.fma(s3, y7);
      s3 = DoubleVector.fromArray(S, rows, 3 * row + i - 1);
      w = DoubleVector.broadcast(S, k[m + 5]);
      y0 = w.fma(s3, y0);
      y1 = w.fma(s4, y1);
      y2 = w.fma(s5, y2);
      y3 = w.fma(s6, y3);
      y4 = w.fma(s7, y4);
      y5 = w.fma(s0, y5);
      y6 = w.fma(s1, y6);
      y7 = w.fma(s2, y7);
      s2 = DoubleVector.fromArray(S, rows, 2 * row + i - 1);
      w = DoubleVector.broadcast(S, k[m + 6]);
      y0 = w.fma(s2, y0);
      y1 = w.fma(s3, y1);
      y2 = w.fma(s4, y2);
      y3 = w.fma(s5, y3);
      y4 = w.fma(s6, y4);
      y5 = w.fma(s7, y5);
      y6 = w.fma(s0, y6);
      y7 = w.fma(s1, y7);
      s1 = DoubleVector.fromArray(S, rows, row + i - 1);
      w = DoubleVector.broadcast(S, k[m + 7]);
      y0 = w.fma(s1, y0);
      y1 = w.fma(s2, y1);
      y2 = w.fma(s3, y2);
      y3 = w.fma(s4, y3);
      y4 = w.fma(s5, y4);
      y5 = w.fma(s6, y5);
      y6 = w.fma(s7, y6);
      y7 = w.fma(s0, y7);
      i--;
      s0 = DoubleVector.fromArray(S, rows, i);
    }
    y0.intoArray(tile, 0);
    y1.intoArray(tile, LANES);
    y2.intoArray(tile, 2 * LANES);
    y3.intoArray(tile, 3 * LANES);
    y4.intoArray(tile, 4 * LANES);
    y5.intoArray(tile, 5 * LANES);
    y6.intoArray(tile, 6 * LANES);
    y7.intoArray(tile, 7 * LANES);
  }
}
