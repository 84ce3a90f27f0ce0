package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.optimize.Ascent;
import org.pushforward.jobs.data.Events;
import org.pushforward.jobs.data.TableFolder;
import org.pushforward.jobs.result.Optimum;
import org.pushforward.jobs.result.Table;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Sink;

/**
 * The steps of an optimization, as its result has them.
 *
 * @param theta names of the parameters
 */
record AscentPath(List<String> theta, List<Ascent.Step> steps) {
  /** As many as a plot can tell apart. */
  private static final int SHOWN = 200;

  /** Evenly chosen, first and last among them. */
  List<Optimum.Step> shown() {
    int number = Math.min(SHOWN, steps.size());
    return IntStream.range(0, number)
        .map(i -> number == 1 ? 0 : (int) ((long) i * (steps.size() - 1) / (number - 1)))
        .mapToObj(steps::get)
        .map(s -> new Optimum.Step(s.step(), point(s), s.value(), s.valueError()))
        .toList();
  }

  private Map<String, Double> point(Ascent.Step step) {
    Map<String, Double> point = new LinkedHashMap<>();
    theta.forEach(name -> point.put(name, step.point()[point.size()]));
    return point;
  }

  /**
   * The columns {@code step}, each parameter, {@code value, value_error}, {@code d_PARAMETER} and
   * {@code d_PARAMETER_error} of each, {@code learning_rate}; names that a parameter has taken get
   * a {@code _}.
   */
  Table table(Path folder, Progress progress) throws IOException {
    Map<String, double[]> columns = columns();
    List<String> names = List.copyOf(columns.keySet());
    EventBlock rows = new EventBlock(columns.values().toArray(double[][]::new), steps.size());
    try (TableFolder table =
        TableFolder.create(Tables.place(Optional.empty(), folder, "path"), names)) {
      try (Sink.Receiver<String> file = table.sink(EventBlock::columns).open(0)) {
        file.add(rows);
        table.commit(List.of(file.finish()));
      }
      return Tables.result(
          table, folder, new Events.Counts(steps.size(), 0, 0, 0), names, progress);
    }
  }

  private Map<String, double[]> columns() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put(free("step", columns), new double[steps.size()]);
    theta.forEach(name -> columns.put(name, new double[steps.size()]));
    List<String> rest = new ArrayList<>(List.of("value", "value_error"));
    theta.forEach(name -> rest.addAll(List.of("d_" + name, "d_" + name + "_error")));
    rest.add("learning_rate");
    rest.forEach(name -> columns.put(free(name, columns), new double[steps.size()]));
    List<double[]> all = List.copyOf(columns.values());
    for (int row = 0; row < steps.size(); row++) {
      Ascent.Step s = steps.get(row);
      int k = 0;
      all.get(k++)[row] = s.step();
      for (double x : s.point()) {
        all.get(k++)[row] = x;
      }
      all.get(k++)[row] = s.value();
      all.get(k++)[row] = s.valueError();
      for (int i = 0; i < theta.size(); i++) {
        all.get(k++)[row] = s.gradient()[i];
        all.get(k++)[row] = s.errors()[i];
      }
      all.get(k)[row] = s.rate();
    }
    return columns;
  }

  private String free(String name, Map<String, ?> taken) {
    return theta.contains(name) || taken.containsKey(name) ? free(name + "_", taken) : name;
  }
}
