package org.pushforward.jobs.job;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.variable.Model;
import org.pushforward.jobs.spark.Blocks;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spec.Range;

/**
 * The data of one likelihood, loaded.
 *
 * @param parts of the model, as it declares them
 * @param ranges by observable; of an unbounded one the span of its data
 * @param conditioned whether the observable has a range that conditions the model
 * @param blocks the rows; columns as {@code variables}, then the weights if there are any
 * @param bins of the binned observable, else 0
 * @param binned edges and counts, or null if unbinned
 * @param rowOf names the file and row that hold the values of the variables; empty where there is
 *     no file
 */
record Sample(
    String name,
    List<Model.Part> parts,
    Map<String, Range> ranges,
    Map<String, Boolean> conditioned,
    Blocks<?> blocks,
    boolean weighted,
    long used,
    long outOfRange,
    long skipped,
    int bins,
    Shared<EventBlock> binned,
    Map<String, Histograms.Counted> histograms,
    Function<double[], String> rowOf)
    implements AutoCloseable {

  boolean isBinned() {
    return bins > 0;
  }

  double sumOfWeights() {
    return histograms.values().iterator().next().total();
  }

  @Override
  public void close() {
    blocks.close();
    if (binned != null) {
      binned.close();
    }
  }
}
