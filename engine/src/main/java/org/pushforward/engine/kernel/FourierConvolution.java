package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.kernel.Sequence.Span;

/**
 * Convolutions of real sequences by {@link Fourier} transforms, two in one complex transform:
 *
 * <pre>y + i y' = F^-1(F(s) F(k + i k'))   and, of other pairs,   F^-1(F(s) F(k) + i F(s') F(k'))
 * </pre>
 *
 * <p>Sequences are padded with zeros so far that nothing wraps round into the sums wanted. Errors
 * are some 2^-53 log2(n) |s| |k|, Euclidean norms, whatever the size of a sum; what shares a
 * transform is brought to one size by powers of two first, so that neither drowns in the other's
 * rounding. Ends of sequences that this rounding hides are left out, which often halves n.
 */
public final class FourierConvolution {
  /** Numbers of this part of the largest are less than the rounding of a transform. */
  private static final double HIDDEN = 0x1p-70;

  /** The largest transform whose arrays are kept for the next call. */
  private static final int KEPT = 1 << 16;

  private final int first;
  private final int sums;
  private final Backend backend;
  private final Map<double[], Sequence> constantSignals;
  private final Map<double[], Sequence> constantKernels;

  /** Transforms of constants, by size. */
  private final Map<Integer, Map<double[], Spectrum>> constants = new ConcurrentHashMap<>();

  /** Arrays of calls that are over, by size. */
  private final Map<Integer, Queue<Spectrum>> free = new ConcurrentHashMap<>();

  /** A transform's real and imaginary parts. */
  private record Spectrum(double[] re, double[] im) {}

  /** A sum of convolutions s * k. */
  record Form(List<double[]> signals, List<double[]> kernels) {
    boolean isOne() {
      return signals.size() == 1;
    }
  }

  /**
   * @param first which sum of a whole convolution is the first wanted
   * @param sums how many are wanted
   * @param constantSignals signals that come again, to be transformed once: all or none
   * @param constantKernels the same of kernels
   */
  FourierConvolution(
      int first,
      int sums,
      Backend backend,
      List<double[]> constantSignals,
      List<double[]> constantKernels) {
    this.first = first;
    this.sums = sums;
    this.backend = backend;
    this.constantSignals = visible(constantSignals, Map.of());
    this.constantKernels = visible(constantKernels, Map.of());
  }

  /** Multiply-adds of a direct convolution that take as long as one by transforms. */
  public static double work(Grid signal, Grid kernel) {
    int size = points(ConvolutionShape.full(signal.cells(), kernel.cells()));
    return 8.0 * size * Integer.numberOfTrailingZeros(size);
  }

  /**
   * Points of the least transform whose sums, as far as they are wanted, nothing wraps round to.
   */
  private static int points(ConvolutionShape shape) {
    int all = shape.signal() + shape.kernel() - 1;
    int least = Math.max(all - shape.first(), shape.first() + shape.sums());
    least = Math.max(least, Math.max(shape.signal(), shape.kernel()));
    return Math.max(Fourier.LEAST, Integer.highestOneBit(2 * least - 1));
  }

  /** What is not hidden of each. */
  private static Map<double[], Sequence> visible(
      Iterable<double[]> arrays, Map<double[], Sequence> known) {
    Map<double[], Sequence> visible = new IdentityHashMap<>(known);
    for (double[] x : arrays) {
      visible.computeIfAbsent(x, key -> Sequence.of(key, HIDDEN));
    }
    return visible;
  }

  private static List<double[]> all(List<Form> forms, Function<Form, List<double[]>> side) {
    return forms.stream().flatMap(form -> side.apply(form).stream()).toList();
  }

  /** The forms' sums, [form][sum]. */
  double[][] sums(List<Form> forms) {
    Map<double[], Sequence> signals = visible(all(forms, Form::signals), constantSignals);
    Map<double[], Sequence> kernels = visible(all(forms, Form::kernels), constantKernels);
    Span signal = span(signals);
    Span kernel = span(kernels);
    // What is wanted of the sums that have a product.
    int from = Math.max(first, signal.from() + kernel.from());
    int to = Math.min(first + sums, signal.to() + kernel.to() - 1);
    double[][] results = new double[forms.size()][sums];
    if (!signal.isEmpty() && !kernel.isEmpty() && from < to) {
      new Call(signals, kernels, from, to).run(forms, results);
    }
    return results;
  }

  /** What counts of all. */
  private static Span span(Map<double[], Sequence> sequences) {
    return sequences.values().stream().map(Sequence::counting).reduce(new Span(0, 0), Span::and);
  }

  /** The sums [from, to) of one or more forms. */
  private final class Call {
    private final Map<double[], Sequence> signals;
    private final Map<double[], Sequence> kernels;
    private final Span signal;
    private final Span kernel;
    private final int from;
    private final int to;
    private final int size;
    private final Queue<Spectrum> free;
    private final List<Spectrum> used = new ArrayList<>();
    private final Map<double[], Spectrum> spectra;

    Call(Map<double[], Sequence> signals, Map<double[], Sequence> kernels, int from, int to) {
      this.signals = signals;
      this.kernels = kernels;
      this.from = from;
      this.to = to;
      signal = span(signals);
      kernel = span(kernels);
      size = points(new ConvolutionShape(signal.length(), kernel.length(), first(), to - from));
      free =
          FourierConvolution.this.free.computeIfAbsent(size, key -> new ConcurrentLinkedQueue<>());
      spectra =
          new IdentityHashMap<>(constants.computeIfAbsent(size, key -> transformedConstants()));
    }

    /** Of the sums of what counts, the first. */
    private int first() {
      return from - signal.from() - kernel.from();
    }

    /** Where a side is constant, so is its first number. */
    private Map<double[], Spectrum> transformedConstants() {
      Map<double[], Spectrum> transformed = new IdentityHashMap<>();
      constantSignals.keySet().forEach(s -> transformed.put(s, signal(s, s, 0)));
      constantKernels.keySet().forEach(k -> transformed.put(k, kernel(k, k, 0)));
      used.clear();
      return transformed;
    }

    void run(List<Form> forms, double[][] results) {
      for (int i = 0; i < results.length; i += 2) {
        if (i + 1 < results.length) {
          both(forms.get(i), forms.get(i + 1), results[i], results[i + 1]);
        } else {
          Spectrum last = spectrum(forms.get(i));
          inverse(last);
          wanted(last.re, 1, results[i]);
        }
      }
      if (size <= KEPT) {
        free.addAll(used);
      }
    }

    private void both(Form one, Form other, double[] y, double[] yOther) {
      double[] s = one.signals.get(0);
      double[] k = one.kernels.get(0);
      double[] sOther = other.signals.get(0);
      double[] kOther = other.kernels.get(0);
      boolean areOne = one.isOne() && other.isOne();
      double scale;
      Spectrum all;
      if (areOne && s == sOther) {
        scale = scale(kernels.get(k).largest(), kernels.get(kOther).largest());
        all = kernel(k, kOther, scale);
        multiply(all, signal(s), all);
      } else if (areOne && k == kOther) {
        scale = scale(signals.get(s).largest(), signals.get(sOther).largest());
        all = signal(s, sOther, scale);
        multiply(all, kernel(k), all);
      } else {
        all = spectrum(one);
        Spectrum rest = spectrum(other);
        scale = scale(size(one), size(other));
        for (int i = 0; i < size; i++) {
          all.re[i] -= scale * rest.im[i];
          all.im[i] += scale * rest.re[i];
        }
      }
      inverse(all);
      wanted(all.re, 1, y);
      wanted(all.im, 1 / scale, yOther);
    }

    /** What a form's products are in size: at most a sum of as many. */
    private double size(Form form) {
      double size = 0;
      for (int i = 0; i < form.signals.size(); i++) {
        size +=
            signals.get(form.signals.get(i)).largest() * kernels.get(form.kernels.get(i)).largest();
      }
      return size;
    }

    private Spectrum spectrum(Form form) {
      Spectrum sum = null;
      for (int i = 0; i < form.signals.size(); i++) {
        Spectrum next = space();
        multiply(signal(form.signals.get(i)), kernel(form.kernels.get(i)), next);
        sum = sum == null ? next : add(next, sum);
      }
      return sum;
    }

    private Spectrum signal(double[] s) {
      return spectra.computeIfAbsent(s, key -> signal(s, s, 0));
    }

    private Spectrum kernel(double[] k) {
      return spectra.computeIfAbsent(k, key -> kernel(k, k, 0));
    }

    private Spectrum signal(double[] s, double[] other, double scale) {
      return transformed(s, other, scale, signal);
    }

    private Spectrum kernel(double[] k, double[] other, double scale) {
      return transformed(k, other, scale, kernel);
    }

    /** Of x + i scale y. */
    private Spectrum transformed(double[] x, double[] y, double scale, Span span) {
      Spectrum z = space();
      int length = span.length();
      System.arraycopy(x, span.from(), z.re, 0, length);
      for (int i = 0; i < length; i++) {
        z.im[i] = scale * y[span.from() + i];
      }
      Arrays.fill(z.re, length, size, 0);
      Arrays.fill(z.im, length, size, 0);
      backend.transform(size, 1, z.re, z.im);
      return z;
    }

    private void multiply(Spectrum a, Spectrum b, Spectrum product) {
      for (int i = 0; i < size; i++) {
        double re = Math.fma(a.re[i], b.re[i], -(a.im[i] * b.im[i]));
        product.im[i] = Math.fma(a.re[i], b.im[i], a.im[i] * b.re[i]);
        product.re[i] = re;
      }
    }

    private Spectrum add(Spectrum a, Spectrum into) {
      for (int i = 0; i < size; i++) {
        into.re[i] += a.re[i];
        into.im[i] += a.im[i];
      }
      return into;
    }

    /** Times n. */
    private void inverse(Spectrum s) {
      backend.transform(size, 1, s.im, s.re);
    }

    private void wanted(double[] all, double scale, double[] sums) {
      double factor = scale / size;
      for (int i = from; i < to; i++) {
        sums[i - FourierConvolution.this.first] = all[(first() + i - from) & (size - 1)] * factor;
      }
    }

    private Spectrum space() {
      Spectrum next = free.poll();
      Spectrum space = next != null ? next : new Spectrum(new double[size], new double[size]);
      used.add(space);
      return space;
    }
  }

  /** The power of two that brings a largest size to another. */
  private static double scale(double size, double other) {
    boolean isPlain =
        size > 0
            && other > 0
            && size < Double.POSITIVE_INFINITY
            && other < Double.POSITIVE_INFINITY;
    int exponent = isPlain ? Math.getExponent(size) - Math.getExponent(other) : 0;
    return Math.scalb(1.0, Math.max(-900, Math.min(900, exponent)));
  }
}
