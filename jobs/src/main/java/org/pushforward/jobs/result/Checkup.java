package org.pushforward.jobs.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What doctor found on a machine.
 *
 * @param devices simd, then what OpenCL offers
 * @param auto the device that {@code --backend auto} takes
 * @param opencl the device that {@code --backend opencl} takes, or why there is none
 * @param model whose likelihood and gradient the readings of speed are of
 * @param threads of a reading
 * @param advice nothing where all is well
 */
public record Checkup(
    List<Device> devices,
    String auto,
    String opencl,
    String model,
    int threads,
    Jvm jvm,
    List<Advice> advice) {
  public Checkup {
    devices = List.copyOf(devices);
    advice = List.copyOf(advice);
  }

  /**
   * Something that kernels run on. Of simd, and of a device that cannot be asked, the rest is null.
   *
   * @param platform OpenCL's, or {@code simd}
   * @param doubles whether it computes with them
   * @param memory bytes
   * @param largestBuffer bytes
   * @param rowsPerSecond NaN where there is trouble
   * @param trouble why it cannot be used; null if it can
   */
  public record Device(
      String name,
      String platform,
      String type,
      Boolean doubles,
      Long memory,
      Long largestBuffer,
      Integer computeUnits,
      double rowsPerSecond,
      String trouble) {}

  /**
   * @param heap its most, in bytes
   * @param lanes doubles in a vector; 0 without the Vector API
   * @param cpuLanes doubles in a vector of the CPU; 0 if not known
   */
  public record Jvm(String version, long heap, int cores, String spark, int lanes, int cpuLanes) {}

  /** Something that is not as it should be, and what to do. */
  public record Advice(String problem, String fix) {}

  /** The devices, a row each, below a row of heads. */
  public List<List<String>> table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "device", "platform", "type", "fp64", "memory", "largest buffer", "units", "rows/s"));
    for (Device device : devices) {
      rows.add(
          List.of(
              device.name,
              device.platform,
              device.type,
              device.doubles == null ? "-" : device.doubles ? "yes" : "no",
              gib(device.memory),
              gib(device.largestBuffer),
              device.computeUnits == null ? "-" : device.computeUnits.toString(),
              device.trouble == null
                  ? String.format(Locale.ROOT, "%.3g", device.rowsPerSecond)
                  : device.trouble));
    }
    return rows;
  }

  private static String gib(Long bytes) {
    return bytes == null ? "-" : String.format(Locale.ROOT, "%.1f GiB", bytes * 0x1p-30);
  }

  /** What there is to say below the table of devices, in words. */
  public List<String> said() {
    return List.of(
        "rows/s: likelihood and gradient of "
            + model
            + " by "
            + (threads == 1 ? "1 thread" : threads + " threads"),
        "--backend auto takes " + auto,
        "--backend opencl takes " + opencl,
        String.format(
            Locale.ROOT,
            "Java %s with a heap of %.1f GiB on %d cores; Spark %s; vectors of %s doubles, the CPU's"
                + " %s",
            jvm.version,
            jvm.heap * 0x1p-30,
            jvm.cores,
            jvm.spark,
            jvm.lanes == 0 ? "no" : Integer.toString(jvm.lanes),
            jvm.cpuLanes == 0 ? "not known" : "hold " + jvm.cpuLanes));
  }
}
