package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.jobs.data.Events;
import org.pushforward.jobs.spark.Blocks;
import org.pushforward.jobs.spark.HeldBlock;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spark.Work;
import org.pushforward.jobs.spec.DataSpec;
import org.pushforward.jobs.spec.FileData;
import org.pushforward.jobs.spec.LikelihoodSpec;
import org.pushforward.jobs.spec.ObservableSpec;
import org.pushforward.jobs.spec.Range;
import org.pushforward.jobs.spec.SimulatedData;

/** Loads the data of a problem's likelihoods. */
final class Samples {
  /** Bins of the picture of unbinned data. */
  private static final int DRAWN_BINS = 100;

  private Samples() {}

  static List<Sample> load(Problem problem, Runner runner, Progress progress) {
    List<Sample> samples = new ArrayList<>();
    for (LikelihoodSpec likelihood : problem.spec().likelihoods().values()) {
      samples.add(
          load(likelihood, problem.models().get(likelihood.name()), problem, runner, progress));
    }
    return samples;
  }

  private static Sample load(
      LikelihoodSpec likelihood, Model model, Problem problem, Runner runner, Progress progress) {
    DataSpec data = likelihood.requireData();
    List<Events.Wanted> wanted = wanted(likelihood, model.names());
    boolean weighted = data instanceof FileData file && file.weight().isPresent();
    Rows rows =
        data instanceof FileData file
            ? Rows.of(Events.load(file, wanted, runner))
            : Simulation.rows(((SimulatedData) data).simulate(), model, wanted, problem, runner);
    boolean only = problem.spec().likelihoods().size() == 1;
    report(rows, only ? "" : likelihood.name() + ": ", progress);
    Map<String, Range> ranges = new LinkedHashMap<>();
    Map<String, Boolean> conditioned = new LinkedHashMap<>();
    Map<String, Histograms.Counted> histograms = new LinkedHashMap<>();
    int bins = 0;
    for (int i = 0; i < wanted.size(); i++) {
      Events.Wanted column = wanted.get(i);
      boolean bounded = column.range().isFinite();
      Range range = bounded ? column.range() : span(runner.over(rows.blocks(), new Extent(i)));
      ObservableSpec observable = likelihood.observables().get(column.name());
      OptionalInt binned = observable == null ? OptionalInt.empty() : observable.bins();
      bins = Math.max(bins, binned.orElse(0));
      ranges.put(column.name(), range);
      conditioned.put(column.name(), bounded);
      RandomVariable variable = model.variables().get(column.name());
      boolean areCounts = variable != null && variable.isDiscrete();
      Bins drawn =
          binned.isPresent() || !areCounts
              ? new Bins(range, binned.orElse(DRAWN_BINS))
              : Bins.ofWholeNumbers(range);
      histograms.put(
          column.name(),
          Histograms.count(
              runner, rows.blocks(), i, weighted ? wanted.size() : -1, drawn.range, drawn.number));
    }
    if (data instanceof FileData file && weighted) {
      requirePositive(histograms.values().iterator().next().total(), file);
    }
    return new Sample(
        likelihood.name(),
        model.parts(),
        ranges,
        conditioned,
        rows.blocks(),
        weighted,
        rows.used(),
        rows.outOfRange(),
        rows.skipped(),
        bins,
        bins > 0 ? block(histograms.values().iterator().next(), runner) : null,
        histograms,
        values -> data instanceof FileData file ? Events.row(file, wanted, values, runner) : "");
  }

  /** The observables' columns, each within its range. */
  static List<Events.Wanted> wanted(LikelihoodSpec likelihood, List<String> observables) {
    List<Events.Wanted> wanted = new ArrayList<>();
    for (String name : observables) {
      ObservableSpec observable = likelihood.observables().get(name);
      wanted.add(
          new Events.Wanted(name, observable == null ? Range.UNBOUNDED : observable.range()));
    }
    return wanted;
  }

  private static Shared<EventBlock> block(Histograms.Counted counted, Runner runner) {
    return runner.share(
        new EventBlock(
            new double[][] {counted.edges(), counted.counts()}, counted.counts().length));
  }

  private static void requirePositive(double sumOfWeights, FileData file) {
    if (!(sumOfWeights > 0)) {
      throw new SpecException(
          file.weight().orElseThrow().place(),
          "the weights of the rows add up to " + sumOfWeights,
          "a likelihood needs a positive sum of weights");
    }
  }

  private static void report(Rows rows, String whose, Progress progress) {
    String all = " of " + (rows.used() + rows.outOfRange() + rows.skipped()) + " rows";
    if (rows.outOfRange() > 0) {
      progress.warn(whose + rows.outOfRange() + all + " left out: outside the range");
    }
    if (rows.skipped() > 0) {
      progress.warn(whose + rows.skipped() + all + " left out: a cell is no finite number");
    }
    if (rows.negative() > 0) {
      progress.warn(
          whose
              + rows.negative()
              + all
              + " with a negative weight: the likelihood may have no minimum");
    }
  }

  /** The data's span, widened by a fiftieth on each side; of equal data by 1. */
  private static Range span(double[] extent) {
    double margin = extent[1] > extent[0] ? (extent[1] - extent[0]) / 50 : 1;
    return new Range(extent[0] - margin, extent[1] + margin);
  }

  /** Equal bins of a range. */
  private record Bins(Range range, int number) {

    /** Each holds as many whole numbers, and its ends lie between two. */
    static Bins ofWholeNumbers(Range range) {
      double low = Math.ceil(range.low()) - 0.5;
      double numbers = Math.max(Math.floor(range.high()) + 0.5 - low, 1);
      double width = Math.ceil(numbers / DRAWN_BINS);
      int bins = (int) Math.ceil(numbers / width);
      return new Bins(new Range(low, low + bins * width), bins);
    }
  }

  /** Rows of a data set, wherever they come from. */
  record Rows(Blocks<?> blocks, long used, long outOfRange, long skipped, long negative) {
    static Rows of(Events events) {
      return new Rows(
          events.blocks(), events.used(), events.outOfRange(), events.skipped(), events.negative());
    }
  }

  /** {least, largest} of a column. */
  private record Extent(int column) implements Work<HeldBlock, double[]> {
    @Override
    public double[] zero() {
      return new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    }

    @Override
    public double[] add(double[] into, HeldBlock unit) {
      double[] x = unit.block().columns()[column];
      for (int i = 0; i < unit.block().rows(); i++) {
        into[0] = Math.min(into[0], x[i]);
        into[1] = Math.max(into[1], x[i]);
      }
      return into;
    }

    @Override
    public double[] merge(double[] a, double[] b) {
      return new double[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])};
    }
  }
}
