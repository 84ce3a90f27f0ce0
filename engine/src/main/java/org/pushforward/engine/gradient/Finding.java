package org.pushforward.engine.gradient;

import java.util.Locale;

/**
 * Something to know of a gradient.
 *
 * @param parameter its name; empty where it is of all
 * @param estimator its label; empty where it is of all
 */
public record Finding(Kind kind, String parameter, String estimator, String text) {
  /** What it is about. */
  public enum Kind {
    /** The gradient is exactly 0. */
    ZERO,
    /** The estimator would be biased or is not known, and is not taken. */
    REFUSED,
    /** The estimator is biased, by how much. */
    BIAS,
    /** E g^2 diverges, or E |g|. */
    INFINITE_VARIANCE,
    /** Samples that are not finite. */
    NOT_FINITE,
    /** Which estimator the least work takes. */
    CHOICE;

    /** Its name in a result. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
