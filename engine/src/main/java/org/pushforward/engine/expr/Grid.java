package org.pushforward.engine.expr;

import java.io.Serializable;

/**
 * Equal cells of a line: cell i spans [low + i step, low + (i + 1) step).
 *
 * @param low lower edge of the first cell
 * @param step width of a cell, > 0
 * @param cells number of cells
 */
public record Grid(double low, double step, int cells) implements Serializable {
  public Grid {
    if (!(step > 0) || !(step < Double.POSITIVE_INFINITY) || cells < 1) {
      throw new IllegalArgumentException("grid of " + cells + " cells of width " + step);
    }
  }

  /** The i-th edge, i from 0 to cells; one rounding, so that shared edges are equal. */
  public double edge(int i) {
    return Math.fma(i, step, low);
  }

  /** (x - low) / step as a lookup rounds it; it never falls where x rises. */
  public double position(double x) {
    return (x - low) * (1 / step);
  }

  public double high() {
    return edge(cells);
  }
}
