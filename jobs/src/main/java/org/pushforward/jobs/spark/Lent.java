package org.pushforward.jobs.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.opencl.DeviceException;
import org.pushforward.engine.number.PartialSum;

/**
 * A backend that remembers whether it was used and, where it has a spare, gives way to it when its
 * device fails: the spare does again the call that failed, and all that follow. The bits are the
 * same, because every backend gives the same.
 */
final class Lent implements Backend {

  /** A backend and what it computes on. */
  record Named(Backend backend, String device) {
    @Override
    public String toString() {
      return device + ", " + backend.name();
    }
  }

  private final Named first;
  private final Named spare; // null if there is none
  private volatile boolean firstRan;
  private volatile boolean spareRan;
  private volatile DeviceException failure;

  /**
   * @param spare null: failures are the caller's
   */
  Lent(Named first, Named spare) {
    this.first = first;
    this.spare = spare;
  }

  /** Of a device that failed before it could be used. */
  static Lent failed(DeviceException failure, Named spare) {
    Lent lent = new Lent(spare, spare);
    lent.failed(failure);
    return lent;
  }

  @Override
  public Kernel kernel(Program program) {
    return new Kernel() {
      @Override
      public void sum(double[] points, int count, EventBlock block, PartialSum into, int at) {
        if (spare == null) {
          run(
              backend -> {
                backend.kernel(program).sum(points, count, block, into, at);
                return into;
              });
          return;
        }
        // A call that fails may have added some of its sums, which are to be lost with it.
        into.merge(
            run(
                backend -> {
                  PartialSum sums = new PartialSum(count, program.outputs());
                  backend.kernel(program).sum(points, count, block, sums, 0);
                  return sums;
                }),
            at);
      }

      @Override
      public void evaluate(double[] point, EventBlock block, double[][] outputs) {
        run(
            backend -> {
              backend.kernel(program).evaluate(point, block, outputs);
              return outputs;
            });
      }
    };
  }

  @Override
  public void convolve(
      ConvolutionShape shape, int pairs, double[] signals, double[] kernels, double[] sums) {
    double[] added =
        run(
            backend -> {
              double[] copy = sums.clone();
              backend.convolve(shape, pairs, signals, kernels, copy);
              return copy;
            });
    System.arraycopy(added, 0, sums, 0, sums.length);
  }

  @Override
  public void eliminate(
      int n, int count, double[] matrices, double[] products, double[] exponents) {
    run(
        backend -> {
          backend.eliminate(n, count, matrices, products, exponents);
          return products;
        });
  }

  @Override
  public void transform(int size, int count, double[] re, double[] im) {
    double[][] transformed =
        run(
            backend -> {
              double[][] copies = {re.clone(), im.clone()};
              backend.transform(size, count, copies[0], copies[1]);
              return copies;
            });
    System.arraycopy(transformed[0], 0, re, 0, re.length);
    System.arraycopy(transformed[1], 0, im, 0, im.length);
  }

  /** What a backend makes of something that may be done again. */
  private <T> T run(Function<Backend, T> call) {
    if (failure == null) {
      try {
        T made = call.apply(first.backend);
        firstRan = true;
        return made;
      } catch (DeviceException e) {
        if (spare == null) {
          throw e;
        }
        failed(e);
      }
    }
    T made = call.apply(spare.backend);
    spareRan = true;
    return made;
  }

  /** Gives the device up. */
  private synchronized void failed(DeviceException e) {
    failure = failure == null ? e : failure;
  }

  @Override
  public String source(Program program) {
    return first.backend.source(program);
  }

  @Override
  public String name() {
    return first.backend.name();
  }

  /** What it computes on until that fails. */
  String device() {
    return first.device;
  }

  /** "DEVICE, BACKEND" of those that have done work. */
  List<String> used() {
    List<String> used = new ArrayList<>();
    if (firstRan) {
      used.add(first.toString());
    }
    if (spareRan) {
      used.add(spare.toString());
    }
    return used;
  }

  /** What the device failed of, and what was done about it; empty if nothing was. */
  List<String> failures() {
    return failure == null
        ? List.of()
        : List.of(failure.getMessage() + "; from there on simd did its work, to the same bits");
  }
}
