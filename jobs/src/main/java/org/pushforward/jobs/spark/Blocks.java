package org.pushforward.jobs.spark;

/** A data set held where it is worked on. */
public interface Blocks<S> extends Loaded<S>, AutoCloseable {

  /** Lets go of the data. */
  @Override
  void close();
}
