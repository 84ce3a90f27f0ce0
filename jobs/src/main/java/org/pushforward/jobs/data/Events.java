package org.pushforward.jobs.data;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.jobs.spark.Blocks;
import org.pushforward.jobs.spark.Loaded;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Sink;
import org.pushforward.jobs.spark.Streamed;
import org.pushforward.jobs.spec.FileData;
import org.pushforward.jobs.spec.Range;

/**
 * A data set in blocks: one column for each that was wanted, in that order, then the weights if the
 * data have any.
 *
 * @param used rows in the blocks
 * @param outOfRange rows left out because a column is outside its range
 * @param skipped rows left out because a cell is no finite number
 * @param negative rows in the blocks whose weight is negative
 */
public record Events(
    Blocks<PartSummary> blocks, long used, long outOfRange, long skipped, long negative)
    implements AutoCloseable {

  /**
   * A column of the blocks.
   *
   * @param name what the model calls it
   * @param range rows outside are left out; both ends are inside
   */
  public record Wanted(String name, Range range) {}

  /** Rows of a data set, as {@link Events} counts them. */
  public record Counts(long used, long outOfRange, long skipped, long negative) {}

  /** What a sink told of each part of a data set, in the order of the parts. */
  public record Passed<R>(List<R> results, Counts counts) {}

  // Cells that an error names besides the first one.
  private static final int ALSO_NAMED = 3;

  /**
   * Reads a data set.
   *
   * @throws SpecException where there is no such data or it cannot be used
   */
  public static Events load(FileData data, List<Wanted> wanted, Runner runner) {
    List<Part> parts = parts(data, wanted, runner);
    Blocks<PartSummary> blocks = runner.load(parts, loader(wanted));
    try {
      Counts counts = checked(data, parts, blocks);
      return new Events(
          blocks, counts.used(), counts.outOfRange(), counts.skipped(), counts.negative());
    } catch (SpecException wrong) {
      blocks.close();
      throw wrong;
    }
  }

  /**
   * Reads a data set, handing it on without holding it.
   *
   * @throws SpecException where there is no such data or it cannot be used
   */
  public static <R extends Serializable> Passed<R> stream(
      FileData data, List<Wanted> wanted, Sink<R> sink, Runner runner) {
    List<Part> parts = parts(data, wanted, runner);
    Streamed<PartSummary, R> streamed = runner.stream(parts, loader(wanted), sink);
    return new Passed<>(streamed.results(), checked(data, parts, streamed));
  }

  /**
   * The file and row of the first row that holds these values, such as {@code z.csv:12}.
   *
   * @param values of the wanted columns
   */
  public static String row(FileData data, List<Wanted> wanted, double[] values, Runner runner) {
    List<Part> parts = parts(data, wanted, runner);
    // A row is found like the rows of a range are.
    try (Blocks<PartSummary> found = runner.load(parts, new PartLoader(values, values))) {
      long[] before = rowsBefore(parts, found.summaries());
      for (int i = 0; i < parts.size(); i++) {
        long row = found.summaries().get(i).firstUsed();
        if (row > 0) {
          return file(parts.get(i)) + ":" + (before[i] + row);
        }
      }
    }
    throw new IllegalStateException("the data have changed while they were in use");
  }

  private static List<Part> parts(FileData data, List<Wanted> wanted, Runner runner) {
    try {
      return Files.parts(data, wanted, runner);
    } catch (IOException failed) {
      throw Files.unreadable(data, failed);
    }
  }

  private static PartLoader loader(List<Wanted> wanted) {
    double[] low = new double[wanted.size()];
    double[] high = new double[wanted.size()];
    for (int i = 0; i < wanted.size(); i++) {
      low[i] = wanted.get(i).range().low();
      high[i] = wanted.get(i).range().high();
    }
    return new PartLoader(low, high);
  }

  private static String file(Part part) {
    return Files.shown(new Path(part.file()));
  }

  /** Rows of the same file in the parts before each. */
  private static long[] rowsBefore(List<Part> parts, List<PartSummary> all) {
    long[] before = new long[parts.size()];
    for (int i = 1; i < before.length; i++) {
      boolean same = parts.get(i).file().equals(parts.get(i - 1).file());
      before[i] = same ? before[i - 1] + all.get(i - 1).lines() : 0;
    }
    return before;
  }

  private static Counts checked(FileData data, List<Part> parts, Loaded<PartSummary> blocks) {
    long outOfRange = 0;
    long invalid = 0;
    long negative = 0;
    for (PartSummary summary : blocks.summaries()) {
      outOfRange += summary.outOfRange();
      invalid += summary.invalid();
      negative += summary.negative();
    }
    requireClosedQuotes(parts, blocks.summaries());
    if (invalid > 0 && !data.skipInvalid()) {
      throw invalid(parts, blocks.summaries(), invalid);
    }
    if (blocks.rows() == 0) {
      throw new SpecException(
          data.place(),
          outOfRange + invalid == 0
              ? "the data have no rows"
              : "no row is left: " + outOfRange + " out of range, " + invalid + " without a number",
          outOfRange + invalid == 0
              ? "below the names of the columns there must be at least one row of numbers"
              : "check the observable's range and the column's unit");
    }
    return new Counts(blocks.rows(), outOfRange, invalid, negative);
  }

  private static void requireClosedQuotes(List<Part> parts, List<PartSummary> all) {
    long[] before = rowsBefore(parts, all);
    for (int i = 0; i < parts.size(); i++) {
      BadCell open = all.get(i).openQuotes();
      if (open != null) {
        throw openQuotes(open, file(parts.get(i)), before[i] + open.row());
      }
    }
  }

  static SpecException openQuotes(BadCell cell, String file, long row) {
    return new SpecException(
        cell.place(file, row),
        cell.problem(row),
        "a cell with a line break is not understood: write every row in one line");
  }

  /** Names the first bad cells in the order of files and rows. */
  private static SpecException invalid(List<Part> parts, List<PartSummary> all, long number) {
    BadCell first = null;
    Place place = null;
    long firstRow = 0;
    List<String> also = new ArrayList<>();
    long[] before = rowsBefore(parts, all);
    for (int i = 0; i < parts.size(); i++) {
      String file = file(parts.get(i));
      for (BadCell cell : all.get(i).bad()) {
        long row = before[i] + cell.row();
        if (first == null) {
          first = cell;
          firstRow = row;
          place = cell.place(file, row);
        } else if (also.size() < ALSO_NAMED) {
          also.add(file + ":" + row);
        }
      }
    }
    if (first == null) {
      throw new IllegalStateException("invalid rows without a cell");
    }
    return new SpecException(
        place,
        first.problem(firstRow),
        (number == 1
                ? ""
                : number + " rows are like that; the next: " + String.join(", ", also) + "\n")
            + "correct them, or leave such rows out by data: { skip_invalid: true }");
  }

  @Override
  public void close() {
    blocks.close();
  }
}
