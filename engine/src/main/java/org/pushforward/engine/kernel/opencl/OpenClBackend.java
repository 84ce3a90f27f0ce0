package org.pushforward.engine.kernel.opencl;

import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.KernelCache;
import org.pushforward.engine.kernel.Program;

/**
 * Runs programs on an OpenCL device. A program is built once for an instance, which all threads are
 * to share.
 */
public final class OpenClBackend implements Backend {
  private final OpenClDevice device;
  private final KernelCache kernels;
  private OpenClConvolution convolution; // guarded by this, as the next two
  private OpenClElimination elimination;
  private OpenClFourier fourier;

  /**
   * @param tables computes the tables of a point, but for large convolutions and transforms
   */
  public OpenClBackend(OpenClDevice device, Backend tables) {
    this.device = device;
    Backend filler = new TableFiller(this, tables);
    this.kernels = new KernelCache(program -> new OpenClKernel(program, device, filler));
  }

  @Override
  public Kernel kernel(Program program) {
    return kernels.kernel(program);
  }

  @Override
  public String source(Program program) {
    return OpenClKernel.source(program, device).text();
  }

  @Override
  public void convolve(
      ConvolutionShape shape, int pairs, double[] signals, double[] kernels, double[] sums) {
    convolution().run(shape, pairs, signals, kernels, sums);
  }

  @Override
  public void eliminate(
      int n, int count, double[] matrices, double[] products, double[] exponents) {
    elimination().run(n, count, matrices, products, exponents);
  }

  @Override
  public void transform(int size, int count, double[] re, double[] im) {
    fourier().run(size, count, re, im);
  }

  private synchronized OpenClConvolution convolution() {
    if (convolution == null) {
      convolution = new OpenClConvolution(device);
    }
    return convolution;
  }

  private synchronized OpenClElimination elimination() {
    if (elimination == null) {
      elimination = new OpenClElimination(device);
    }
    return elimination;
  }

  private synchronized OpenClFourier fourier() {
    if (fourier == null) {
      fourier = new OpenClFourier(device);
    }
    return fourier;
  }

  @Override
  public String name() {
    return "opencl";
  }

  public OpenClDevice device() {
    return device;
  }
}
