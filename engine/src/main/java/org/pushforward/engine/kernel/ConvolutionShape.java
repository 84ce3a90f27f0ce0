package org.pushforward.engine.kernel;

/**
 * Lengths of a convolution y_i = sum_m s_(first + i - m) k_m, 0 <= i < sums.
 *
 * @param signal elements of s
 * @param kernel elements of k
 * @param first the element of the whole convolution, which has signal + kernel - 1, that y_0 is
 * @param sums elements of y
 */
public record ConvolutionShape(int signal, int kernel, int first, int sums) {

  /** All sums that have a product. */
  public static ConvolutionShape full(int signal, int kernel) {
    return new ConvolutionShape(signal, kernel, 0, signal + kernel - 1);
  }
}
