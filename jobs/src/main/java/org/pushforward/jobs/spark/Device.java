package org.pushforward.jobs.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** The one backend of this JVM, driver or executor, shared by its tasks. */
public final class Device {
  private Device() {}

  /** Made when first asked for. */
  private static final class Simd {
    static final Backend BACKEND = new SimdBackend();
  }

  /**
   * @throws UnsupportedOperationException for a backend that this version lacks
   */
  public static Backend backend(BackendChoice choice) {
    if (choice == BackendChoice.OPENCL) {
      throw new UnsupportedOperationException("this version has no OpenCL backend");
    }
    return Simd.BACKEND;
  }

  /** What this machine computes on. */
  static String describe() {
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
