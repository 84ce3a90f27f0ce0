package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.List;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.variable.Model;
import org.pushforward.jobs.data.Events;
import org.pushforward.jobs.data.TableFolder;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spark.Sink;
import org.pushforward.jobs.spec.FileData;
import org.pushforward.jobs.spec.Range;

/** Evaluates a variable at every row of a data set, into a table beside the row's own value. */
final class RowEvaluation {
  private final EvaluateQuestion question;
  private final FileData data;
  private final List<Events.Wanted> wanted;
  private final Runner runner;
  private final Progress progress;

  RowEvaluation(EvaluateQuestion question, Runner runner, Progress progress) {
    this.question = question;
    this.data = question.spec().data().orElseThrow();
    // A row outside the observable's range stays: its density is 0.
    this.wanted =
        question.names().stream().map(name -> new Events.Wanted(name, Range.UNBOUNDED)).toList();
    this.runner = runner;
    this.progress = progress;
  }

  EvaluateOutcome run(Path folder) throws IOException {
    List<String> columns = columns();
    try (TableFolder table =
        TableFolder.create(Tables.place(question.spec().to(), folder, "rows"), columns)) {
      Model.Part prepared = question.prepared(extents());
      Program program = question.program(prepared);
      try (Shared<Program> shared = runner.share(program)) {
        Values values = new Values(shared, program.outputs(), question.point(), runner.backend());
        Events.Passed<String> rows = Events.stream(data, wanted, table.sink(values), runner);
        table.commit(rows.results());
        return new EvaluateOutcome(
            List.of(),
            question.derived(prepared),
            Tables.result(table, folder, rows.counts(), columns, progress));
      }
    }
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(question.names());
    columns.addAll(question.values());
    question.at().keySet().forEach(name -> columns.add("d_" + name));
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new SpecException(
          question.spec().of().place(),
          "the table would have two columns \"" + question.part().name() + "\"",
          "give the observable another name; data: { columns: { NAME: "
              + question.part().name()
              + " } } says which column it is");
    }
    return columns;
  }

  /** Of each column, where the grid of a sum depends on it: one more reading. */
  private List<DoubleSummaryStatistics> extents() {
    List<DoubleSummaryStatistics> all =
        wanted.stream().map(column -> new DoubleSummaryStatistics()).toList();
    if (question.needsExtent()) {
      int columns = wanted.size(); // alone: the sink travels to executors
      Events.stream(data, wanted, part -> new Extent(columns), runner)
          .results()
          .forEach(
              ends -> {
                for (int i = 0; i < ends.length; i++) {
                  Arrays.stream(ends[i]).filter(Double::isFinite).forEach(all.get(i));
                }
              });
    }
    return all;
  }

  /** Of each column {least, largest}; infinite where there is no row. */
  private static final class Extent implements Sink.Receiver<double[][]> {
    private final double[][] ends;

    Extent(int columns) {
      ends = new double[columns][];
      Arrays.setAll(ends, i -> new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY});
    }

    @Override
    public void add(EventBlock block) {
      for (int c = 0; c < ends.length; c++) {
        double[] x = block.columns()[c];
        for (int i = 0; i < block.rows(); i++) {
          ends[c][0] = Math.min(ends[c][0], x[i]);
          ends[c][1] = Math.max(ends[c][1], x[i]);
        }
      }
    }

    @Override
    public double[][] finish() {
      return ends;
    }

    @Override
    public void close() {}
  }

  /** The row's own values, then the program's outputs there. */
  private record Values(Shared<Program> program, int outputs, double[] point, BackendChoice backend)
      implements TableFolder.Columns {
    @Override
    public double[][] of(EventBlock block) {
      double[][] values = new double[outputs][block.rows()];
      Device.backend(backend).kernel(program.get()).evaluate(point, block, values);
      int own = block.columns().length;
      double[][] columns = Arrays.copyOf(block.columns(), own + outputs);
      System.arraycopy(values, 0, columns, own, outputs);
      return columns;
    }
  }
}
