package org.pushforward.engine.kernel.opencl;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;

/** The device that tests of OpenCL run on. */
public final class TestDevice {
  private TestDevice() {}

  /**
   * A device, such as PoCL's. Where there is none the test is skipped, or with
   * PUSHFORWARD_REQUIRE_OPENCL=1 in the environment fails.
   */
  public static OpenClDevice find() {
    List<OpenClDevice> devices = OpenClDevice.list();
    if (devices.isEmpty()) {
      assertNotEquals("1", System.getenv("PUSHFORWARD_REQUIRE_OPENCL"), "no OpenCL device here");
      assumeTrue(false, "no OpenCL device here");
    }
    return devices.get(0);
  }
}
