package org.pushforward.jobs.spark;

import java.io.Serializable;
import org.pushforward.jobs.spec.DeviceSpec;

/**
 * What the user asked kernels to run on.
 *
 * @param device which of the devices that OpenCL offers, where Spark gives a task none
 */
public record BackendChoice(Kind kind, DeviceSpec device) implements Serializable {
  public static final BackendChoice AUTO = new BackendChoice(Kind.AUTO, DeviceSpec.ANY);
  public static final BackendChoice SIMD = new BackendChoice(Kind.SIMD, DeviceSpec.ANY);
  public static final BackendChoice OPENCL = new BackendChoice(Kind.OPENCL, DeviceSpec.ANY);

  /** The options of {@code --backend}. */
  public enum Kind {
    /** The first GPU that has doubles, else simd; simd, too, for what the GPU fails at. */
    AUTO,
    SIMD,
    /** The first GPU that has doubles, else the first such device of any kind, else a failure. */
    OPENCL
  }
}
