package org.pushforward.engine.kernel;

import java.io.Serializable;
import java.util.Arrays;
import org.pushforward.engine.expr.Grid;

/**
 * Tables of the distribution of a sum of two independent variables and of its parameter
 * derivatives, filled once per point (see {@link Convolution}).
 *
 * <p>The signal S has masses s_j in the n cells of {@code signalGrid}, s_below under it and s_above
 * over it; the kernel K has masses k_m in cells of the same width h centred at m h, m =
 * -reach..reach. A table belongs to one bilinear form, a sum over its terms of (signal output) *
 * (kernel output): the sum itself, or by the product rule one of its derivatives. It covers the
 * signal's cells {@code margin()} .. n - margin() - 1.
 *
 * @param signalGrid cells of the signal
 * @param reach cells of the kernel on each side of its centre
 * @param fold edge of the signal grid below which a table holds F and from which on it holds F - 1
 *     (minus the survival probability), so that neither tail is lost in the rounding of 1
 * @param signal column of bin edges -> masses of the bins or derivatives; bins: below, the n cells,
 *     above
 * @param kernel column of bin edges -> masses of the bins or derivatives; bins: the 2 reach + 1
 *     cells
 * @param terms [table][2 term + {0, 1}] = output of signal, output of kernel
 */
public record ConvolutionTables(
    Grid signalGrid, int reach, int fold, Program signal, Program kernel, int[][] terms)
    implements Serializable {

  /** Coefficients of a cell: F(x) = sum_k c_k u^k, u = (x - edge) / h in [0, 1]. */
  public static final int COEFFICIENTS = 6;

  /**
   * Cells beside the table that its stencils reach: 2 for the fourth difference, 3 for the slopes
   * at an edge.
   */
  static final int STENCIL = 5;

  /**
   * Stands for infinity where a distribution function is evaluated: its square and cube are still
   * finite.
   */
  static final double FAR = 1e60;

  public ConvolutionTables {
    int cells = signalGrid.cells();
    int margin = reach + STENCIL;
    if (cells <= 2 * margin || fold < margin || fold > cells - margin) {
      throw new IllegalArgumentException(
          "no table in " + cells + " cells with kernel reach " + reach + " and fold " + fold);
    }
  }

  /** Cells at each end of the signal grid that the table does not cover. */
  public int margin() {
    return reach + STENCIL;
  }

  /** Cells of the table. */
  public Grid grid() {
    return grid(signalGrid, reach);
  }

  /** Cells of the table over these cells of the signal. */
  public static Grid grid(Grid signalGrid, int reach) {
    int margin = reach + STENCIL;
    return new Grid(signalGrid.edge(margin), signalGrid.step(), signalGrid.cells() - 2 * margin);
  }

  public int tables() {
    return terms.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConvolutionTables t
        && signalGrid.equals(t.signalGrid)
        && reach == t.reach
        && fold == t.fold
        && signal.equals(t.signal)
        && kernel.equals(t.kernel)
        && Arrays.deepEquals(terms, t.terms);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * signalGrid.hashCode() + signal.hashCode()) + kernel.hashCode();
  }
}
