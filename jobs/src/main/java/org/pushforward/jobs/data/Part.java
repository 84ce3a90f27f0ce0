package org.pushforward.jobs.data;

import java.io.Serializable;
import org.pushforward.jobs.spark.IndexRange;

/** A piece of a file that one task reads. */
sealed interface Part extends Serializable {
  /** The file, as Hadoop names it. */
  String file();

  /** Names of the columns to read, as the file has them. */
  String[] columns();

  /**
   * The lines that begin in a range of bytes.
   *
   * @param indices of the cells to read
   * @param header whether the file's first line is none of the data
   * @param compressed whether the file is one stream that has to be unpacked
   */
  record Lines(
      String file,
      String[] columns,
      IndexRange bytes,
      int[] indices,
      char delimiter,
      boolean header,
      boolean compressed)
      implements Part {}

  /** A row group of a Parquet file, of {@code size} rows. */
  record RowGroup(String file, String[] columns, int group, long size) implements Part {}
}
