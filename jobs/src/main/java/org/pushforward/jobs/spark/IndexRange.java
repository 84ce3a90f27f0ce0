package org.pushforward.jobs.spark;

import java.io.Serializable;

/** The indices from (inclusive) to to (exclusive): of samples, points, toys. */
public record IndexRange(long from, long to) implements Serializable {
  public long size() {
    return to - from;
  }
}
