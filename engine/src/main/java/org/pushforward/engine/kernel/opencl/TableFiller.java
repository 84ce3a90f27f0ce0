package org.pushforward.engine.kernel.opencl;

import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Program;

/**
 * Fills the tables of points: on the host, and where one convolution or transform is worth the
 * launch and the way there and back, some 0.1 ms, on the device. The bits are the same.
 */
record TableFiller(Backend device, Backend host) implements Backend {
  /** Multiply-adds of a convolution that take a thread's vectors some 0.3 ms. */
  private static final long LARGE_CONVOLUTION = 1L << 23;

  /** Points of transforms that take them some 1 ms. */
  private static final long LARGE_TRANSFORM = 1L << 17;

  /** Cells of one law are a few thousand rows. */
  @Override
  public Kernel kernel(Program program) {
    return host.kernel(program);
  }

  @Override
  public void convolve(
      ConvolutionShape shape, int pairs, double[] signals, double[] kernels, double[] sums) {
    boolean isLarge = (long) shape.sums() * shape.kernel() * pairs >= LARGE_CONVOLUTION;
    (isLarge ? device : host).convolve(shape, pairs, signals, kernels, sums);
  }

  @Override
  public void eliminate(
      int n, int count, double[] matrices, double[] products, double[] exponents) {
    host.eliminate(n, count, matrices, products, exponents);
  }

  @Override
  public void transform(int size, int count, double[] re, double[] im) {
    boolean isLarge = (long) size * count >= LARGE_TRANSFORM;
    (isLarge ? device : host).transform(size, count, re, im);
  }

  @Override
  public String name() {
    return host.name();
  }
}
