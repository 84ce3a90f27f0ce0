package org.pushforward.engine.optimize;

/**
 * Functions to minimize, with their gradients, evaluated at many points at once.
 *
 * <p>A problem is a number that its user chooses: which toy, or which start. An objective of one
 * function ignores it.
 */
@FunctionalInterface
public interface Objective {
  /**
   * Values and gradients at one point for each of {@code problems}. A value or gradient that does
   * not exist is NaN or infinite; minimizers step back from such points.
   *
   * @param problems [point]
   * @param points [point][parameter], parameter fastest
   * @param values [point], filled in
   * @param gradients [point][parameter], parameter fastest, filled in
   */
  void evaluate(int[] problems, double[] points, double[] values, double[] gradients);
}
