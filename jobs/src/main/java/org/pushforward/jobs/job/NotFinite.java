package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.pushforward.engine.gradient.Finding;
import org.pushforward.engine.gradient.Gradient;
import org.pushforward.engine.gradient.GradientEstimate;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.moment.Points;
import org.pushforward.engine.moment.SampledProgram;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.IndexRange;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spark.Work;

/** Finds the samples that are not finite, in a second pass where a sum is not. */
final class NotFinite {
  /** Indices that are told of, the lowest. */
  private static final int TOLD = 8;

  private NotFinite() {}

  /** What is to be said of a gradient's samples; empty where all sums are finite. */
  static List<Finding> findings(Gradient gradient, SummedGradient summed, Runner runner) {
    List<GradientEstimate> estimates = gradient.estimates(summed.sums(), summed.samples());
    double error = gradient.value(summed.sums(), summed.samples())[1];
    if (Double.isFinite(error)
        && estimates.stream().allMatch(e -> Double.isFinite(e.standardError()))) {
      return List.of();
    }
    try (Shared<SampledProgram> shown = runner.share(gradient.shown())) {
      return said(
          runner.over(
              summed.samples(), GradientSampling.GRAIN, new Search(shown, runner.backend())),
          estimates,
          summed.samples());
    }
  }

  /**
   * One finding for all estimates that have the same samples.
   *
   * @param found of f, then of each estimate
   */
  private static List<Finding> said(
      long[][] found, List<GradientEstimate> estimates, long samples) {
    Map<List<Long>, List<Integer>> same = new LinkedHashMap<>();
    for (int k = 0; k < found.length; k++) {
      boolean isWrong = k > 0 && !Double.isFinite(estimates.get(k - 1).standardError());
      if (found[k][0] > 0 || isWrong) {
        List<Long> key = LongStream.of(found[k]).boxed().toList();
        same.computeIfAbsent(key, x -> new ArrayList<>()).add(k);
      }
    }
    List<Finding> findings = new ArrayList<>();
    same.forEach(
        (key, rows) -> {
          boolean one = rows.size() == 1 && rows.get(0) > 0;
          GradientEstimate of = one ? estimates.get(rows.get(0) - 1) : null;
          String text = key.get(0) == 0 ? overflow() : text(key, rows.contains(0), samples);
          findings.add(
              new Finding(
                  Finding.Kind.NOT_FINITE,
                  one ? of.parameter().name() : "",
                  one ? of.choice().label() : "",
                  text));
        });
    return findings;
  }

  private static String overflow() {
    return "every sample is finite, but their squares are too large for a double";
  }

  private static String text(List<Long> key, boolean isOfFormula, long samples) {
    long count = key.get(0);
    List<String> first =
        key.subList(1, key.size()).stream()
            .filter(i -> i < Long.MAX_VALUE)
            .map(String::valueOf)
            .toList();
    String what = isOfFormula ? "the formula or a gradient" : "the gradient";
    return what
        + " of "
        + count
        + " of "
        + samples
        + " samples is not finite, "
        + (count == 1 ? "at " : "the first at ")
        + first.get(0)
        + ": `--set gradient.show=["
        + String.join(", ", first)
        + "]` shows "
        + (count == 1 ? "it" : "them");
  }

  /** Of f and of each estimate {how many samples are not finite, the lowest indices}. */
  private record Search(Shared<SampledProgram> shown, BackendChoice backend)
      implements Work<IndexRange, long[][]> {

    @Override
    public long[][] zero() {
      long[][] none = new long[shown.get().sums()][1 + TOLD];
      for (long[] row : none) {
        Arrays.fill(row, 1, row.length, Long.MAX_VALUE);
      }
      return none;
    }

    @Override
    public long[][] add(long[][] into, IndexRange samples) {
      SampledProgram work = shown.get();
      Kernel kernel = Device.backend(backend).kernel(work.program());
      double[][] values = new double[into.length][Points.BLOCK];
      long at = samples.from();
      while (at < samples.to()) {
        long block = at / Points.BLOCK;
        long begin = block * Points.BLOCK;
        int rows = (int) Math.min(Points.BLOCK, samples.to() - begin);
        kernel.evaluate(work.point(), work.points().block(block, rows), values);
        for (int row = (int) (at - begin); row < rows; row++) {
          for (int k = 0; k < into.length; k++) {
            if (!Double.isFinite(values[k][row])) {
              into[k][0]++;
              insert(into[k], begin + row);
            }
          }
        }
        at = begin + rows;
      }
      return into;
    }

    @Override
    public long[][] merge(long[][] a, long[][] b) {
      for (int k = 0; k < a.length; k++) {
        a[k][0] += b[k][0];
        for (int i = 1; i <= TOLD; i++) {
          insert(a[k], b[k][i]);
        }
      }
      return a;
    }

    /** Among the lowest, in order. */
    private static void insert(long[] row, long index) {
      for (int i = 1; i <= TOLD && index < Long.MAX_VALUE; i++) {
        if (index < row[i]) {
          long higher = row[i];
          row[i] = index;
          index = higher;
        }
      }
    }
  }
}
