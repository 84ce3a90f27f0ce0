package org.pushforward.engine.variable;

/** The bounded part of the line that a density is wanted on. */
public record Domain(double low, double high) {
  public Domain {
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException("domain [" + low + ", " + high + "]");
    }
  }
}
