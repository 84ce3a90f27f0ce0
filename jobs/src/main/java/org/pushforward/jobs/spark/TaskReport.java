package org.pushforward.jobs.spark;

import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.LongAccumulator;
import org.pushforward.engine.kernel.opencl.DeviceException;

/**
 * What tasks, and the driver where it works itself, tell beside their results.
 *
 * @param nanoseconds of work on data
 * @param used "MACHINE: DEVICE, BACKEND" of all that ran kernels
 * @param failures of devices, each with its machine
 */
record TaskReport(BackendChoice backend, LongAccumulator nanoseconds, Names used, Names failures)
    implements Serializable {

  static TaskReport of(SparkContext context, BackendChoice backend) {
    TaskReport report =
        new TaskReport(
            backend, context.longAccumulator("nanoseconds of work"), new Names(), new Names());
    context.register(report.used, "used");
    context.register(report.failures, "failures");
    return report;
  }

  /** Does work that counts as such. */
  <R> R timed(Supplier<R> work) {
    long begin = System.nanoTime();
    R result = told(work);
    nanoseconds.add(System.nanoTime() - begin);
    return result;
  }

  /** Does work; the failure of a device is told with its machine. */
  <R> R told(Supplier<R> work) {
    try {
      R result = work.get();
      tell();
      return result;
    } catch (DeviceException e) {
      DeviceException placed = new DeviceException(here(List.of(e.getMessage())).get(0));
      placed.addSuppressed(e);
      throw placed;
    }
  }

  /** Tells what has become of this machine's devices. */
  void tell() {
    used.add(here(Device.became(backend, Lent::used)));
    failures.add(here(Device.became(backend, Lent::failures)));
  }

  private static List<String> here(List<String> names) {
    String machine = SparkEnv.get().blockManager().blockManagerId().host();
    return names.stream().map(name -> machine + ": " + name).toList();
  }
}
