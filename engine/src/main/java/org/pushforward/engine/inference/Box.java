package org.pushforward.engine.inference;

/**
 * Where a fit starts and may go, by free parameter.
 *
 * @param lower may be minus infinity
 * @param upper may be infinity
 */
public record Box(double[] start, double[] lower, double[] upper) {

  int dimension() {
    return start.length;
  }
}
