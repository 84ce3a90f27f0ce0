package org.pushforward.engine.variable;

/**
 * The part of the line that a density is wanted on; where an end is infinite, as far as the
 * variable reaches and a fit may move it.
 */
public record Domain(double low, double high) {
  /** Stands for infinity, of which derivatives would be NaN. */
  static final double FAR = 1e300;

  /** Everywhere. */
  public static final Domain LINE = new Domain(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public Domain {
    if (!(low < high)) {
      throw new IllegalArgumentException("domain [" + low + ", " + high + "]");
    }
  }

  /**
   * From one of two numbers to the other; ends that stand for infinity, or are not known, are
   * infinite, and where nothing lies between, any domain serves.
   */
  static Domain between(double a, double b) {
    double low = Math.min(a, b);
    double high = Math.max(a, b);
    return low < high
        ? new Domain(
            low > -FAR ? low : Double.NEGATIVE_INFINITY,
            high < FAR ? high : Double.POSITIVE_INFINITY)
        : LINE;
  }

  boolean isBounded() {
    return !Double.isInfinite(low) && !Double.isInfinite(high);
  }
}
