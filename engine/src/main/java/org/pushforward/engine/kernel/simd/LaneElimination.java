package org.pushforward.engine.kernel.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.pushforward.engine.kernel.LogDeterminants;

/**
 * Gaussian elimination ({@link LogDeterminants}) of as many matrices at once as a vector has lanes.
 *
 * <p>Four columns at a time are eliminated, and then taken from the rest of the matrix together:
 * each element is loaded and stored once for four multiply-adds.
 */
final class LaneElimination {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final int PANEL = 4;
  private static final double LARGE = Math.scalb(1.0, LogDeterminants.RANGE);
  private static final double UNIT = Math.scalb(1.0, LogDeterminants.SCALE);

  private final int n;
  private final double[] result = new double[LANES];
  private final double[] a; // [row][column][lane]; left of its pivot, an element is -l

  private LaneElimination(int n) {
    this.n = n;
    a = new double[n * n * LANES];
  }

  /** See {@link org.pushforward.engine.kernel.Backend#eliminate}. */
  static void run(int n, int count, double[] matrices, double[] products, double[] exponents) {
    LaneElimination elimination = new LaneElimination(n);
    for (int first = 0; first < count; first += LANES) {
      int lanes = Math.min(LANES, count - first);
      elimination.load(matrices, first * n * n, lanes);
      elimination.multiply(products, exponents, first, lanes);
    }
  }

  /** Eliminates all columns and multiplies the pivots. */
  private void multiply(double[] products, double[] exponents, int first, int lanes) {
    DoubleVector product = DoubleVector.broadcast(S, 1);
    DoubleVector exponent = DoubleVector.zero(S);
    for (int k = 0; k < n; k++) {
      DoubleVector pivot = column(k);
      DoubleVector scale = scale(pivot);
      product = product.mul(scaled(pivot, scale));
      DoubleVector again = scale(product);
      product = scaled(product, again);
      exponent = exponent.add(scale).add(again);
    }
    product.intoArray(result, 0);
    System.arraycopy(result, 0, products, first, lanes);
    exponent.intoArray(result, 0);
    System.arraycopy(result, 0, exponents, first, lanes);
  }

  /** The exponents to be taken from x. */
  private static DoubleVector scale(DoubleVector x) {
    DoubleVector size = x.abs();
    return DoubleVector.zero(S)
        .blend(LogDeterminants.SCALE, size.compare(VectorOperators.GT, LARGE))
        .blend(-LogDeterminants.SCALE, size.compare(VectorOperators.LT, 1 / LARGE));
  }

  private static DoubleVector scaled(DoubleVector x, DoubleVector scale) {
    DoubleVector factor =
        DoubleVector.broadcast(S, 1)
            .blend(1 / UNIT, scale.compare(VectorOperators.GT, 0))
            .blend(UNIT, scale.compare(VectorOperators.LT, 0));
    return x.mul(factor);
  }

  /** Matrices one after another, a lane each; other lanes keep what they have. */
  private void load(double[] matrices, int from, int lanes) {
    for (int element = 0; element < n * n; element++) {
      for (int lane = 0; lane < lanes; lane++) {
        a[element * LANES + lane] = matrices[from + lane * n * n + element];
      }
    }
  }

  /** Eliminates a column of all matrices, and returns the pivots. */
  private DoubleVector column(int k) {
    int panel = k / PANEL * PANEL;
    int end = Math.min(panel + PANEL, n);
    DoubleVector pivot = at(k, k);
    DoubleVector most = pivot.abs();
    DoubleVector row = DoubleVector.broadcast(S, k);
    for (int i = k + 1; i < n; i++) {
      DoubleVector candidate = at(i, k);
      VectorMask<Double> larger = candidate.abs().compare(VectorOperators.GT, most);
      pivot = pivot.blend(candidate, larger);
      most = most.blend(candidate.abs(), larger);
      row = row.blend(i, larger);
    }
    VectorMask<Double> exchanged = row.compare(VectorOperators.NE, k);
    if (exchanged.anyTrue()) {
      for (int i = k + 1; i < n; i++) {
        VectorMask<Double> here = row.compare(VectorOperators.EQ, i);
        if (here.anyTrue()) {
          exchange(index(k, panel), index(i, panel), index(k, n), here);
        }
      }
    }
    DoubleVector divisor = pivot.blend(1, pivot.compare(VectorOperators.EQ, 0));
    for (int i = k + 1; i < n; i++) {
      DoubleVector l = at(i, k).div(divisor).neg();
      l.intoArray(a, index(i, k));
      subtract(index(i, k + 1), index(k, k + 1), index(i, end), l);
    }
    if (k == end - 1 && end < n) {
      subtractPanel(panel, end);
    }
    return pivot.blend(pivot.neg(), exchanged);
  }

  /** Exchanges two rows, from their given elements on, in these lanes. */
  private void exchange(int one, int other, int end, VectorMask<Double> lanes) {
    for (int j = 0; one + j < end; j += LANES) {
      DoubleVector x = DoubleVector.fromArray(S, a, one + j);
      DoubleVector y = DoubleVector.fromArray(S, a, other + j);
      x.blend(y, lanes).intoArray(a, one + j);
      y.blend(x, lanes).intoArray(a, other + j);
    }
  }

  /** Takes l times one row from the elements of another. */
  private void subtract(int from, int row, int end, DoubleVector l) {
    for (int j = 0; from + j < end; j += LANES) {
      DoubleVector x = DoubleVector.fromArray(S, a, from + j);
      DoubleVector.fromArray(S, a, row + j).fma(l, x).intoArray(a, from + j);
    }
  }

  /** Takes the columns of a panel from those on its right. */
  private void subtractPanel(int panel, int end) {
    for (int i = panel + 1; i < end; i++) {
      for (int k = panel; k < i; k++) {
        subtract(index(i, end), index(k, end), index(i, n), at(i, k));
      }
    }
    for (int i = end; i < n; i++) {
      subtractFour(index(i, end), index(panel, end), index(i, n), index(i, panel));
    }
  }

  private void subtractFour(int from, int rows, int end, int factors) {
    DoubleVector l0 = DoubleVector.fromArray(S, a, factors);
    DoubleVector l1 = DoubleVector.fromArray(S, a, factors + LANES);
    DoubleVector l2 = DoubleVector.fromArray(S, a, factors + 2 * LANES);
    DoubleVector l3 = DoubleVector.fromArray(S, a, factors + 3 * LANES);
    int row = n * LANES;
    for (int j = 0; from + j < end; j += LANES) {
      DoubleVector x = DoubleVector.fromArray(S, a, from + j);
      x = DoubleVector.fromArray(S, a, rows + j).fma(l0, x);
      x = DoubleVector.fromArray(S, a, rows + row + j).fma(l1, x);
      x = DoubleVector.fromArray(S, a, rows + 2 * row + j).fma(l2, x);
      x = DoubleVector.fromArray(S, a, rows + 3 * row + j).fma(l3, x);
      x.intoArray(a, from + j);
    }
  }

  private DoubleVector at(int i, int j) {
    return DoubleVector.fromArray(S, a, index(i, j));
  }

  private int index(int i, int j) {
    return (i * n + j) * LANES;
  }
}
