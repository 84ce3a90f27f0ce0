package org.pushforward.jobs.spark;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.opencl.DeviceException;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.number.PartialSum;

/** What this machine's OpenCL offers, made up; the real offer comes back on {@link #close}. */
public final class FakeDevices implements AutoCloseable {
  /** A name of the platform of all. */
  public static final String PLATFORM = "Fake OpenCL";

  public static final String LOST = "OpenCL device Fake GPU (Fake OpenCL) was lost";

  public FakeDevices(Offer... offers) {
    Device.offer(List.of(offers));
  }

  @Override
  public void close() {
    Device.offer(null);
  }

  public static Offer device(String name, Offer.Kind kind, boolean doubles) {
    return new Offer(
        PLATFORM, name, kind, 8L << 30, 2L << 30, 4, () -> doubles, tables -> new Fake(1 << 30));
  }

  /** A GPU that works, and is lost in the middle of a call after so many. */
  public static Offer lostAfter(int calls) {
    return new Offer(
        PLATFORM,
        "Fake GPU",
        Offer.Kind.GPU,
        8L << 30,
        2L << 30,
        4,
        () -> true,
        tables -> new Fake(calls));
  }

  /** A GPU that cannot be opened. */
  public static Offer broken() {
    return new Offer(
        PLATFORM,
        "Fake GPU",
        Offer.Kind.GPU,
        8L << 30,
        2L << 30,
        4,
        () -> {
          throw new DeviceException("OpenCL device Fake GPU (Fake OpenCL) cannot be opened");
        },
        tables -> new Fake(0));
  }

  /** Works as simd does, until it is lost. */
  private static final class Fake implements Backend {
    private final Backend simd = new SimdBackend();
    private final AtomicInteger left;

    Fake(int calls) {
      left = new AtomicInteger(calls);
    }

    private void use() {
      if (left.getAndDecrement() <= 0) {
        throw new DeviceException(LOST);
      }
    }

    @Override
    public Kernel kernel(Program program) {
      Kernel kernel = simd.kernel(program);
      return new Kernel() {
        @Override
        public void sum(double[] points, int count, EventBlock block, PartialSum into, int first) {
          kernel.sum(points, count, block, into, first); // the damage is done before it is known
          use();
        }

        @Override
        public void evaluate(double[] point, EventBlock block, double[][] outputs) {
          kernel.evaluate(point, block, outputs);
          outputs[0][0] += left.get() <= 0 ? 1 : 0;
          use();
        }
      };
    }

    @Override
    public void convolve(
        ConvolutionShape shape, int pairs, double[] signals, double[] kernels, double[] sums) {
      simd.convolve(shape, pairs, signals, kernels, sums);
      use();
    }

    @Override
    public void eliminate(
        int n, int count, double[] matrices, double[] products, double[] exponents) {
      simd.eliminate(n, count, matrices, products, exponents);
      use();
    }

    @Override
    public void transform(int size, int count, double[] re, double[] im) {
      simd.transform(size, count, re, im);
      use();
    }

    @Override
    public String name() {
      return "opencl";
    }
  }
}
