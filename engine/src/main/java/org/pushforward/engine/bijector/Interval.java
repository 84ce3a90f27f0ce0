package org.pushforward.engine.bijector;

/** The points strictly between two, which may be infinite. */
public record Interval(double low, double high) {
  public static final Interval LINE =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  public static final Interval POSITIVE = new Interval(0, Double.POSITIVE_INFINITY);
  public static final Interval UNIT = new Interval(0, 1);
  public static final Interval SYMMETRIC = new Interval(-1, 1);

  public Interval {
    if (!(low < high)) {
      throw new IllegalArgumentException("interval (" + low + ", " + high + ")");
    }
  }

  public boolean contains(Interval other) {
    return low <= other.low && other.high <= high;
  }
}
