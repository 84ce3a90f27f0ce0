package org.pushforward.jobs.spark;

/** Where a job is done. */
public interface Workplace extends AutoCloseable {
  Runner runner();

  /** Where kernels have run so far. */
  BackendUse backend();

  /** Seconds of work done so far, by all threads together. */
  double worked();

  /** Seconds from the first work begun to the last merged. */
  double working();

  /** Spark's master, or what stands in its place. */
  String master();

  /** Spark's version. */
  String version();

  @Override
  void close();
}
