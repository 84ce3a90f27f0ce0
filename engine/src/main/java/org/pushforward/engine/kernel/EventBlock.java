package org.pushforward.engine.kernel;

import java.io.Serializable;

/**
 * Columns of some rows of a data set, or of a run of samples. What it holds is not changed once a
 * kernel has seen it: a device keeps a copy of a block that it meets again.
 *
 * @param columns [column][row], at least {@code rows} long; a column of bin edges at least {@code
 *     rows + 1}
 * @param rows number of rows
 * @param seed of the random numbers that programs draw
 * @param firstSample index of the sample that row 0 is
 */
public record EventBlock(double[][] columns, int rows, long seed, long firstSample)
    implements Serializable {

  /** Rows that nothing is drawn for. */
  public EventBlock(double[][] columns, int rows) {
    this(columns, rows, 0, 0);
  }

  /** Samples from {@code first} on, without columns. */
  public static EventBlock samples(long seed, long first, int rows) {
    return new EventBlock(new double[0][], rows, seed, first);
  }
}
