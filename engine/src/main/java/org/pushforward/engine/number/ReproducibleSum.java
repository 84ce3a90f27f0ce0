package org.pushforward.engine.number;

/**
 * One sum of doubles that depends on neither the order nor the grouping of its terms: a {@link
 * PartialSum} of one point and one sum.
 *
 * <p>Off by at most n 2^-43 max|x|, and n 2^-54 where 2^-11 <= max|x| < 2^32, beside half an ulp of
 * the result, for n terms (see {@link SumSlots}).
 */
public final class ReproducibleSum {
  private final PartialSum state = new PartialSum(1, 1);

  /** The sum of all elements. */
  public static double of(double... x) {
    ReproducibleSum sum = new ReproducibleSum();
    sum.addAll(x, 0, x.length);
    return sum.value();
  }

  /** Adds one term. */
  public void add(double x) {
    state.add(0, 0, x);
  }

  /** Adds x[from], ..., x[to - 1]. */
  public void addAll(double[] x, int from, int to) {
    state.addAll(0, 0, x, from, to);
  }

  /** Adds the terms of another sum. */
  public void merge(ReproducibleSum other) {
    state.merge(other.state);
  }

  /** The sum so far. */
  public double value() {
    return state.value(0, 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReproducibleSum that && state.equals(that.state);
  }

  @Override
  public int hashCode() {
    return state.hashCode();
  }

  @Override
  public String toString() {
    return Double.toString(value());
  }
}
