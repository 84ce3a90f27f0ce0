package org.pushforward.engine.kernel;

import java.io.Serializable;
import java.util.Arrays;
import org.pushforward.engine.expr.Grids;

/**
 * Tables of the distribution of a sum of two independent variables and of its parameter
 * derivatives, filled once per point (see {@link Convolution}).
 *
 * <p>The signal S has masses s_j in the cells of its grid, the kernel K masses k_m in cells of the
 * same width; both have one mass more below their grid and one above. A table belongs to one
 * bilinear form, a sum over its terms of (signal output) * (kernel output): the sum itself, or by
 * the product rule one of its derivatives.
 *
 * @param grids cells of signal, kernel and tables
 * @param signal column of bin edges -> masses of the bins or derivatives; bins: below, the cells,
 *     above
 * @param kernel column of bin edges -> masses of the bins or derivatives; bins: below, the cells,
 *     above
 * @param terms [table][2 term + {0, 1}] = output of signal, output of kernel
 */
public record ConvolutionTables(Grids grids, Program signal, Program kernel, int[][] terms)
    implements Serializable {

  /**
   * Cells beside the table that its stencils reach: 2 for the fourth difference, 3 for the slopes
   * at an edge.
   */
  public static final int STENCIL = 5;

  /**
   * Stands for infinity where a distribution function is evaluated: its square and cube are still
   * finite.
   */
  static final double FAR = 1e60;

  public int tables() {
    return terms.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConvolutionTables t
        && grids.equals(t.grids)
        && signal.equals(t.signal)
        && kernel.equals(t.kernel)
        && Arrays.deepEquals(terms, t.terms);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * grids.hashCode() + signal.hashCode()) + kernel.hashCode();
  }
}
