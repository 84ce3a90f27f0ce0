package org.pushforward.engine.optimize;

import java.util.Arrays;

/** A small dense symmetric matrix. */
public final class SymmetricMatrix {
  private final int n;
  private final double[] a; // [row][column], both triangles

  /** The zero matrix. */
  public SymmetricMatrix(int dimension) {
    if (dimension < 0) {
      throw new IllegalArgumentException("a matrix of dimension " + dimension);
    }
    n = dimension;
    a = new double[n * n];
  }

  private SymmetricMatrix(int n, double[] a) {
    this.n = n;
    this.a = a;
  }

  /** The unit matrix. */
  public static SymmetricMatrix identity(int dimension) {
    double[] ones = new double[dimension];
    Arrays.fill(ones, 1);
    return diagonal(ones);
  }

  /** The matrix with this diagonal and zeros beside it. */
  public static SymmetricMatrix diagonal(double... entries) {
    SymmetricMatrix m = new SymmetricMatrix(entries.length);
    for (int i = 0; i < entries.length; i++) {
      m.set(i, i, entries[i]);
    }
    return m;
  }

  /**
   * A matrix from its entries; of (i, j) and (j, i), which may differ by rounding, the mean is
   * taken.
   *
   * @param entries [row][column], of length dimension^2
   */
  public static SymmetricMatrix of(int dimension, double[] entries) {
    if (entries.length != dimension * dimension) {
      throw new IllegalArgumentException(
          entries.length + " entries for a matrix of dimension " + dimension);
    }
    SymmetricMatrix m = new SymmetricMatrix(dimension);
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j <= i; j++) {
        m.set(i, j, 0.5 * entries[i * dimension + j] + 0.5 * entries[j * dimension + i]);
      }
    }
    return m;
  }

  public int dimension() {
    return n;
  }

  public double get(int row, int column) {
    return a[row * n + column];
  }

  /** Sets (row, column) and (column, row). */
  public void set(int row, int column, double value) {
    a[row * n + column] = value;
    a[column * n + row] = value;
  }

  public SymmetricMatrix copy() {
    return new SymmetricMatrix(n, a.clone());
  }

  /** All entries, [row][column]. */
  public double[] toArray() {
    return a.clone();
  }

  /** A v. */
  public double[] multiply(double[] v) {
    double[] product = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += a[i * n + j] * v[j];
      }
      product[i] = sum;
    }
    return product;
  }

  /** The rows and columns of these indices. */
  public SymmetricMatrix block(int... indices) {
    SymmetricMatrix m = new SymmetricMatrix(indices.length);
    for (int i = 0; i < indices.length; i++) {
      for (int j = 0; j <= i; j++) {
        m.set(i, j, get(indices[i], indices[j]));
      }
    }
    return m;
  }

  /**
   * For a covariance A, that of the kept coordinates K given the others O, A_KK - A_KO A_OO^-1
   * A_OK, which is the inverse of the block K of A^-1.
   *
   * @param kept increasing indices
   * @throws ArithmeticException if A_OO is not positive definite
   */
  public SymmetricMatrix conditional(int... kept) {
    if (kept.length == n) {
      return copy();
    }
    int[] others = new int[n - kept.length];
    for (int i = 0, k = 0, o = 0; i < n; i++) {
      if (k < kept.length && kept[k] == i) {
        k++;
      } else {
        others[o++] = i;
      }
    }
    SymmetricMatrix result = block(kept);
    double[] l = block(others).choleskyOrThrow();
    double[][] column = new double[kept.length][others.length]; // L^-1 A_OK
    for (int i = 0; i < kept.length; i++) {
      for (int o = 0; o < others.length; o++) {
        column[i][o] = get(others[o], kept[i]);
      }
      forward(l, others.length, column[i]);
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int o = 0; o < others.length; o++) {
          sum += column[i][o] * column[j][o];
        }
        result.set(i, j, result.get(i, j) - sum);
      }
    }
    return result;
  }

  /** Whether the Cholesky factorization exists in doubles. */
  public boolean isPositiveDefinite() {
    return cholesky() != null;
  }

  /**
   * A^-1 b, for positive definite A.
   *
   * @throws ArithmeticException if A is not positive definite
   */
  public double[] solve(double[] b) {
    double[] l = choleskyOrThrow();
    double[] x = b.clone();
    forward(l, n, x);
    backward(l, n, x);
    return x;
  }

  /**
   * A^-1, for positive definite A.
   *
   * @throws ArithmeticException if A is not positive definite
   */
  public SymmetricMatrix inverse() {
    double[] l = choleskyOrThrow();
    SymmetricMatrix inverse = new SymmetricMatrix(n);
    double[] x = new double[n];
    for (int j = 0; j < n; j++) {
      Arrays.fill(x, 0);
      x[j] = 1;
      forward(l, n, x);
      backward(l, n, x);
      for (int i = j; i < n; i++) {
        inverse.set(i, j, x[i]);
      }
    }
    return inverse;
  }

  /**
   * This matrix if it is positive definite, otherwise one near it that is: D (S + t I) D, where S
   * is A scaled to a diagonal of 1, -1 or 0 by D = diag sqrt |a_ii| and t is the first of 2^-10,
   * 2^-8, ... for which the factorization exists. The scaling makes the result independent of the
   * units of the coordinates. Gershgorin's circles bound t by 4 (n + 1) max |S_ij|.
   *
   * @throws IllegalArgumentException if an entry is NaN or infinite
   */
  public SymmetricMatrix positiveDefinite() {
    if (isPositiveDefinite()) {
      return copy();
    }
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      d[i] = Math.sqrt(Math.abs(get(i, i)));
      d[i] = d[i] > 0 ? d[i] : 1;
      for (int j = 0; j <= i; j++) {
        if (!Double.isFinite(get(i, j))) {
          throw new IllegalArgumentException("entry " + i + ", " + j + " is " + get(i, j));
        }
      }
    }
    for (double t = 0x1p-10; t < Double.POSITIVE_INFINITY; t *= 4) {
      SymmetricMatrix shifted = copy();
      for (int i = 0; i < n; i++) {
        shifted.set(i, i, get(i, i) + t * d[i] * d[i]);
      }
      if (shifted.isPositiveDefinite()) {
        return shifted;
      }
    }
    throw new IllegalArgumentException("entries too far apart to factorize");
  }

  private double[] choleskyOrThrow() {
    double[] l = cholesky();
    if (l == null) {
      throw new ArithmeticException("the matrix is not positive definite");
    }
    return l;
  }

  // L of A = L L', [row][column], or null. A pivot counts as positive when it exceeds the rounding
  // of what it is the difference of, n 2^-53 a_jj: what is left below is noise of either sign.
  private double[] cholesky() {
    double[] l = new double[n * n];
    for (int j = 0; j < n; j++) {
      double pivot = a[j * n + j];
      for (int k = 0; k < j; k++) {
        pivot -= l[j * n + k] * l[j * n + k];
      }
      if (!(pivot > n * 0x1p-53 * a[j * n + j]) || pivot == Double.POSITIVE_INFINITY) {
        return null;
      }
      double root = Math.sqrt(pivot);
      l[j * n + j] = root;
      for (int i = j + 1; i < n; i++) {
        double sum = a[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        l[i * n + j] = sum / root;
      }
    }
    return l;
  }

  // x <- L^-1 x
  private static void forward(double[] l, int n, double[] x) {
    for (int i = 0; i < n; i++) {
      double sum = x[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i * n + k] * x[k];
      }
      x[i] = sum / l[i * n + i];
    }
  }

  // x <- L'^-1 x
  private static void backward(double[] l, int n, double[] x) {
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < n; k++) {
        sum -= l[k * n + i] * x[k];
      }
      x[i] = sum / l[i * n + i];
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SymmetricMatrix m && n == m.n && Arrays.equals(a, m.a);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(a);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < n; i++) {
      text.append(Arrays.toString(Arrays.copyOfRange(a, i * n, (i + 1) * n))).append('\n');
    }
    return text.toString();
  }
}
