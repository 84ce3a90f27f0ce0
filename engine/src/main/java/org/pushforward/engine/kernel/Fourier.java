package org.pushforward.engine.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pushforward.engine.elementary.Circular;
import org.pushforward.engine.elementary.Scalar;

/**
 * The discrete Fourier transform Z_k = sum_j z_j w^(jk), w = exp(-2 pi i / n), of n = 8 m points, m
 * a power of two: which operations, in which order.
 *
 * <p>With j = a + m b and k = c + 8 d, the 8 points of each a are transformed and turned by w^(ac),
 *
 * <pre>t_ac = w^(ac) sum_b z_(a + m b) exp(-2 pi i b c / 8),</pre>
 *
 * and then the m points of each c, one c in each lane of a vector: Z_(c + 8 d) = sum_a t_ac exp(-2
 * pi i a d / m), by Stockham's passes of radix 4 (of radix 2 at the end if need be), which bring
 * their results in order. So no transform waits for others to fill the lanes.
 *
 * <p>Errors are some 2^-53 log2(n) of the root mean square of the Z_k; the inverse transform is
 * this one with real and imaginary parts exchanged, before and after, over n.
 */
public final class Fourier {
  /** Points transformed first, and lanes afterwards. */
  public static final int LANES = 8;

  /** The least size. */
  public static final int LEAST = 64;

  public static final double ROOT_HALF = 0.70710678118654752440;

  private static final Map<Integer, Fourier> SIZES = new ConcurrentHashMap<>();

  private final int size;
  private final double[] turnsRe;
  private final double[] turnsIm;
  private final double[][] twiddles;

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
    int m = columns();
    turnsRe = new double[7 * m];
    turnsIm = new double[7 * m];
    for (int c = 1; c < LANES; c++) {
      for (int a = 0; a < m; a++) {
        turnsRe[(c - 1) * m + a] = cos((long) a * c, size);
        turnsIm[(c - 1) * m + a] = -sin((long) a * c, size);
      }
    }
    twiddles = new double[passes()][];
    for (int pass = 0, n = m; pass < twiddles.length; pass++, n /= 4) {
      twiddles[pass] = new double[n < 8 ? 0 : n / 4 * 6];
      for (int i = 0; i < twiddles[pass].length; i += 6) {
        for (int power = 1; power <= 3; power++) {
          twiddles[pass][i + 2 * power - 2] = cos((long) (i / 6) * power, n);
          twiddles[pass][i + 2 * power - 1] = -sin((long) (i / 6) * power, n);
        }
      }
    }
  }

  /** n. */
  public int size() {
    return size;
  }

  /** m. */
  public int columns() {
    return size / LANES;
  }

  /** Passes of radix 4 over the columns; the last may be of radix 2. */
  public int passes() {
    return (Integer.numberOfTrailingZeros(columns()) + 1) / 2;
  }

  /** Re w^(ac), [c - 1][a]. */
  public double[] turnsRe() {
    return turnsRe;
  }

  /** Im w^(ac), [c - 1][a]. */
  public double[] turnsIm() {
    return turnsIm;
  }

  /**
   * Of a pass over blocks of n points: for p &lt; n/4 the real and imaginary parts of v^p, v^2p and
   * v^3p, v = exp(-2 pi i / n). None in the last pass.
   */
  public double[] twiddles(int pass) {
    return twiddles[pass];
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
    double[] xRe = new double[size];
    double[] xIm = new double[size];
    double[] yRe = new double[size];
    double[] yIm = new double[size];
    for (int a = 0; a < columns(); a++) {
      eight(re, im, a, xRe, xIm);
    }
    int stride = 1;
    for (int pass = 0, n = columns(); pass < passes(); pass++, n /= 4, stride *= 4) {
      boolean last = pass == passes() - 1;
      double[] toRe = last ? re : yRe;
      double[] toIm = last ? im : yIm;
      if (n == 2) {
        two(stride * LANES, xRe, toRe);
        two(stride * LANES, xIm, toIm);
      } else {
        four(n, stride * LANES, twiddles[pass], xRe, xIm, toRe, toIm);
      }
      yRe = xRe;
      yIm = xIm;
      xRe = toRe;
      xIm = toIm;
    }
  }

  private void eight(double[] re, double[] im, int a, double[] toRe, double[] toIm) {
    int m = columns();
    double[] x = new double[LANES];
    double[] y = new double[LANES];
    for (int l = 0; l < LANES; l++) {
      x[l] = re[a + m * l];
      y[l] = im[a + m * l];
    }
    for (int l = 0; l < 4; l++) {
      double sumRe = x[l] + x[l + 4];
      double sumIm = y[l] + y[l + 4];
      x[l + 4] = x[l] - x[l + 4];
      y[l + 4] = y[l] - y[l + 4];
      x[l] = sumRe;
      y[l] = sumIm;
    }
    // Even ones from the sums.
    put(a, 0, x[0] + x[2] + (x[1] + x[3]), y[0] + y[2] + (y[1] + y[3]), toRe, toIm);
    put(a, 4, x[0] + x[2] - (x[1] + x[3]), y[0] + y[2] - (y[1] + y[3]), toRe, toIm);
    put(a, 2, x[0] - x[2] + (y[1] - y[3]), y[0] - y[2] - (x[1] - x[3]), toRe, toIm);
    put(a, 6, x[0] - x[2] - (y[1] - y[3]), y[0] - y[2] + (x[1] - x[3]), toRe, toIm);
    // Odd ones from the differences.
    double eRe = x[5] + y[7];
    double eIm = y[5] - x[7];
    double wRe = (eRe + eIm) * ROOT_HALF;
    double wIm = (eIm - eRe) * ROOT_HALF;
    put(a, 1, x[4] + y[6] + wRe, y[4] - x[6] + wIm, toRe, toIm);
    put(a, 5, x[4] + y[6] - wRe, y[4] - x[6] - wIm, toRe, toIm);
    eRe = x[5] - y[7];
    eIm = y[5] + x[7];
    wRe = (eIm - eRe) * ROOT_HALF;
    wIm = (eRe + eIm) * ROOT_HALF;
    put(a, 3, x[4] - y[6] + wRe, y[4] + x[6] - wIm, toRe, toIm);
    put(a, 7, x[4] - y[6] - wRe, y[4] + x[6] + wIm, toRe, toIm);
  }

  private void put(int a, int c, double re, double im, double[] toRe, double[] toIm) {
    int to = a * LANES + c;
    if (c == 0) {
      toRe[to] = re;
      toIm[to] = im;
    } else {
      double u = turnsRe[(c - 1) * columns() + a];
      double v = turnsIm[(c - 1) * columns() + a];
      toRe[to] = Math.fma(re, u, -(im * v));
      toIm[to] = Math.fma(re, v, im * u);
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

  private static void two(int run, double[] x, double[] to) {
    for (int q = 0; q < run; q++) {
      double sum = x[q] + x[q + run];
      double difference = x[q] - x[q + run];
      to[q] = sum;
      to[q + run] = difference;
    }
  }
}
