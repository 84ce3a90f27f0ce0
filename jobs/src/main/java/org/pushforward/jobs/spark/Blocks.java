package org.pushforward.jobs.spark;

import java.util.List;

/**
 * A data set held where it is worked on.
 *
 * @param <S> what its loader told of each part
 */
public interface Blocks<S> extends AutoCloseable {

  /** Number of rows. */
  long rows();

  /** What the loader told of each part, in the order of the parts. */
  List<S> summaries();

  /** Lets go of the data. */
  @Override
  void close();
}
