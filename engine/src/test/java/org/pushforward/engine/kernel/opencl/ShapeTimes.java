package org.pushforward.engine.kernel.opencl;

import com.aparapi.Kernel;
import com.aparapi.Range;
import com.aparapi.exception.CompileFailedException;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.LogDeterminants;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.simd.SimdBackend;

/**
 * Prints the time of the computations of fixed shape by each backend, and by Java that Aparapi
 * translates (with the same buffers brought to the device and back).
 *
 * <p>It is processor time, of all threads together: others' work beside it lengthens it little.
 */
public final class ShapeTimes {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Backend[] BACKENDS = {
    new ReferenceBackend(),
    new SimdBackend(),
    new OpenClBackend(OpenClDevice.best().orElseThrow(), new SimdBackend())
  };

  private ShapeTimes() {}

  public static void main(String[] arguments) throws CompileFailedException {
    System.out.println(
        "ns a matrix    reference      simd    opencl | elimination: opencl   aparapi");
    for (int n : new int[] {2, 4, 8, 16, 32, 64}) {
      determinants(n, 10_000);
    }
    System.out.println("us a convolution of 4096 and 401:");
    convolutions(16, ConvolutionShape.full(4096, 401));
    System.out.println("G multiply-adds a second of a convolution, one thread, simd:");
    rate(new ConvolutionShape(4096, 4097, 2048, 4096));
    rate(ConvolutionShape.full(4096, 401));
    rate(ConvolutionShape.full(600, 400));
    rate(ConvolutionShape.full(400, 100));
    System.out.println("us a Fourier transform, one thread, simd:");
    for (int power = 9; power <= 21; power++) {
      double[] re = new double[1 << power];
      double[] im = new double[1 << power];
      System.out.printf("2^%-8d", power);
      print(1e6, () -> BACKENDS[1].transform(re.length, 1, re, im));
      System.out.println();
    }
    System.out.println("us a Fourier transform, alone and of 16: simd, opencl");
    for (int power : new int[] {10, 13, 16}) {
      System.out.printf("2^%-8d", power);
      for (int count : new int[] {1, 16}) {
        double[] re = new double[count << power];
        double[] im = new double[count << power];
        print(1e6 / count, () -> BACKENDS[1].transform(1 << power, count, re, im));
        print(1e6 / count, () -> BACKENDS[2].transform(1 << power, count, re, im));
      }
      System.out.println();
    }
  }

  /** Counts the products of two elements. */
  private static void rate(ConvolutionShape shape) {
    double products = 0;
    for (int i = 0; i < shape.sums(); i++) {
      int all = shape.first() + i + 1;
      products += Math.min(shape.kernel(), all) - Math.max(0, all - shape.signal());
    }
    double[] signal = random(shape.signal());
    double[] kernel = random(shape.kernel());
    double[] sums = new double[shape.sums()];
    double seconds = least(() -> BACKENDS[1].convolve(shape, 1, signal, kernel, sums));
    System.out.printf(
        "%4d of %4d with %4d %8.1f us %6.1f%n",
        shape.sums(), shape.signal(), shape.kernel(), seconds * 1e6, products / seconds * 1e-9);
  }

  private static void determinants(int n, int count) throws CompileFailedException {
    double[] matrices = random(count * n * n);
    double[] logs = new double[count];
    double[] signs = new double[count];
    System.out.printf("n = %2d     ", n);
    for (Backend backend : BACKENDS) {
      LogDeterminants determinants = new LogDeterminants(backend, n);
      print(1e9 / count, () -> determinants.compute(count, matrices, logs, signs));
    }
    double[] products = new double[count];
    double[] exponents = new double[count];
    System.out.print(" |          ");
    print(1e9 / count, () -> BACKENDS[2].eliminate(n, count, matrices, products, exponents));

    AparapiElimination translated = new AparapiElimination();
    translated.n = n;
    // As many matrices a launch as the bound code has in its buffers.
    translated.count = Math.min(count, OpenClKernel.VALUES / (n * n)) / 16 * 16;
    translated.matrices = new double[translated.count * n * n];
    translated.pivots = new double[translated.count * n];
    Range range = compiled(translated, translated.count, 1);
    print(
        1e9 / count,
        () -> {
          for (int done = 0; done < count; done += translated.count) {
            int length = Math.min(translated.count, count - done) * n * n;
            System.arraycopy(matrices, done * n * n, translated.matrices, 0, length);
            translated.put(translated.matrices);
            execute(translated, range);
            translated.get(translated.pivots);
          }
        });
    System.out.println();
  }

  private static void convolutions(int pairs, ConvolutionShape shape)
      throws CompileFailedException {
    double[] signals = random(pairs * shape.signal());
    double[] kernels = random(pairs * shape.kernel());
    double[] sums = new double[pairs * shape.sums()];
    for (Backend backend : BACKENDS) {
      System.out.printf("%-10s", backend.name());
      print(1e6 / pairs, () -> backend.convolve(shape, pairs, signals, kernels, sums));
      System.out.println();
    }
    AparapiConvolution translated = new AparapiConvolution();
    translated.signal = shape.signal();
    translated.weights = shape.kernel();
    translated.count = shape.sums();
    translated.signals = signals;
    translated.kernels = kernels;
    translated.sums = sums;
    Range range = compiled(translated, shape.sums(), pairs);
    System.out.print("aparapi   ");
    print(
        1e6 / pairs,
        () -> {
          translated.put(signals).put(kernels).put(sums);
          execute(translated, range);
          translated.get(sums);
        });
    System.out.println();
  }

  private static Range compiled(Kernel kernel, int items, int points)
      throws CompileFailedException {
    OpenClDevice device = OpenClDevice.best().orElseThrow();
    kernel.setExplicit(true);
    kernel.compile(device.aparapi());
    return Range.create2D(device.aparapi(), items, points, 16, 1);
  }

  private static void execute(Kernel kernel, Range range) {
    kernel.execute(range);
    if (!kernel.isRunningCL()) {
      throw new IllegalStateException("Aparapi went on in Java");
    }
  }

  private static void print(double unit, Runnable work) {
    System.out.printf("%10.1f", least(work) * unit);
  }

  /** The least of four times, each of runs for half a second: the clock's ticks are 10 ms. */
  private static double least(Runnable work) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 4; i++) {
      long before = PROCESS.getProcessCpuTime();
      int runs = 0;
      double time = 0;
      for (; time < 0.5; runs++) {
        work.run();
        time = (PROCESS.getProcessCpuTime() - before) * 1e-9;
      }
      least = Math.min(least, time / runs);
    }
    return least;
  }

  private static double[] random(int n) {
    return new SplittableRandom(1).doubles(n, -1, 1).toArray();
  }
}
