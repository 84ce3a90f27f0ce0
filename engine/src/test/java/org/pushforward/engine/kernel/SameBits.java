package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.pushforward.engine.number.PartialSum;

/** Two backends' results of a program, bit for bit. */
public final class SameBits {
  private SameBits() {}

  /** Values of all rows at the first point, and sums at all {@code count} points. */
  public static void check(
      String what,
      Backend expectedBackend,
      Backend actualBackend,
      Program program,
      double[] points,
      int count,
      EventBlock block) {
    Kernel expectedKernel = expectedBackend.kernel(program);
    Kernel actualKernel = actualBackend.kernel(program);
    double[][] expected = new double[program.outputs()][block.rows()];
    double[][] actual = new double[program.outputs()][block.rows()];
    expectedKernel.evaluate(points, block, expected);
    actualKernel.evaluate(points, block, actual);
    for (int k = 0; k < expected.length; k++) {
      for (int i = 0; i < block.rows(); i++) {
        // doubleToLongBits tells zeros apart and makes all NaNs equal.
        if (Double.doubleToLongBits(expected[k][i]) != Double.doubleToLongBits(actual[k][i])) {
          assertEquals(expected[k][i], actual[k][i], what + ", output " + k + ", row " + i);
        }
      }
    }
    PartialSum expectedSums = new PartialSum(count, program.outputs());
    PartialSum actualSums = new PartialSum(count, program.outputs());
    expectedKernel.sum(points, count, block, expectedSums, 0);
    actualKernel.sum(points, count, block, actualSums, 0);
    assertEquals(expectedSums, actualSums, what);
  }
}
