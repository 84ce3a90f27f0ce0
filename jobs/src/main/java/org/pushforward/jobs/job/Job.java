package org.pushforward.jobs.job;

import java.nio.file.Path;
import java.util.Map;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.Spec;

/**
 * Something Pushforward can be asked to do.
 *
 * @param <S> what it needs of the spec
 * @param <R> what comes out
 */
public interface Job<S, R extends Outcome> {

  /** Its name on the command line and in results. */
  String name();

  /** What it does, in one line. */
  String description();

  /** Options of its own that abbreviate settings of the spec: {@code source} for a setting. */
  default Map<String, Switch> switches() {
    return Map.of();
  }

  /**
   * An option without a value.
   *
   * @param setting {@code key=value}, as --set has it
   */
  record Switch(String setting, String description) {}

  /**
   * Whether it is told what to do by a spec; if not, its result is written only where asked for.
   */
  default boolean needsSpec() {
    return true;
  }

  /** Whether it works on data, for which Spark is started. */
  default boolean needsSpark() {
    return true;
  }

  /**
   * Takes what the job needs from the spec, before anything is started.
   *
   * @throws org.pushforward.engine.expr.SpecException where something is missing or wrong
   */
  S read(Spec spec);

  /**
   * Does the job.
   *
   * @param folder where files that are part of the result go, such as {@code tables/}; null where
   *     nothing is written
   */
  R run(S spec, Runner runner, Progress progress, Path folder) throws Exception;
}
