package org.pushforward.jobs.job;

import java.nio.file.Path;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.Spec;

/** The parameters at which the negative log-likelihood is least, with their errors. */
final class FitJob implements Job<Problem, FitOutcome> {
  @Override
  public String name() {
    return "fit";
  }

  @Override
  public String description() {
    return "Fits the free parameters to the data";
  }

  @Override
  public Problem read(Spec spec) {
    return Problem.read(spec);
  }

  @Override
  public FitOutcome run(Problem problem, Runner runner, Progress progress, Path folder) {
    try (Fitting fitting = Fitting.of(problem, runner, progress)) {
      return new FitOutcome(fitting.result(), fitting.likelihoods());
    }
  }
}
