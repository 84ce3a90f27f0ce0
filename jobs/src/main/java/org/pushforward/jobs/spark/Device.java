package org.pushforward.jobs.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.opencl.OpenClBackend;
import org.pushforward.engine.kernel.opencl.OpenClDevice;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** The one backend of this JVM, driver or executor, shared by its tasks. */
public final class Device {
  private Device() {}

  /** Made when first asked for. */
  private static final class Simd {
    static final Backend BACKEND = new SimdBackend();
  }

  private static OpenClBackend opencl; // guarded by the class

  /**
   * @throws IllegalStateException if this machine has no such device
   */
  public static Backend backend(BackendChoice choice) {
    return choice == BackendChoice.OPENCL ? opencl() : Simd.BACKEND;
  }

  /** Whether this machine has what was asked for. */
  public static boolean has(BackendChoice choice) {
    return choice != BackendChoice.OPENCL || OpenClDevice.best().isPresent();
  }

  private static synchronized OpenClBackend opencl() {
    if (opencl == null) {
      OpenClDevice device =
          OpenClDevice.best()
              .orElseThrow(
                  () -> new IllegalStateException("a machine of this job has no OpenCL device"));
      opencl = new OpenClBackend(device, Simd.BACKEND);
    }
    return opencl;
  }

  /** What this machine computes on. */
  static String describe(BackendChoice choice) {
    return choice == BackendChoice.OPENCL ? opencl().device().name() : processor();
  }

  private static String processor() {
    String arch = System.getProperty("os.arch");
    Path linux = Path.of("/proc/cpuinfo");
    if (Files.isReadable(linux)) {
      try (Stream<String> lines = Files.lines(linux, StandardCharsets.ISO_8859_1)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(arch);
      } catch (IOException e) {
        return arch; // a name is all that is lost
      }
    }
    return arch;
  }
}
