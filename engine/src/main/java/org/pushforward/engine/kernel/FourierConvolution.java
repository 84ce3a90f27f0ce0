package org.pushforward.engine.kernel;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Grid;

/**
 * Convolutions of real sequences by {@link Fourier} transforms, two in one complex transform:
 *
 * <pre>y + i y' = F^-1(F(s) F(k + i k'))   and, of other pairs,   F^-1(F(s) F(k) + i F(s') F(k'))
 * </pre>
 *
 * <p>Sequences are padded with zeros so far that nothing wraps round into the sums wanted. Errors
 * are some 2^-53 log2(n) |s| |k|, Euclidean norms, whatever the size of a sum; what shares a
 * transform is brought to one size by powers of two first, so that neither drowns in the other's
 * rounding.
 */
public final class FourierConvolution {
  private final ConvolutionShape shape;
  private final int size;
  private final Backend backend;
  private final Map<double[], Spectrum> constants = new IdentityHashMap<>();

  /** A transform's real and imaginary parts. */
  private record Spectrum(double[] re, double[] im) {}

  /** A sum of convolutions s * k. */
  record Form(List<double[]> signals, List<double[]> kernels) {
    boolean isOne() {
      return signals.size() == 1;
    }
  }

  /**
   * @param constants sequences that come again, to be transformed once
   */
  FourierConvolution(ConvolutionShape shape, Backend backend, List<double[]> constants) {
    this.shape = shape;
    this.size = size(shape);
    this.backend = backend;
    for (double[] x : constants) {
      this.constants.put(x, transformed(x, new double[0], 1));
    }
  }

  /**
   * Points of the least transform whose sums, as far as they are wanted, nothing wraps round to.
   */
  private static int size(ConvolutionShape shape) {
    int all = shape.signal() + shape.kernel() - 1;
    int least = Math.max(all - shape.first(), shape.first() + shape.sums());
    least = Math.max(least, Math.max(shape.signal(), shape.kernel()));
    return Math.max(Fourier.LEAST, Integer.highestOneBit(2 * least - 1));
  }

  /** Multiply-adds of a direct convolution that take as long as one by transforms. */
  public static double work(Grid signal, Grid kernel) {
    int size = size(ConvolutionShape.full(signal.cells(), kernel.cells()));
    return 8.0 * size * Integer.numberOfTrailingZeros(size);
  }

  /** The forms' sums, [form][sum]. */
  double[][] sums(List<Form> forms) {
    Map<double[], Spectrum> spectra = new IdentityHashMap<>(constants);
    double[][] sums = new double[forms.size()][];
    for (int i = 0; i + 1 < sums.length; i += 2) {
      both(forms.get(i), forms.get(i + 1), spectra, sums, i);
    }
    if (sums.length % 2 == 1) {
      int last = sums.length - 1;
      Spectrum all = spectrum(forms.get(last), spectra);
      inverse(all);
      sums[last] = wanted(all.re, 1);
    }
    return sums;
  }

  private void both(
      Form first, Form second, Map<double[], Spectrum> spectra, double[][] sums, int at) {
    double scale;
    Spectrum all;
    if (first.isOne() && second.isOne() && first.signals.get(0) == second.signals.get(0)) {
      double[] k = first.kernels.get(0);
      double[] other = second.kernels.get(0);
      scale = scale(k, other);
      all = product(transformed(k, other, scale), spectrum(first.signals.get(0), spectra));
    } else if (first.isOne() && second.isOne() && first.kernels.get(0) == second.kernels.get(0)) {
      double[] s = first.signals.get(0);
      double[] other = second.signals.get(0);
      scale = scale(s, other);
      all = product(transformed(s, other, scale), spectrum(first.kernels.get(0), spectra));
    } else {
      all = spectrum(first, spectra);
      Spectrum other = spectrum(second, spectra);
      scale = scale(all.re, other.re);
      for (int i = 0; i < size; i++) {
        all.re[i] -= scale * other.im[i];
        all.im[i] += scale * other.re[i];
      }
    }
    inverse(all);
    sums[at] = wanted(all.re, 1);
    sums[at + 1] = wanted(all.im, 1 / scale);
  }

  private Spectrum spectrum(Form form, Map<double[], Spectrum> spectra) {
    Spectrum sum = null;
    for (int i = 0; i < form.signals.size(); i++) {
      Spectrum next =
          product(spectrum(form.signals.get(i), spectra), spectrum(form.kernels.get(i), spectra));
      sum = sum == null ? next : sum(sum, next);
    }
    return sum;
  }

  private Spectrum sum(Spectrum a, Spectrum b) {
    for (int i = 0; i < size; i++) {
      a.re[i] += b.re[i];
      a.im[i] += b.im[i];
    }
    return a;
  }

  private Spectrum spectrum(double[] x, Map<double[], Spectrum> spectra) {
    return spectra.computeIfAbsent(x, key -> transformed(x, new double[0], 1));
  }

  /** Of x + i scale y. */
  private Spectrum transformed(double[] x, double[] y, double scale) {
    double[] re = new double[size];
    double[] im = new double[size];
    System.arraycopy(x, 0, re, 0, x.length);
    for (int i = 0; i < y.length; i++) {
      im[i] = scale * y[i];
    }
    backend.transform(size, 1, re, im);
    return new Spectrum(re, im);
  }

  private Spectrum product(Spectrum a, Spectrum b) {
    double[] re = new double[size];
    double[] im = new double[size];
    for (int i = 0; i < size; i++) {
      re[i] = Math.fma(a.re[i], b.re[i], -(a.im[i] * b.im[i]));
      im[i] = Math.fma(a.re[i], b.im[i], a.im[i] * b.re[i]);
    }
    return new Spectrum(re, im);
  }

  /** Times n. */
  private void inverse(Spectrum s) {
    backend.transform(size, 1, s.im, s.re);
  }

  private double[] wanted(double[] all, double scale) {
    double[] sums = new double[shape.sums()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = all[(shape.first() + i) & (size - 1)] * (scale / size);
    }
    return sums;
  }

  /** The power of two that brings y to the size of x. */
  private static double scale(double[] x, double[] y) {
    double a = largest(x);
    double b = largest(y);
    boolean isPlain =
        a > 0 && b > 0 && a < Double.POSITIVE_INFINITY && b < Double.POSITIVE_INFINITY;
    int exponent = isPlain ? Math.getExponent(a) - Math.getExponent(b) : 0;
    return Math.scalb(1.0, Math.max(-900, Math.min(900, exponent)));
  }

  /** In four parts, for each waits for itself. */
  private static double largest(double[] x) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 4 <= x.length; i += 4) {
      a = Math.max(a, Math.abs(x[i]));
      b = Math.max(b, Math.abs(x[i + 1]));
      c = Math.max(c, Math.abs(x[i + 2]));
      d = Math.max(d, Math.abs(x[i + 3]));
    }
    for (; i < x.length; i++) {
      a = Math.max(a, Math.abs(x[i]));
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }
}
