package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.variable.Model;
import org.pushforward.jobs.data.Events;
import org.pushforward.jobs.data.TableFolder;
import org.pushforward.jobs.result.Outcome.SimulateOutcome;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.LikelihoodSpec;
import org.pushforward.jobs.spec.SimulateSpec;
import org.pushforward.jobs.spec.Spec;

/** Draws events of a model into a table: those that a fit of the same spec would draw. */
final class SimulateJob implements Job<Problem, SimulateOutcome> {

  @Override
  public String name() {
    return "simulate";
  }

  @Override
  public String description() {
    return "Draws events of a model into a Parquet or CSV table";
  }

  @Override
  public Problem read(Spec spec) {
    spec.requireSimulate();
    if (spec.requireLikelihoods().size() > 1) {
      throw new SpecException(
          spec.simulate().orElseThrow().place(),
          "one model is drawn from at a time, and there are " + spec.likelihoods().size(),
          "write a spec with a single model");
    }
    return Problem.read(spec);
  }

  @Override
  public SimulateOutcome run(Problem problem, Runner runner, Progress progress, Path folder)
      throws IOException {
    progress.phase("drawing", 0);
    SimulateSpec simulate = problem.spec().requireSimulate();
    LikelihoodSpec likelihood = problem.spec().likelihoods().values().iterator().next();
    Model model = problem.models().get(likelihood.name());
    List<String> columns = model.names();
    try (TableFolder table =
        TableFolder.create(Tables.place(simulate.to(), folder, "events"), columns)) {
      Events.Passed<String> events =
          Simulation.stream(
              simulate,
              model,
              Samples.wanted(likelihood, columns),
              problem,
              table.sink(block -> block.columns()),
              runner);
      table.commit(events.results());
      return new SimulateOutcome(
          at(problem), Tables.result(table, folder, events.counts(), columns, progress));
    }
  }

  private static Map<String, Double> at(Problem problem) {
    double[] point = Simulation.point(problem.spec().requireSimulate(), problem);
    Map<String, Double> at = new LinkedHashMap<>();
    problem.parameters().forEach(name -> at.put(name, point[at.size()]));
    return at;
  }
}
