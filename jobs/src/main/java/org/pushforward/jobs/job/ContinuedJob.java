package org.pushforward.jobs.job;

import java.nio.file.Path;
import org.pushforward.jobs.result.KeptSamples;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;

/**
 * A job that keeps what it has summed, so that a run can go on where an earlier one ended, to the
 * bits of one long run.
 */
public interface ContinuedJob<S, R extends Outcome> extends Job<S, R> {

  /**
   * Does the job.
   *
   * @param kept what it goes on from, and where it keeps what it sums
   */
  R run(S spec, Runner runner, Progress progress, Path folder, KeptSamples kept) throws Exception;

  @Override
  default R run(S spec, Runner runner, Progress progress, Path folder) throws Exception {
    return run(spec, runner, progress, folder, KeptSamples.NONE);
  }
}
