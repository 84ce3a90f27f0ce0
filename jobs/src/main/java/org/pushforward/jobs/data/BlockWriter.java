package org.pushforward.jobs.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.Consumer;
import org.pushforward.engine.kernel.EventBlock;

/** Rows to blocks; leaves out what is out of range or invalid and counts it. */
final class BlockWriter {
  /** 512 KiB a column: under half a region of G1 from heaps of 2 GiB on, so never humongous. */
  static final int ROWS = 1 << 16;

  // Of a part; enough to name the first few of all.
  private static final int REMEMBERED = 4;

  private final double[] low;
  private final double[] high;
  private final int columns;
  private final Consumer<EventBlock> sink;
  private final ArrayList<BadCell> bad = new ArrayList<>();

  private double[][] block;
  private int rows;
  private long firstUsed;
  private long outOfRange;
  private long negative;
  private BadCell openQuotes;
  private long invalid;

  /**
   * @param low of the first columns; a weight may follow, which has no range
   */
  BlockWriter(double[] low, double[] high, int columns, Consumer<EventBlock> sink) {
    this.low = low;
    this.high = high;
    this.columns = columns;
    this.sink = sink;
    this.block = new double[columns][ROWS];
  }

  /**
   * Adds a row of finite numbers.
   *
   * @param number of the row in its part, from 1
   */
  void add(double[] row, long number) {
    for (int i = 0; i < low.length; i++) {
      if (!(row[i] >= low[i] && row[i] <= high[i])) {
        outOfRange++;
        return;
      }
    }
    for (int i = 0; i < columns; i++) {
      block[i][rows] = row[i];
    }
    if (firstUsed == 0) {
      firstUsed = number;
    }
    if (columns > low.length && row[low.length] < 0) {
      negative++;
    }
    if (++rows == ROWS) {
      sink.accept(new EventBlock(block, rows));
      block = new double[columns][ROWS];
      rows = 0;
    }
  }

  /** Whether a bad cell would be remembered. */
  boolean remembers() {
    return bad.size() < REMEMBERED;
  }

  void invalid(BadCell cell) {
    bad.add(cell);
  }

  void invalidRow() {
    invalid++;
  }

  /** Nothing behind this cell can be read. */
  void openQuotes(BadCell cell) {
    openQuotes = cell;
  }

  PartSummary finish(long lines) {
    if (rows > 0) {
      double[][] rest = new double[columns][];
      for (int i = 0; i < columns; i++) {
        rest[i] = Arrays.copyOf(block[i], rows);
      }
      sink.accept(new EventBlock(rest, rows));
    }
    return new PartSummary(lines, firstUsed, outOfRange, invalid, negative, bad, openQuotes);
  }
}
