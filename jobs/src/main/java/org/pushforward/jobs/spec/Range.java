package org.pushforward.jobs.spec;

import java.io.Serializable;

/** The numbers from low to high, both included; infinite where there is no bound. */
public record Range(double low, double high) implements Serializable {
  /** Every number. */
  public static final Range UNBOUNDED =
      new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** False for NaN. */
  public boolean contains(double x) {
    return x >= low && x <= high;
  }

  public boolean isFinite() {
    return Double.isFinite(low) && Double.isFinite(high);
  }

  @Override
  public String toString() {
    return "[" + Value.trim(low) + ", " + Value.trim(high) + "]";
  }
}
