package org.pushforward.engine.optimize;

/** A function to minimize, with its gradient, evaluated at many points at once. */
@FunctionalInterface
public interface Objective {
  /**
   * Values and gradients at {@code count} points. A value or gradient that does not exist is NaN or
   * infinite; minimizers step back from such points.
   *
   * @param points [point][parameter], parameter fastest
   * @param values [point], filled in
   * @param gradients [point][parameter], parameter fastest, filled in
   */
  void evaluate(double[] points, int count, double[] values, double[] gradients);
}
