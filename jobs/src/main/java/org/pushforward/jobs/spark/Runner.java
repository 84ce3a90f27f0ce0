package org.pushforward.jobs.spark;

import java.io.Serializable;
import java.util.List;

/**
 * Where a job's work is done: on Spark, or in this JVM. The bits of a result do not depend on
 * which, nor on how the work is cut.
 */
public interface Runner {

  /**
   * Does the work for the indices 0 to {@code count} - 1.
   *
   * @param grain the indices of one unit: units begin at its multiples, and none is ever split. One
   *     unit should take a millisecond or more
   */
  <R> R over(long count, long grain, Work<IndexRange, R> work);

  /** Does the work for every block of a data set. */
  <R> R over(Blocks<?> blocks, Work<HeldBlock, R> work);

  /** Loads a data set to where it will be worked on, each part by one task. */
  <P extends Serializable, S extends Serializable> Blocks<S> load(
      List<P> parts, Loader<P, S> loader);

  /** Loads a data set and hands it on, block by block, without holding it. */
  <P extends Serializable, S extends Serializable, R extends Serializable> Streamed<S, R> stream(
      List<P> parts, Loader<P, S> loader, Sink<R> sink);

  /** Sends a value to every machine. */
  <T extends Serializable> Shared<T> share(T value);

  /** This JVM, for work too small to be sent away. */
  Runner here();

  /** The backend the user asked for. */
  BackendChoice backend();

  /** How many tasks run at once. */
  int parallelism();

  /**
   * Into how many parts work is cut where it is long enough: for each task that runs so many that a
   * slow one does not hold up the rest by more than a quarter.
   */
  default int parts() {
    return 4 * parallelism();
  }

  /** How much of {@code total} makes one part that pays: at least {@code least}. */
  default long partSize(long total, long least, long most) {
    return Math.max(least, Math.min(most, total / parts()));
  }

  /** Whether the data are read by other machines, so that a local path means nothing to them. */
  boolean isRemote();
}
