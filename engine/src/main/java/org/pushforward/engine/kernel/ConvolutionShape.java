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

  /**
   * The part of a convolution that one multiply-add after another brings: adds to the sums from
   * {@code from} to {@code to} the products of the kernel's elements from {@code begin} to {@code
   * end}.
   *
   * @param pair whose elements these are
   */
  public void add(
      int pair,
      int from,
      int to,
      int begin,
      int end,
      double[] signals,
      double[] kernels,
      double[] sums) {
    int row = pair * this.sums;
    for (int m = begin; m < end; m++) {
      double weight = kernels[pair * kernel + m];
      int shift = first - m;
      int last = Math.min(to, signal - shift);
      int start = pair * signal + shift - row;
      for (int i = row + Math.max(from, -shift); i < row + last; i++) {
        sums[i] = Math.fma(weight, signals[i + start], sums[i]);
      }
    }
  }
}
