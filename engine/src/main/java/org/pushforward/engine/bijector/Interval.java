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

  /** A point inside: the middle, or one away from an end. */
  public double inside() {
    boolean hasLow = low > Double.NEGATIVE_INFINITY;
    boolean hasHigh = high < Double.POSITIVE_INFINITY;
    return hasLow && hasHigh ? (low + high) / 2 : hasLow ? low + 1 : hasHigh ? high - 1 : 0;
  }
}
