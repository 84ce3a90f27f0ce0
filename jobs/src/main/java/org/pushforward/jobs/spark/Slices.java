package org.pushforward.jobs.spark;

import java.io.Serializable;

/**
 * The indices 0 to count - 1 as units of {@code grain}, dealt to at most {@code most} slices of
 * neighbouring units.
 */
record Slices(long count, long grain, int most) implements Serializable {
  Slices {
    if (count < 0 || grain < 1 || most < 1) {
      throw new IllegalArgumentException(count + " indices, " + grain + " a unit, " + most);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  long units() {
    return count / grain + (count % grain == 0 ? 0 : 1);
  }

  int slices() {
    return (int) Math.min(units(), most);
  }

  /** Does the units of one slice. */
  <R> R run(int slice, Work<IndexRange, R> work) {
    R result = work.zero();
    long end = firstUnit(slice + 1);
    for (long unit = firstUnit(slice); unit < end; unit++) {
      long from = unit * grain;
      long to = count - from < grain ? count : from + grain;
      result = work.add(result, new IndexRange(from, to));
    }
    return result;
  }

  // The first units % slices slices have one unit more.
  private long firstUnit(int slice) {
    long each = units() / slices();
    return each * slice + Math.min(slice, units() % slices());
  }
}
