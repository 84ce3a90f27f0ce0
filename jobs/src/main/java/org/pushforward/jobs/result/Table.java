package org.pushforward.jobs.result;

import java.util.Map;

/**
 * A table: a folder of part files, whose rows are in order where the files are taken by name.
 *
 * @param path from {@code result.json}, or absolute where the spec says where
 * @param format {@code parquet} or {@code csv}
 * @param outOfRange drawn events that are left out because they lie outside the range
 * @param skipped rows that are left out because they hold no number
 * @param schema types of the columns, by name and in the table's order
 */
public record Table(
    String path,
    String format,
    long rows,
    long outOfRange,
    long skipped,
    Map<String, String> schema) {
  public Table {
    schema = Ordered.copy(schema);
  }
}
