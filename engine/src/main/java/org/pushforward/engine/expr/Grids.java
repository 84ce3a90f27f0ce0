package org.pushforward.engine.expr;

import java.io.Serializable;

/**
 * Where the two laws of a numeric sum and the sum itself have their cells, all of one width h. Cell
 * i of the sum is centred at the centre of signal cell j plus that of kernel cell i - j, for any j.
 *
 * @param signal cells of the one law; at the grid's ends its density may jump to 0, between them it
 *     should be smooth
 * @param kernel cells of the other, likewise
 * @param first number of the table's first cell among those of the sum
 * @param cells of the table
 * @param fold edge of the table below which it holds F and from which on it holds F - 1 (minus the
 *     survival probability), so that neither tail is lost in the rounding of 1; cells + 1 for F
 *     everywhere
 * @param fourier whether the sums of products are found by Fourier transforms
 * @param sampled whether densities at the cells' centres times h stand for masses, and the sum's
 *     distribution function is linear in each cell
 */
public record Grids(
    Grid signal, Grid kernel, int first, int cells, int fold, boolean fourier, boolean sampled)
    implements Serializable {
  public Grids {
    if (signal.step() != kernel.step() || fold < 0 || fold > cells + 1) {
      throw new IllegalArgumentException(
          "no table on " + signal + " and " + kernel + " with fold " + fold + " of " + cells);
    }
  }

  /** Numbers a table has for a cell. */
  public int numbers() {
    return sampled ? 2 : 4;
  }

  /** Cells of the table. */
  public Grid table() {
    double step = signal.step();
    return new Grid(signal.low() + kernel.low() + (first + 0.5) * step, step, cells);
  }
}
