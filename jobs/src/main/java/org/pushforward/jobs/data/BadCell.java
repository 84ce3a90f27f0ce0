package org.pushforward.jobs.data;

import java.io.Serializable;
import org.pushforward.engine.expr.Place;

/**
 * A cell that is no finite number.
 *
 * @param row line (CSV) or row (Parquet), from 1, within its part
 * @param column from 1 in the line; 0 where there are no lines
 */
record BadCell(long row, String name, String content, int column, String line)
    implements Serializable {

  String problem(long rowOfFile) {
    return (content.isEmpty() ? "an empty cell" : "\"" + content + "\"")
        + " is no finite number, in column \""
        + name
        + "\""
        + (column == 0 ? ", row " + rowOfFile : "");
  }

  Place place(String file, long rowOfFile) {
    // The row of a Parquet file is told by the problem.
    return column == 0
        ? Place.of(file)
        : new Place(file, Math.toIntExact(rowOfFile), column, Math.max(1, content.length()), line);
  }
}
