package org.pushforward.engine.kernel;

import java.util.Arrays;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.random.Philox;

/**
 * Interprets programs row by row: the slow backend that the others are compared with, bit for bit.
 */
public final class ReferenceBackend implements Backend {
  /** Sums of a convolution computed together: they stay in the first-level cache. */
  private static final int BLOCK = 1024;

  private final Backend tables;

  public ReferenceBackend() {
    tables = this;
  }

  /**
   * @param tables computes the tables of a point, which may have many more rows than are asked for
   */
  public ReferenceBackend(Backend tables) {
    this.tables = tables;
  }

  @Override
  public Kernel kernel(Program program) {
    return new Interpreted(program, new PointStage(program, tables));
  }

  @Override
  public void convolve(
      ConvolutionShape shape, int pairs, double[] signals, double[] kernels, double[] sums) {
    // With the zeros around it, from the element of the first sum and the kernel's last element on.
    double[] signal = new double[shape.sums() + shape.kernel() - 1];
    int shift = shape.kernel() - 1 - shape.first();
    int from = Math.max(0, -shift);
    int length = Math.min(shape.signal(), signal.length - shift) - from;
    for (int pair = 0; pair < pairs; pair++) {
      if (length > 0) {
        int first = pair * shape.signal() + from;
        System.arraycopy(signals, first, signal, from + shift, length);
      }
      int at = pair * shape.sums();
      double[] row = Arrays.copyOfRange(sums, at, at + shape.sums());
      convolve(
          signal,
          Arrays.copyOfRange(kernels, pair * shape.kernel(), (pair + 1) * shape.kernel()),
          row);
      System.arraycopy(row, 0, sums, at, row.length);
    }
  }

  // Whole arrays, because HotSpot's code for parts of them is 2.5 times as slow.
  private static void convolve(double[] signal, double[] kernel, double[] sums) {
    for (int from = 0; from < sums.length; from += BLOCK) {
      int to = Math.min(sums.length, from + BLOCK);
      for (int m = 0; m < kernel.length; m++) {
        double weight = kernel[m];
        int shift = kernel.length - 1 - m;
        for (int i = from; i < to; i++) {
          sums[i] = Math.fma(weight, signal[i + shift], sums[i]);
        }
      }
      for (int i = from; i < to; i++) {
        sums[i] += 0.0; // -0 + 0 = 0
      }
    }
  }

  @Override
  public void eliminate(
      int n, int count, double[] matrices, double[] products, double[] exponents) {
    double[] a = new double[n * n];
    for (int matrix = 0; matrix < count; matrix++) {
      System.arraycopy(matrices, matrix * n * n, a, 0, n * n);
      double product = 1;
      double exponent = 0;
      for (int k = 0; k < n; k++) {
        double pivot = eliminate(n, a, k);
        int scale = scale(pivot);
        product *= Math.scalb(pivot, -scale);
        int again = scale(product);
        product = Math.scalb(product, -again);
        exponent += scale + again;
      }
      products[matrix] = product;
      exponents[matrix] = exponent;
    }
  }

  /** The exponent to be taken from x. */
  private static int scale(double x) {
    double size = Math.abs(x);
    return size > Math.scalb(1.0, LogDeterminants.RANGE)
        ? LogDeterminants.SCALE
        : size < Math.scalb(1.0, -LogDeterminants.RANGE) ? -LogDeterminants.SCALE : 0;
  }

  /** Eliminates column k, and returns its pivot. */
  private static double eliminate(int n, double[] a, int k) {
    int largest = k;
    for (int i = k + 1; i < n; i++) {
      if (Math.abs(a[i * n + k]) > Math.abs(a[largest * n + k])) {
        largest = i;
      }
    }
    for (int j = k; j < n; j++) {
      double other = a[largest * n + j];
      a[largest * n + j] = a[k * n + j];
      a[k * n + j] = other;
    }
    double pivot = a[k * n + k];
    double divisor = pivot == 0 ? 1 : pivot;
    for (int i = k + 1; i < n; i++) {
      double l = a[i * n + k] / divisor;
      for (int j = k + 1; j < n; j++) {
        a[i * n + j] = Math.fma(-l, a[k * n + j], a[i * n + j]);
      }
    }
    return largest == k ? pivot : -pivot;
  }

  @Override
  public void transform(int size, int count, double[] re, double[] im) {
    Fourier fourier = Fourier.of(size);
    for (int from = 0; from < count * size; from += size) {
      double[] ownRe = Arrays.copyOfRange(re, from, from + size);
      double[] ownIm = Arrays.copyOfRange(im, from, from + size);
      fourier.transform(ownRe, ownIm);
      System.arraycopy(ownRe, 0, re, from, size);
      System.arraycopy(ownIm, 0, im, from, size);
    }
  }

  @Override
  public String name() {
    return "reference";
  }

  private record Interpreted(Program program, PointStage pointStage) implements Kernel {

    @Override
    public void sum(double[] points, int count, EventBlock block, PartialSum into, int first) {
      int outputs = program.outputs();
      for (int point = 0; point < count; point++) {
        int target = first + point;
        eachRow(
            points,
            point,
            block,
            (row, words) -> {
              for (int k = 0; k < outputs; k++) {
                into.add(target, k, Double.longBitsToDouble(words[program.output(k)]));
              }
            });
      }
    }

    @Override
    public void evaluate(double[] point, EventBlock block, double[][] outputs) {
      eachRow(
          point,
          0,
          block,
          (row, words) -> {
            for (int k = 0; k < program.outputs(); k++) {
              outputs[k][row] = Double.longBitsToDouble(words[program.output(k)]);
            }
          });
    }

    private void eachRow(double[] points, int point, EventBlock block, RowConsumer consumer) {
      long[] words = new long[program.size()];
      double[][] tables = pointStage.run(points, point, block.seed(), words);
      long[] ahead = words.clone();
      boolean edges = program.hasEdges();
      for (int row = 0; row < block.rows(); row++) {
        if (edges) {
          run(Rate.EDGE, block, row + 1, ahead, ahead, tables);
        }
        run(Rate.EDGE, block, row, words, ahead, tables);
        run(Rate.PAIR, block, row, words, ahead, tables);
        run(Rate.ROW, block, row, words, ahead, tables);
        consumer.accept(row, words);
      }
    }

    private void run(
        Rate rate, EventBlock block, int row, long[] words, long[] ahead, double[][] tables) {
      for (int i = 0; i < program.size(); i++) {
        if (program.rate(i) == rate) {
          switch (program.code(i)) {
            case Program.COLUMN ->
                words[i] = Double.doubleToRawLongBits(block.columns()[program.operand(i, 0)][row]);
            case Program.SAMPLE -> words[i] = block.firstSample() + row;
            case Program.PAIR -> words[i] = Philox.pair(block.firstSample() + row);
            case Program.PICK ->
                words[i] = words[program.operand(i, Philox.half(block.firstSample() + row))];
            case Program.AHEAD -> words[i] = ahead[program.operand(i, 0)];
            default -> PointStage.compute(program, i, words, null, tables);
          }
        }
      }
    }

    private interface RowConsumer {
      void accept(int row, long[] words);
    }
  }
}
