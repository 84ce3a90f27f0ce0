package org.pushforward.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SymmetricMatrixTest {
  private static SymmetricMatrix hilbert(int n) {
    SymmetricMatrix h = new SymmetricMatrix(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        h.set(i, j, 1.0 / (i + j + 1));
      }
    }
    return h;
  }

  // The inverse of Hilbert's matrix of dimension 4 is known in integers.
  private static final double[] INVERSE_HILBERT_4 = {
    16, -120, 240, -140, -120, 1200, -2700, 1680, 240, -2700, 6480, -4200, -140, 1680, -4200, 2800
  };

  @Test
  void theInverseOfHilbertsMatrixIsIntegers() {
    SymmetricMatrix inverse = hilbert(4).inverse();
    // Condition 1.6e4 times 2^-53 of entries up to 6480, with a factor of 10 to spare.
    assertArrayEquals(INVERSE_HILBERT_4, inverse.toArray(), 1e-7);
  }

  @Test
  void solvingIsTheInverseOfMultiplying() {
    double[] x = {3, -1, 4, 1};
    SymmetricMatrix h = hilbert(4);
    assertArrayEquals(x, h.solve(h.multiply(x)), 1e-10);
    assertArrayEquals(
        new double[] {16, -120, 240, -140},
        SymmetricMatrix.of(4, INVERSE_HILBERT_4).multiply(new double[] {1, 0, 0, 0}));
  }

  @Test
  void theConditionalCovarianceIsTheInverseOfTheBlockOfTheInverse() {
    SymmetricMatrix h = hilbert(4);
    SymmetricMatrix expected = SymmetricMatrix.of(4, INVERSE_HILBERT_4).block(1, 3).inverse();
    assertArrayEquals(expected.toArray(), h.conditional(1, 3).toArray(), 1e-13);
    assertEquals(h, h.conditional(0, 1, 2, 3));
    assertEquals(new SymmetricMatrix(0), h.conditional());
  }

  @Test
  void settingAnEntrySetsItsMirror() {
    SymmetricMatrix m = new SymmetricMatrix(3);
    m.set(2, 0, 5);
    assertEquals(5, m.get(0, 2));
    assertEquals(0, m.get(1, 2));
    assertArrayEquals(
        new double[] {1, 2.5, 2.5, 4}, SymmetricMatrix.of(2, new double[] {1, 2, 3, 4}).toArray());
  }

  @Test
  void whatIsNotPositiveDefiniteIsSaidSo() {
    assertTrue(hilbert(8).isPositiveDefinite());
    assertTrue(SymmetricMatrix.diagonal(1e-300, 1e300).isPositiveDefinite());
    assertFalse(SymmetricMatrix.of(2, new double[] {1, 2, 2, 1}).isPositiveDefinite());
    assertFalse(SymmetricMatrix.of(2, new double[] {1, 1, 1, 1}).isPositiveDefinite());
    assertFalse(SymmetricMatrix.diagonal(1, 0).isPositiveDefinite());
    assertFalse(SymmetricMatrix.diagonal(1, Double.NaN).isPositiveDefinite());
    assertThrows(ArithmeticException.class, () -> SymmetricMatrix.diagonal(1, -1).inverse());
  }

  @Test
  void aPositiveDefiniteMatrixIsItsOwnModification() {
    assertEquals(hilbert(6), hilbert(6).positiveDefinite());
  }

  @Test
  void theModificationIsPositiveDefiniteAndIndependentOfUnits() {
    double[][] cases = {
      {1, 2, 0, 2, 1, 0, 0, 0, 3},
      {-1, 0, 0, 0, -1, 0, 0, 0, -1},
      {0, 1, 1, 1, 0, 1, 1, 1, 0},
      {1, 1, 1, 1, 1, 1, 1, 1, 1},
      {0, 0, 0, 0, 0, 0, 0, 0, 0}
    };
    double[] unit = {0x1p-20, 1, 0x1p30};
    for (double[] entries : cases) {
      SymmetricMatrix m = SymmetricMatrix.of(3, entries);
      SymmetricMatrix modified = m.positiveDefinite();
      assertTrue(modified.isPositiveDefinite());
      if (entries[0] == 0) {
        continue; // a diagonal of 0 has no unit
      }
      SymmetricMatrix scaled = new SymmetricMatrix(3);
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j <= i; j++) {
          scaled.set(i, j, m.get(i, j) * unit[i] * unit[j]);
          assertTrue(i == j || modified.get(i, j) == m.get(i, j));
        }
      }
      SymmetricMatrix modifiedScaled = scaled.positiveDefinite();
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j <= i; j++) {
          double expected = modified.get(i, j) * unit[i] * unit[j];
          // The units are powers of 2, so only their square roots' rounding differs.
          assertEquals(expected, modifiedScaled.get(i, j), 1e-15 * Math.abs(expected));
        }
      }
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SymmetricMatrix.diagonal(1, Double.NaN).positiveDefinite());
  }
}
