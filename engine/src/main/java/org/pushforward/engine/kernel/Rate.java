package org.pushforward.engine.kernel;

/** How often a value has to be computed: once per parameter point, per bin edge, or per row. */
public enum Rate {
  POINT,
  /**
   * Once for each of the rows + 1 edges of contiguous bins; a row sees its own (lower) edge and the
   * one ahead.
   */
  EDGE,
  ROW;

  Rate or(Rate other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
