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
 */
public record Events(Blocks<PartSummary> blocks, long used, long outOfRange, long skipped)
    implements AutoCloseable {

  /**
   * A column of the blocks.
   *
   * @param name what the model calls it
   * @param range rows outside are left out; both ends are inside
   */
  public record Wanted(String name, Range range) {}

  /** Rows of a data set, as {@link Events} counts them. */
  public record Counts(long used, long outOfRange, long skipped) {}

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
      return new Events(blocks, counts.used(), counts.outOfRange(), counts.skipped());
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

  private static List<Part> parts(FileData data, List<Wanted> wanted, Runner runner) {
    try {
      return Files.parts(data, wanted, runner.parallelism());
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

  private static Counts checked(FileData data, List<Part> parts, Loaded<PartSummary> blocks) {
    long outOfRange = 0;
    long invalid = 0;
    for (PartSummary summary : blocks.summaries()) {
      outOfRange += summary.outOfRange();
      invalid += summary.invalid();
    }
    if (invalid > 0 && !data.skipInvalid()) {
      throw invalid(parts, blocks.summaries(), invalid);
    }
    if (blocks.rows() == 0) {
      throw new SpecException(
          data.place(),
          outOfRange + invalid == 0
              ? "the data have no rows"
              : "no row is left: " + outOfRange + " out of range, " + invalid + " without a number",
          "");
    }
    return new Counts(blocks.rows(), outOfRange, invalid);
  }

  /** Names the first bad cells in the order of files and rows. */
  private static SpecException invalid(List<Part> parts, List<PartSummary> all, long number) {
    BadCell first = null;
    Place place = null;
    long firstRow = 0;
    List<String> also = new ArrayList<>();
    long rowsBefore = 0; // in the same file
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0 && !parts.get(i).file().equals(parts.get(i - 1).file())) {
        rowsBefore = 0;
      }
      String file = Files.shown(new Path(parts.get(i).file()));
      for (BadCell cell : all.get(i).bad()) {
        long row = rowsBefore + cell.row();
        if (first == null) {
          first = cell;
          firstRow = row;
          place = cell.place(file, row);
        } else if (also.size() < ALSO_NAMED) {
          also.add(file + ":" + row);
        }
      }
      rowsBefore += all.get(i).lines();
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
