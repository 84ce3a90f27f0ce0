package org.pushforward.jobs.spark;

import org.apache.spark.util.LongAccumulator;

/**
 * How busy a job kept its cores: the time spent in work by all threads, and the wall time from the
 * first work begun to the last merged.
 */
final class WorkClock {
  private final LongAccumulator inTasks;
  private long inDriver;
  private long first;
  private long last;

  /**
   * @param inTasks nanoseconds, added to by tasks; null where there are none
   */
  WorkClock(LongAccumulator inTasks) {
    this.inTasks = inTasks;
  }

  /** Work begins. */
  synchronized void start() {
    first = first == 0 ? System.nanoTime() : first;
  }

  /** Work has been merged, after this many nanoseconds of it in the driver. */
  synchronized void stop(long worked) {
    inDriver += worked;
    last = System.nanoTime();
  }

  /** Seconds of work of all threads together. */
  synchronized double worked() {
    return (inDriver + (inTasks == null ? 0 : inTasks.value())) * 1e-9;
  }

  /** Seconds from the first start to the last stop. */
  synchronized double wall() {
    return (last - first) * 1e-9;
  }
}
