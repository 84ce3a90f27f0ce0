package org.pushforward.jobs.job;

import java.nio.file.Path;
import org.pushforward.engine.inference.Profile;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.ProfileSpec;
import org.pushforward.jobs.spec.Spec;

/**
 * The negative log-likelihood along one parameter, with the other free parameters fitted at every
 * point.
 */
final class ProfileJob implements Job<Problem, ProfileOutcome> {
  @Override
  public String name() {
    return "profile";
  }

  @Override
  public String description() {
    return "Fits, and scans the likelihood along one parameter";
  }

  @Override
  public Problem read(Spec spec) {
    spec.requireProfile();
    return Problem.read(spec);
  }

  @Override
  public ProfileOutcome run(Problem problem, Runner runner, Progress progress, Path folder) {
    ProfileSpec scan = problem.spec().requireProfile();
    try (Fitting fitting = Fitting.of(problem, runner, progress)) {
      progress.phase("profiling " + scan.parameter(), 0);
      int parameter = problem.free().indexOf(scan.parameter());
      Profile profile =
          Profile.scan(fitting.likelihood(), problem.box(), fitting.fit(), parameter, scan.grid());
      return new ProfileOutcome(
          fitting.result(), fitting.profile(profile, scan), fitting.likelihoods());
    }
  }
}
