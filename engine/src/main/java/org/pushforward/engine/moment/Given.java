package org.pushforward.engine.moment;

/**
 * Functions of a leaf's value x, several at once, for rows that differ in what else is given: the
 * value of another leaf, say.
 */
interface Given {

  /** How many functions. */
  int count();

  /**
   * The functions at places.
   *
   * @param rows of each place
   * @param x the leaf's value there
   * @param weights what x counts there in its row; what counts 0 may be anything
   */
  Found at(int[] rows, double[] x, double[] weights);

  /** At how many places formulas have been evaluated. */
  long evaluations();
}
