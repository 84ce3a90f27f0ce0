package org.pushforward.engine.kernel;

/** Runs programs and computations of fixed shape. Every backend gives the same bits. */
public interface Backend {

  /** A kernel for this program; compiled once per JVM, usable by many threads. */
  Kernel kernel(Program program);

  /**
   * Convolves signals s with kernels k, each with its own: sum i gets s_(first + i - m) k_m added
   * for m = 0, 1, 2, ..., one fused multiply-add each, and in the end 0 (so that it is not -0).
   * Signals are 0 outside their elements, which makes NaN with a kernel's infinities and NaNs.
   *
   * @param signals [pair][element]
   * @param kernels [pair][element]
   * @param sums [pair][sum], added to
   */
  void convolve(
      ConvolutionShape shape, int pairs, double[] signals, double[] kernels, double[] sums);

  /**
   * Determinants 2^e x by Gaussian elimination with partial pivoting; {@link LogDeterminants} says
   * in which order.
   *
   * @param matrices [matrix][row][column], n rows and columns
   * @param products [matrix], filled with x
   * @param exponents [matrix], filled with e
   */
  void eliminate(int n, int count, double[] matrices, double[] products, double[] exponents);

  /**
   * Discrete Fourier transforms in place; {@link Fourier} says which and in which order.
   *
   * @param size points of each, a power of two from {@link Fourier#LEAST} on
   * @param re real parts, [transform][point]
   * @param im imaginary parts, [transform][point]
   */
  void transform(int size, int count, double[] re, double[] im);

  /** The code that it generates for a program; empty if it generates none. */
  default String source(Program program) {
    return "";
  }

  /** What results name it by: {@code simd}, {@code opencl}, {@code reference}. */
  String name();
}
