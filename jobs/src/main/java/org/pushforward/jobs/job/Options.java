package org.pushforward.jobs.job;

import java.util.Optional;

/**
 * How a job is to run: nothing of this changes its numbers.
 *
 * @param master Spark's, where {@code spark-submit} has not set one
 * @param resume go on where an interrupted run of the same spec stopped
 */
public record Options(Optional<String> master, Backend backend, boolean resume) {
  /** What {@code --backend} takes. */
  public enum Backend {
    AUTO,
    SIMD
  }
}
