package org.pushforward.engine.kernel;

/**
 * How often a value has to be computed: once per parameter point, pair of samples, bin edge, or
 * row.
 */
public enum Rate {
  POINT,
  /**
   * Once for the samples s and s + 8, bit 3 of s being 0, which share their random bits; a row's
   * values are made of it by {@link Program#PICK} alone.
   */
  PAIR,
  /**
   * Once for each of the rows + 1 edges of contiguous bins; a row sees its own (lower) edge and the
   * one ahead.
   */
  EDGE,
  ROW;

  Rate or(Rate other) {
    return this == other || other == POINT ? this : this == POINT ? other : ROW;
  }
}
