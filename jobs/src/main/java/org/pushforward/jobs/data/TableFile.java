package org.pushforward.jobs.data;

import java.io.Closeable;
import java.io.IOException;

/** A file of a table while it is written. */
interface TableFile extends Closeable {
  /**
   * Adds rows.
   *
   * @param columns [column][row]
   */
  void write(double[][] columns, int rows) throws IOException;
}
