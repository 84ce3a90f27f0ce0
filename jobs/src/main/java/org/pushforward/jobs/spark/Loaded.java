package org.pushforward.jobs.spark;

import java.util.List;

/**
 * What the driver knows of a data set that was read or made part by part.
 *
 * @param <S> what its loader told of each part
 */
public interface Loaded<S> {

  /** Number of rows. */
  long rows();

  /** What the loader told of each part, in the order of the parts. */
  List<S> summaries();
}
