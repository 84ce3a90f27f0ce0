package org.pushforward.jobs.job;

import java.util.stream.IntStream;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.jobs.spark.Blocks;
import org.pushforward.jobs.spark.HeldBlock;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.SumWork;
import org.pushforward.jobs.spec.Range;

/** Counts rows in equal bins. */
final class Histograms {
  private Histograms() {}

  /**
   * Counts of one observable.
   *
   * @param counts sums of weights
   * @param squares sums of squared weights
   * @param total of all weights
   */
  record Counted(double[] edges, double[] counts, double[] squares, double total) {}

  /** Counts the column; rows at the upper end of the range belong to the last bin. */
  static Counted count(
      Runner runner, Blocks<?> blocks, int column, int weight, Range range, int bins) {
    double[] edges = edges(range, bins);
    PartialSum sums = runner.over(blocks, new Count(column, weight, edges));
    return new Counted(
        edges,
        IntStream.range(0, bins).mapToDouble(i -> sums.value(i, 0)).toArray(),
        IntStream.range(0, bins).mapToDouble(i -> sums.value(i, 1)).toArray(),
        sums.value(bins, 0));
  }

  static double[] edges(Range range, int bins) {
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = (range.low() * (bins - i) + range.high() * i) / bins;
    }
    return edges;
  }

  /** Sums of weights and of their squares in each bin, and after the last bin over all rows. */
  private record Count(int column, int weight, double[] edges) implements SumWork<HeldBlock> {
    @Override
    public PartialSum zero() {
      return new PartialSum(edges.length, 2);
    }

    @Override
    public PartialSum add(PartialSum into, HeldBlock unit) {
      int bins = edges.length - 1;
      double[] x = unit.block().columns()[column];
      double[] w = weight < 0 ? null : unit.block().columns()[weight];
      // Whole counts are exact in a double: a block of them is added at once.
      double[] ones = new double[w == null ? bins + 1 : 0];
      double scale = bins / (edges[bins] - edges[0]);
      for (int i = 0; i < unit.block().rows(); i++) {
        int bin = Math.min(Math.max((int) ((x[i] - edges[0]) * scale), 0), bins - 1);
        while (bin > 0 && x[i] < edges[bin]) {
          bin--;
        }
        while (bin < bins - 1 && x[i] >= edges[bin + 1]) {
          bin++;
        }
        if (w == null) {
          ones[bin]++;
          ones[bins]++;
        } else {
          into.add(bin, 0, w[i]);
          into.add(bin, 1, w[i] * w[i]);
          into.add(bins, 0, w[i]);
        }
      }
      for (int i = 0; i < ones.length; i++) {
        into.add(i, 0, ones[i]);
        into.add(i, 1, ones[i]);
      }
      return into;
    }
  }
}
