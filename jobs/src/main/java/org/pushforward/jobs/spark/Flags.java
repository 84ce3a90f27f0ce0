package org.pushforward.jobs.spark;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Options that a JVM must be started with, and the launcher and spark-submit start it with. */
public final class Flags {
  private static final Pattern OPENS =
      Pattern.compile("--add-opens=([\\w.]+)/([\\w.]+)=ALL-UNNAMED");

  private Flags() {}

  /** Those that this JVM lacks. */
  public static List<String> missing() {
    return Stream.concat(
            SimdBackend.isAvailable()
                ? Stream.of()
                : Stream.of("--add-modules=" + SimdBackend.VECTOR_MODULE),
            Stream.of(JavaModuleOptions.defaultModuleOptionArray()).filter(Flags::isClosed))
        .toList();
  }

  /** Whether the option opens a package that this JDK has and that is closed. */
  private static boolean isClosed(String option) {
    Matcher opens = OPENS.matcher(option);
    if (!opens.matches()) {
      return false;
    }
    Optional<Module> module = ModuleLayer.boot().findModule(opens.group(1));
    return module.isPresent()
        && module.get().getPackages().contains(opens.group(2))
        && !module.get().isOpen(opens.group(2), Flags.class.getModule());
  }

  /** The version of Spark on the class path. */
  public static String sparkVersion() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }
}
