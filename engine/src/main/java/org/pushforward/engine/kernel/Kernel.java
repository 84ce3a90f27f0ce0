package org.pushforward.engine.kernel;

import org.pushforward.engine.number.PartialSum;

/** A program made ready to run. Thread-safe. */
public interface Kernel {

  /**
   * Adds to {@code into}, for each point, the sums over the block's rows of all outputs.
   *
   * @param points [point][parameter], parameter fastest
   * @param first the point of {@code into} that the first of these points is
   */
  void sum(double[] points, int count, EventBlock block, PartialSum into, int first);

  /**
   * Evaluates all outputs for each row at one point.
   *
   * @param point parameters
   * @param outputs [output][row], at least the block's rows long
   */
  void evaluate(double[] point, EventBlock block, double[][] outputs);
}
