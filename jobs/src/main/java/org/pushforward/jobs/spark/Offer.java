package org.pushforward.jobs.spark;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.opencl.OpenClBackend;
import org.pushforward.engine.kernel.opencl.OpenClDevice;

/**
 * A device that OpenCL offers on this machine.
 *
 * @param memory bytes
 * @param largestBuffer bytes
 * @param doubles whether it computes with them; may throw a {@link
 *     org.pushforward.engine.kernel.opencl.DeviceException}
 * @param open makes a backend of it, given one for the tables of a point
 */
public record Offer(
    String platform,
    String name,
    Kind kind,
    long memory,
    long largestBuffer,
    int computeUnits,
    BooleanSupplier doubles,
    UnaryOperator<Backend> open) {

  /** Kinds of device, by their names for the user. */
  public enum Kind {
    GPU,
    CPU,
    OTHER
  }

  /** All there are, in OpenCL's order. */
  static List<Offer> all() {
    return OpenClDevice.list().stream().map(Offer::of).toList();
  }

  private static Offer of(OpenClDevice device) {
    return new Offer(
        device.platform(),
        device.model(),
        device.isGpu() ? Kind.GPU : device.isCpu() ? Kind.CPU : Kind.OTHER,
        device.memory(),
        device.largestBuffer(),
        device.computeUnits(),
        device::hasDoubles,
        tables -> new OpenClBackend(device, tables));
  }

  /** Whether programs run on it. */
  public boolean hasDoubles() {
    return doubles.getAsBoolean();
  }

  boolean isGpu() {
    return kind == Kind.GPU;
  }

  @Override
  public String toString() {
    return name + " (" + platform + ")";
  }
}
