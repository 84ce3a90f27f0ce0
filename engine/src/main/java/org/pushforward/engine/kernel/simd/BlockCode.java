package org.pushforward.engine.kernel.simd;

/** What the generated class implements: all columns of one block of rows. */
interface BlockCode {

  /**
   * Computes the output columns.
   *
   * @param s scratch, [slot][row] with {@link Plan#STRIDE} doubles a slot; every 64-bit word of a
   *     column is kept as the double of the same bits
   * @param c input columns, read from {@code base} on
   * @param p the POINT words, [{@link Plan#pointWords}]
   * @param t tables of this point
   * @param first sample of the first row
   * @param loops run apart, in the order of their steps
   * @param n rows
   * @param rows rows rounded up to whole vectors
   * @param edges edges computed, a multiple of the vector length
   */
  void run(
      double[] s,
      double[][] c,
      int base,
      double[] p,
      double[][] t,
      long first,
      ColumnLoop[] loops,
      int n,
      int rows,
      int edges);
}
