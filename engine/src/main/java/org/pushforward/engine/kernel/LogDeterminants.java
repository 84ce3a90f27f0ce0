package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.elementary.Logarithm;

/**
 * log |det A| and the sign of det A, for many small matrices at once.
 *
 * <p>A is eliminated as by hand, the first row of the largest |a_ik|, i >= k, becoming row k:
 *
 * <pre>
 *   l_i  = a_ik / a_kk                (0 if all of the column is 0: a singular matrix goes on, so that a NaN shows)
 *   a_ij = fma(-l_i, a_kj, a_ij)      i, j > k
 * </pre>
 *
 * Whatever the order of loops, each a_ij sees k = 0, 1, 2, ..., so the bits are the same. The
 * pivots become a logarithm by a {@link Program}, see {@link Logarithm#logOfProduct}.
 */
public final class LogDeterminants {
  /** Rows and columns of the largest matrices. */
  public static final int LARGEST = 64;

  private final Backend backend;
  private final int n;
  private final Kernel kernel;

  public LogDeterminants(Backend backend, int n) {
    if (n < 1 || n > LARGEST) {
      throw new IllegalArgumentException("matrices of 1 to " + LARGEST + " rows, not " + n);
    }
    this.backend = backend;
    this.n = n;
    kernel = backend.kernel(ofPivots(n));
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
    double[][] pivots = new double[n][count];
    backend.eliminate(n, count, matrices, pivots);
    kernel.evaluate(new double[0], new EventBlock(pivots, count), new double[][] {logs, signs});
  }

  /** Columns of pivots -> log |product|, sign. */
  private static Program ofPivots(int n) {
    ProgramBuilder p = new ProgramBuilder(0, n);
    List<Integer> pivots = new ArrayList<>();
    Integer parity = p.word(0);
    for (int k = 0; k < n; k++) {
      pivots.add(p.column(k, Rate.ROW));
      parity = p.longXor(parity, pivots.get(k));
    }
    Integer log = Logarithm.logOfProduct(p, pivots);
    Integer sign = p.longOr(p.longAnd(parity, p.word(Long.MIN_VALUE)), p.constant(1));
    Integer singular = p.eq(log, p.constant(Double.NEGATIVE_INFINITY));
    Integer known = p.select(singular, p.constant(0), sign);
    return p.build(List.of(log, p.select(p.isNaN(log), log, known)));
  }
}
