package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.kernel.FourierConvolution.Form;

final class FourierConvolutionTest {
  private final Backend backend = new ReferenceBackend();
  private final Random random = new Random(5);

  /** Ends of kernels that count and ends that do not, windows inside, across and outside of all. */
  @ParameterizedTest
  @CsvSource({
    "300, 201, 0, 500, 40",
    "300, 201, 0, 500, 3",
    "300, 201, 100, 300, 3",
    "300, 201, 240, 20, 8",
    "300, 201, 480, 200, 3",
    "201, 300, 17, 400, 0.2",
    "64, 1, 0, 64, 1",
    "257, 256, 0, 512, 500",
    "300, 201, 1000, 50, 3"
  })
  void sumsAreThoseOfADirectConvolution(
      int signals, int kernels, int first, int sums, double width) {
    double[] s = uniform(signals);
    double[] other = uniform(signals);
    double[] k = bell(kernels, width, 1);
    double[] slope = bell(kernels, width, 1e-8);
    List<Form> forms =
        List.of(
            form(s, k),
            form(s, slope),
            form(other, k),
            form(s, k),
            new Form(List.of(s, other), List.of(slope, k)),
            new Form(List.of(other, s), List.of(slope, slope)),
            form(s, new double[kernels]));
    FourierConvolution none = new FourierConvolution(first, sums, backend, List.of(), List.of());
    FourierConvolution kept =
        new FourierConvolution(first, sums, backend, List.of(s, other), List.of());
    List<double[][]> all = new ArrayList<>();
    // Twice, for arrays are used again.
    for (int i = 0; i < 2; i++) {
      all.add(none.sums(forms));
      all.add(kept.sums(forms));
    }
    for (int f = 0; f < forms.size(); f++) {
      double[] expected = direct(forms.get(f), first, sums);
      for (double[][] found : all) {
        assertArrayEquals(expected, found[f], 1e-15 * size(forms.get(f)));
      }
    }
  }

  @Test
  void sumsWithoutAProductAreZero() {
    FourierConvolution convolution = new FourierConvolution(0, 100, backend, List.of(), List.of());
    double[] s = uniform(60);
    s[0] = 0;
    for (double x : convolution.sums(List.of(form(s, new double[50])))[0]) {
      assertEquals(0, x);
    }
  }

  @Test
  void anInfiniteNumberIsNotHidden() {
    FourierConvolution convolution = new FourierConvolution(0, 30, backend, List.of(), List.of());
    double[] k = bell(11, 1, 1);
    k[10] = Double.NaN;
    assertEquals(Double.NaN, convolution.sums(List.of(form(uniform(20), k)))[0][29]);
  }

  private static Form form(double[] s, double[] k) {
    return new Form(List.of(s), List.of(k));
  }

  private double[] uniform(int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  private static double[] bell(int n, double width, double size) {
    double[] k = new double[n];
    for (int m = 0; m < n; m++) {
      double z = (m - 0.5 * n) / width;
      k[m] = size * Math.exp(-0.5 * z * z);
    }
    return k;
  }

  private double[] direct(Form form, int first, int sums) {
    double[] y = new double[sums];
    for (int i = 0; i < form.signals().size(); i++) {
      double[] s = form.signals().get(i);
      double[] k = form.kernels().get(i);
      backend.convolve(new ConvolutionShape(s.length, k.length, first, sums), 1, s, k, y);
    }
    return y;
  }

  /** Of the Euclidean norms, times 2^-53 log2(n) or so of an error. */
  private static double size(Form form) {
    double size = 0;
    for (int i = 0; i < form.signals().size(); i++) {
      size += norm(form.signals().get(i)) * norm(form.kernels().get(i));
    }
    return size;
  }

  private static double norm(double[] x) {
    double squares = 0;
    for (double v : x) {
      squares += v * v;
    }
    return Math.sqrt(squares);
  }
}
