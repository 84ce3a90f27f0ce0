package org.pushforward.engine.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pushforward.engine.elementary.Circular;
import org.pushforward.engine.elementary.Scalar;

/**
 * The discrete Fourier transform Z_k = sum_j z_j w^(jk), w = exp(-2 pi i / n), n a power of two:
 * which operations, in which order.
 *
 * <p>Stockham's passes, two or as many as keep the radix r at most {@value #LARGEST}, bring their
 * results in order. One over blocks of N = r m points, s blocks of which lie in turns, is
 *
 * <pre>y_(q + s (r p + k)) = v^(pk) sum_b x_(q + s (p + m b)) exp(-2 pi i b k / r),
 * v = exp(-2 pi i / N), p &lt; m, q &lt; s, k &lt; r,</pre>
 *
 * with neighbours in the lanes of vectors, p in the first pass (s = 1) and q in the others, and its
 * sums are passes of radix 8 or 4, of the same form, over a column of r vectors that stays in the
 * first-level cache. In the first pass v^(pk) is the product of v^(8 (p / 8) k) and v^((p % 8) k).
 *
 * <p>Errors are some 2^-53 log2(n) of the root mean square of the Z_k; the inverse transform is
 * this one with real and imaginary parts exchanged, before and after, over n.
 */
public final class Fourier {
  public static final double ROOT_HALF = 0.70710678118654752440;

  /** Points of the first pass turned by one product: the most lanes of a vector. */
  public static final int LANES = 8;

  /** The least size. */
  public static final int LEAST = 64;

  /** The largest radix, as a power of two: a column of vectors fills half of a 32 KiB cache. */
  private static final int LARGEST_POWER = 7;

  /** The largest radix. */
  public static final int LARGEST = 1 << LARGEST_POWER;

  private static final Map<Integer, Fourier> SIZES = new ConcurrentHashMap<>();

  /** Twiddles of the passes within a column, by its power of two. */
  private static final double[][] COLUMNS = new double[LARGEST_POWER + 1][];

  static {
    for (int power = 4; power <= LARGEST_POWER; power++) {
      COLUMNS[power] = columnTwiddles(1 << power);
    }
  }

  private final int size;
  private final int[] powers;
  private final double[][] turns;
  private final double[] lanes;

  /**
   * The transform of so many points.
   *
   * @param size a power of two from {@link #LEAST} on
   */
  public static Fourier of(int size) {
    return SIZES.computeIfAbsent(size, Fourier::new);
  }

  private Fourier(int size) {
    if (size < LEAST || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("a transform of " + size + " points");
    }
    this.size = size;
    int power = Integer.numberOfTrailingZeros(size);
    powers = new int[Math.max(2, (power + LARGEST_POWER - 1) / LARGEST_POWER)];
    for (int pass = 0; pass < powers.length; pass++) {
      powers[pass] = (pass + 1) * power / powers.length - pass * power / powers.length;
    }
    turns = new double[powers.length - 1][];
    for (int pass = 0, n = size; pass < turns.length; n /= radix(pass), pass++) {
      int step = pass == 0 ? LANES : 1;
      turns[pass] = powers(n, step, n / radix(pass) / step, radix(pass));
    }
    lanes = new double[2 * LANES * radix(0)];
    for (int k = 0; k < radix(0); k++) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[k * LANES + lane] = cos((long) k * lane, size);
        lanes[(radix(0) + k) * LANES + lane] = -sin((long) k * lane, size);
      }
    }
  }

  /** Real and imaginary parts of exp(-2 pi i step p k / n), [p][k]. */
  private static double[] powers(int n, int step, int most, int radix) {
    double[] powers = new double[2 * most * radix];
    for (int p = 0; p < most; p++) {
      for (int k = 0; k < radix; k++) {
        powers[2 * (p * radix + k)] = cos((long) step * p * k, n);
        powers[2 * (p * radix + k) + 1] = -sin((long) step * p * k, n);
      }
    }
    return powers;
  }

  private static double[] columnTwiddles(int n) {
    int powers = columnRadix(n) - 1;
    double[] twiddles = new double[2 * powers * (n / (powers + 1))];
    for (int i = 0; i < twiddles.length; i += 2) {
      long turn = (long) (i / 2 / powers) * (i / 2 % powers + 1);
      twiddles[i] = cos(turn, n);
      twiddles[i + 1] = -sin(turn, n);
    }
    return twiddles;
  }

  /** n. */
  public int size() {
    return size;
  }

  /** Passes. */
  public int passes() {
    return powers.length;
  }

  /** r of a pass. */
  public int radix(int pass) {
    return 1 << powers[pass];
  }

  /**
   * Real and imaginary parts of v^(pk) in any pass but the last, [p][k]; in the first only those of
   * each eighth p.
   */
  public double[] turns(int pass) {
    return turns[pass];
  }

  /**
   * Real parts of v^(lk) in the first pass, [k][l], l &lt; {@link #LANES}, and the imaginary ones.
   */
  public double[] lanes() {
    return lanes;
  }

  /** The radix of a pass over a column's blocks of n points: 8, 8 8, 8 4, 4 4 or 8 4 4. */
  public static int columnRadix(int n) {
    return n == 4 || n == 16 ? 4 : 8;
  }

  /**
   * Of such a pass, if it is not the last: for p &lt; n / radix the real and imaginary parts of
   * u^p, u^2p, u^3p, ..., u = exp(-2 pi i / n).
   */
  public static double[] twiddles(int n) {
    return COLUMNS[Integer.numberOfTrailingZeros(n)];
  }

  /** cos(2 pi i / n), by the eighth of a turn that has the smallest angle. */
  private static double cos(long i, int n) {
    long eighths = 8 * (i % n);
    long octant = eighths / n;
    long rest = eighths % n;
    double angle = (octant % 2 == 0 ? rest : n - rest) * (Math.PI / (4.0 * n));
    boolean isSine = (octant + 1) / 2 % 2 == 1;
    double size =
        Scalar.value(
            isSine
                ? Circular.sin(Scalar.INSTANCE, Scalar.of(angle))
                : Circular.cos(Scalar.INSTANCE, Scalar.of(angle)));
    return octant >= 2 && octant < 6 ? -size : size;
  }

  private static double sin(long i, int n) {
    return cos(i + 3L * n / 4, n);
  }

  /** Transforms in place, in scalar arithmetic. */
  void transform(double[] re, double[] im) {
    double[] xRe = re.clone();
    double[] xIm = im.clone();
    int s = 1;
    for (int pass = 0; pass < passes(); s *= radix(pass), pass++) {
      double[] yRe = new double[size];
      double[] yIm = new double[size];
      int r = radix(pass);
      int m = size / s / r;
      for (int p = 0; p < m; p++) {
        for (int q = 0; q < s; q++) {
          double[] columnRe = new double[r];
          double[] columnIm = new double[r];
          for (int b = 0; b < r; b++) {
            columnRe[b] = xRe[q + s * (p + m * b)];
            columnIm[b] = xIm[q + s * (p + m * b)];
          }
          column(columnRe, columnIm);
          for (int k = 0; k < r; k++) {
            int to = q + s * (r * p + k);
            if (pass == passes() - 1) {
              yRe[to] = columnRe[k];
              yIm[to] = columnIm[k];
            } else {
              turned(turn(pass, p, k), 0, columnRe[k], columnIm[k], yRe, yIm, to);
            }
          }
        }
      }
      xRe = yRe;
      xIm = yIm;
    }
    System.arraycopy(xRe, 0, re, 0, size);
    System.arraycopy(xIm, 0, im, 0, size);
  }

  private double[] turn(int pass, int p, int k) {
    double[] turn = new double[2];
    if (pass == 0) {
      int lane = k * LANES + p % LANES;
      int coarse = 2 * (p / LANES * radix(0) + k);
      double[] im = new double[1];
      turned(turns[0], coarse, lanes[lane], lanes[lane + LANES * radix(0)], turn, im, 0);
      turn[1] = im[0];
    } else {
      System.arraycopy(turns[pass], 2 * (p * radix(pass) + k), turn, 0, 2);
    }
    return turn;
  }

  /** The sums of one column, in place. */
  private static void column(double[] re, double[] im) {
    double[] xRe = re.clone();
    double[] xIm = im.clone();
    double[] yRe = new double[re.length];
    double[] yIm = new double[re.length];
    for (int n = re.length, run = 1; n > 1; run *= columnRadix(n), n /= columnRadix(n)) {
      boolean last = n == columnRadix(n);
      double[] toRe = last ? re : yRe;
      double[] toIm = last ? im : yIm;
      double[] w = last ? new double[0] : twiddles(n);
      if (columnRadix(n) == 8) {
        eight(n, run, w, xRe, xIm, toRe, toIm);
      } else {
        four(n, run, w, xRe, xIm, toRe, toIm);
      }
      yRe = xRe;
      yIm = xIm;
      xRe = toRe;
      xIm = toIm;
    }
  }

  /** One pass of radix 8: block q of {@code run} numbers of each eighth to places 8p .. 8p + 7. */
  private static void eight(
      int n, int run, double[] w, double[] re, double[] im, double[] toRe, double[] toIm) {
    double[] x = new double[8];
    double[] y = new double[8];
    for (int p = 0; p < n / 8; p++) {
      for (int q = 0; q < run; q++) {
        int i = p * run + q;
        int o = 8 * p * run + q;
        for (int l = 0; l < 4; l++) {
          int near = i + l * (n / 8) * run;
          int far = near + n / 2 * run;
          x[l] = re[near] + re[far];
          y[l] = im[near] + im[far];
          x[l + 4] = re[near] - re[far];
          y[l + 4] = im[near] - im[far];
        }
        toRe[o] = x[0] + x[2] + (x[1] + x[3]);
        toIm[o] = y[0] + y[2] + (y[1] + y[3]);
        int t = 14 * p;
        double outRe = x[0] + x[2] - (x[1] + x[3]);
        double outIm = y[0] + y[2] - (y[1] + y[3]);
        turned(w, t + 6, outRe, outIm, toRe, toIm, o + 4 * run);
        outRe = x[0] - x[2] + (y[1] - y[3]);
        outIm = y[0] - y[2] - (x[1] - x[3]);
        turned(w, t + 2, outRe, outIm, toRe, toIm, o + 2 * run);
        outRe = x[0] - x[2] - (y[1] - y[3]);
        outIm = y[0] - y[2] + (x[1] - x[3]);
        turned(w, t + 10, outRe, outIm, toRe, toIm, o + 6 * run);
        double eRe = x[5] + y[7];
        double eIm = y[5] - x[7];
        double wRe = (eRe + eIm) * ROOT_HALF;
        double wIm = (eIm - eRe) * ROOT_HALF;
        double fRe = x[4] + y[6];
        double fIm = y[4] - x[6];
        turned(w, t, fRe + wRe, fIm + wIm, toRe, toIm, o + run);
        turned(w, t + 8, fRe - wRe, fIm - wIm, toRe, toIm, o + 5 * run);
        eRe = x[5] - y[7];
        eIm = y[5] + x[7];
        wRe = (eIm - eRe) * ROOT_HALF;
        wIm = (eRe + eIm) * ROOT_HALF;
        fRe = x[4] - y[6];
        fIm = y[4] + x[6];
        turned(w, t + 4, fRe + wRe, fIm - wIm, toRe, toIm, o + 3 * run);
        turned(w, t + 12, fRe - wRe, fIm + wIm, toRe, toIm, o + 7 * run);
      }
    }
  }

  /** One pass of radix 4: block q of {@code run} numbers of each quarter to places 4p .. 4p + 3. */
  private static void four(
      int n, int run, double[] w, double[] re, double[] im, double[] toRe, double[] toIm) {
    int quarter = n / 4;
    for (int p = 0; p < quarter; p++) {
      for (int q = 0; q < run; q++) {
        int i = p * run + q;
        int o = 4 * p * run + q;
        int step = quarter * run;
        double acRe = re[i] + re[i + 2 * step];
        double acIm = im[i] + im[i + 2 * step];
        double bdRe = re[i + step] + re[i + 3 * step];
        double bdIm = im[i + step] + im[i + 3 * step];
        double acDown = re[i] - re[i + 2 * step];
        double acDownIm = im[i] - im[i + 2 * step];
        double bdDown = re[i + step] - re[i + 3 * step];
        double bdDownIm = im[i + step] - im[i + 3 * step];
        toRe[o] = acRe + bdRe;
        toIm[o] = acIm + bdIm;
        turned(w, 6 * p, acDown + bdDownIm, acDownIm - bdDown, toRe, toIm, o + run);
        turned(w, 6 * p + 2, acRe - bdRe, acIm - bdIm, toRe, toIm, o + 2 * run);
        turned(w, 6 * p + 4, acDown - bdDownIm, acDownIm + bdDown, toRe, toIm, o + 3 * run);
      }
    }
  }

  private static void turned(
      double[] w, int at, double re, double im, double[] toRe, double[] toIm, int to) {
    if (w.length == 0) {
      toRe[to] = re;
      toIm[to] = im;
    } else {
      toRe[to] = Math.fma(re, w[at], -(im * w[at + 1]));
      toIm[to] = Math.fma(re, w[at + 1], im * w[at]);
    }
  }
}
