package org.pushforward.engine.kernel;

/**
 * How a convolution is cut for vectors of so many lanes. Sum i + {@value #TILE} l + t of a tile, t
 * &lt; {@value #TILE}, is lane l of its vector y_t, and
 *
 * <pre>y_t = sum_m k_m x_(t - m),   lane l of x_e = s_(first + i + e + TILE l).</pre>
 *
 * So of the vectors x that an element of the kernel multiplies, all but one are those of the
 * element before, in other places. The signal lies in rows, each of every {@value #TILE}th element,
 * where the lanes of an x_e are neighbours, with the zeros around it.
 */
public final class ConvolutionTiles {
  /** Vectors of a tile. */
  public static final int TILE = 8;

  private final ConvolutionShape shape;
  private final int lanes;

  /** Elements in the rows before s_first. */
  private final int before;

  private final int row;

  public ConvolutionTiles(ConvolutionShape shape, int lanes) {
    this.shape = shape;
    this.lanes = lanes;
    before = up(shape.kernel() - 1, TILE);
    // An odd multiple of 8: rows do not begin in the same lines of a cache.
    row = (up(shape.sums(), sums()) + before) / TILE + 15 & -16 | 8;
  }

  private static int up(int count, int multiple) {
    return (count + multiple - 1) / multiple * multiple;
  }

  /** Sums of a tile. */
  public int sums() {
    return TILE * lanes;
  }

  /** Tiles of all the sums. */
  public int count() {
    return (shape.sums() + sums() - 1) / sums();
  }

  /** Elements of a row. */
  public int row() {
    return row;
  }

  /** The column of x_0 in the first row; that of a tile's x_0 is {@link #lanes} a tile more. */
  public int column() {
    return before / TILE;
  }

  /** The first of the kernel's elements, a multiple of TILE, that brings a tile a product. */
  public int begin(int tile) {
    int least = shape.first() + tile * sums() - shape.signal();
    return Math.min(whole(), Math.max(0, least) / TILE * TILE);
  }

  /** Where the kernel's elements that do end, a multiple of TILE or {@link #whole()}. */
  public int end(int tile) {
    int most = shape.first() + (tile + 1) * sums();
    return Math.max(begin(tile), Math.min(whole(), up(Math.max(0, most), TILE)));
  }

  /** The kernel's elements in whole TILEs. */
  public int whole() {
    return shape.kernel() / TILE * TILE;
  }

  /** Lays a signal into rows, [element % TILE][element / TILE], that hold zeros or another's. */
  public void lay(double[] signals, int from, double[] rows, int at) {
    int shift = before - shape.first();
    int begin = Math.max(0, -shift);
    int end = Math.min(shape.signal(), count() * sums() + shape.first());
    for (int j = begin; j < Math.min(end, begin + TILE); j++) {
      int to = at + (j + shift) % TILE * row + (j + shift) / TILE;
      for (int k = j; k < end; k += TILE) {
        rows[to++] = signals[from + k];
      }
    }
  }

  /** Brings a tile's sums, which are {@code from} the first on, to their lanes. */
  public void load(double[] sums, int from, int tile, double[] vectors, int at) {
    int first = from + tile * sums();
    int count = Math.min(sums(), shape.sums() - tile * sums());
    for (int t = 0; t < TILE; t++) {
      int to = at + t * lanes;
      for (int i = t; i < count; i += TILE) {
        vectors[to++] = sums[first + i];
      }
    }
  }

  /** Brings them back, 0 added. */
  public void store(double[] vectors, int at, int tile, double[] sums, int from) {
    int first = from + tile * sums();
    int count = Math.min(sums(), shape.sums() - tile * sums());
    for (int t = 0; t < TILE; t++) {
      int to = at + t * lanes;
      for (int i = t; i < count; i += TILE) {
        sums[first + i] = vectors[to++] + 0.0;
      }
    }
  }

  /** Whether weights are finite: only then products with 0 can be left out. */
  public static boolean areFinite(double[] weights, int from, int count) {
    boolean areFinite = true;
    for (int m = 0; m < count; m++) {
      areFinite &= Math.abs(weights[from + m]) <= Double.MAX_VALUE;
    }
    return areFinite;
  }
}
