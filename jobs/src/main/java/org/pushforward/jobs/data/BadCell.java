package org.pushforward.jobs.data;

import java.io.Serializable;
import org.pushforward.engine.expr.Place;

/**
 * A cell that cannot be used.
 *
 * @param row line (CSV) or row (Parquet), from 1, within its part
 * @param column from 1 in the line; 0 where there are no lines
 */
record BadCell(long row, String problem, int column, int length, String line)
    implements Serializable {

  /** A cell that is no finite number. */
  static BadCell noNumber(long row, String name, String content, int column, String line) {
    return new BadCell(
        row,
        (content.isEmpty() ? "an empty cell" : "\"" + content + "\"")
            + " is no finite number, in column \""
            + name
            + "\"",
        column,
        Math.max(1, content.length()),
        line);
  }

  /** A cell whose quotes do not close. */
  static BadCell openQuotes(long row, int column, String line) {
    return new BadCell(
        row, "the quotes that begin here do not close in this line", column, 1, line);
  }

  String problem(long rowOfFile) {
    // The row of a Parquet file, which has no place of its own.
    return problem + (column == 0 ? ", row " + rowOfFile : "");
  }

  Place place(String file, long rowOfFile) {
    return column == 0
        ? Place.of(file)
        : new Place(file, Math.toIntExact(rowOfFile), column, length, line);
  }
}
