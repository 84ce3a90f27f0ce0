package org.pushforward.engine.kernel;

import java.util.List;
import org.pushforward.engine.elementary.Logarithm;

/**
 * log |det A| and the sign of det A, for many small matrices at once.
 *
 * <p>A is eliminated as by hand, the first row of the largest |a_ik|, i >= k, becoming row k:
 *
 * <pre>
 *   l_i  = a_ik / a_kk               (a_ik, a 0, if a_kk is 0: so a NaN elsewhere shows)
 *   a_ij = fma(-l_i, a_kj, a_ij)     i, j > k
 * </pre>
 *
 * Whatever the order of loops, each a_ij sees k = 0, 1, 2, ..., so the bits are the same.
 *
 * <p>The product of the pivots is x 2^e: for k = 0, 1, 2, ... the pivot, its sign changed if rows
 * were exchanged, is brought between 2^-{@value #RANGE} and 2^{@value #RANGE} by a factor 2^{@value
 * #SCALE} or 2^-{@value #SCALE} where it is not there, x is multiplied with it, and brought there
 * likewise. Its n - 1 roundings cost log |det A| less than n 2^-53, while a sum of logarithms would
 * cost an ulp of its largest partial sum for each pivot, and n logarithms.
 */
public final class LogDeterminants {
  /** Rows and columns of the largest matrices. */
  public static final int LARGEST = 64;

  /** The square of what is in range is a double; so is what is out of range, times a scale. */
  public static final int RANGE = 500;

  /** Brings every double into the range, 0, infinities and NaN aside. */
  public static final int SCALE = 600;

  private static final Program LOGARITHM = logarithm();

  private final Backend backend;
  private final int n;
  private final Kernel kernel;

  public LogDeterminants(Backend backend, int n) {
    if (n < 1 || n > LARGEST) {
      throw new IllegalArgumentException("matrices of 1 to " + LARGEST + " rows, not " + n);
    }
    this.backend = backend;
    this.n = n;
    kernel = backend.kernel(LOGARITHM);
  }

  /**
   * Computes the determinants of matrices. One without a nonzero pivot has -inf and sign 0, one
   * with a NaN has NaN for both.
   *
   * @param matrices [matrix][row][column]
   * @param logs [matrix], log |det A|
   * @param signs [matrix], 1, -1 or 0
   */
  public void compute(int count, double[] matrices, double[] logs, double[] signs) {
    double[][] scaled = new double[2][count];
    backend.eliminate(n, count, matrices, scaled[0], scaled[1]);
    kernel.evaluate(new double[0], new EventBlock(scaled, count), new double[][] {logs, signs});
  }

  /** Columns x and e -> log |2^e x|, sign. */
  private static Program logarithm() {
    ProgramBuilder p = new ProgramBuilder(0, 2);
    Integer x = p.column(0, Rate.ROW);
    Integer log = Logarithm.logOfScaled(p, p.abs(x), p.column(1, Rate.ROW));
    Integer zero = p.constant(0);
    Integer positive = p.select(p.lt(zero, x), p.constant(1), x); // x: 0 or NaN
    return p.build(List.of(log, p.select(p.lt(x, zero), p.constant(-1), p.abs(positive))));
  }
}
