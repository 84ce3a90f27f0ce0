package org.pushforward.engine.kernel.simd;

import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.KernelCache;
import org.pushforward.engine.kernel.Program;

/** Runs programs on the CPU's vector units. All instances of a JVM share one cache of kernels. */
public final class SimdBackend implements Backend {
  /** What the JVM is to be started with. */
  public static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final KernelCache KERNELS = new KernelCache(SimdBackend::compile);

  /**
   * @throws IllegalStateException if this JVM was started without the Vector API
   */
  public SimdBackend() {
    requireVectorModule(ModuleLayer.boot());
  }

  static void requireVectorModule(ModuleLayer layer) {
    if (layer.findModule(VECTOR_MODULE).isEmpty()) {
      throw new IllegalStateException(
          "the simd backend needs the Vector API: start the JVM with --add-modules="
              + VECTOR_MODULE);
    }
  }

  /** Whether this JVM was started with the Vector API. */
  public static boolean isAvailable() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /** Doubles in a vector of this JVM. */
  public static int lanes() {
    return BlockSum.LANES;
  }

  @Override
  public Kernel kernel(Program program) {
    return KERNELS.kernel(program);
  }

  @Override
  public void convolve(
      ConvolutionShape shape, int pairs, double[] signals, double[] kernels, double[] sums) {
    TiledConvolution.run(shape, pairs, signals, kernels, sums);
  }

  @Override
  public void eliminate(
      int n, int count, double[] matrices, double[] products, double[] exponents) {
    LaneElimination.run(n, count, matrices, products, exponents);
  }

  @Override
  public void transform(int size, int count, double[] re, double[] im) {
    LaneFourier.run(size, count, re, im);
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public String source(Program program) {
    return BlockCompiler.source(program, BlockSum.LANES);
  }

  private static Kernel compile(Program program) {
    return new SimdKernel(program, new SimdBackend());
  }
}
