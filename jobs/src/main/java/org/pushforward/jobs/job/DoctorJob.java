package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.jobs.result.Checkup;
import org.pushforward.jobs.result.Checkup.Advice;
import org.pushforward.jobs.result.Outcome.DoctorOutcome;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Flags;
import org.pushforward.jobs.spark.Offer;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.Spec;

/** What kernels can run on here, how quick it is, and what is missing. */
final class DoctorJob implements Job<Spec, DoctorOutcome> {

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String description() {
    return "Shows what can be computed on here, how quick it is, and what is missing";
  }

  @Override
  public boolean needsSpec() {
    return false;
  }

  @Override
  public boolean needsSpark() {
    return false;
  }

  @Override
  public Spec read(Spec spec) {
    return spec;
  }

  @Override
  public DoctorOutcome run(Spec spec, Runner runner, Progress progress, Path folder)
      throws InterruptedException {
    List<Offer> offers = Device.offers();
    progress.phase("reading speeds", 0);
    int threads = Runtime.getRuntime().availableProcessors();
    List<Checkup.Device> devices = new ArrayList<>(List.of(simd(threads)));
    for (Offer offer : offers) {
      devices.add(device(offer, threads));
    }
    Checkup.Jvm jvm =
        new Checkup.Jvm(
            System.getProperty("java.runtime.version"),
            Runtime.getRuntime().maxMemory(),
            threads,
            Flags.sparkVersion(),
            SimdBackend.isAvailable() ? SimdBackend.lanes() : 0,
            cpuLanes());
    return new DoctorOutcome(
        new Checkup(
            devices,
            Device.taken(BackendChoice.AUTO),
            Device.taken(BackendChoice.OPENCL),
            SpeedReading.MODEL,
            threads,
            jvm,
            advice(jvm)));
  }

  private static Checkup.Device simd(int threads) throws InterruptedException {
    Speed speed = Speed.of(SimdBackend::new, threads);
    return new Checkup.Device(
        Device.processor(), "simd", "CPU", true, null, null, null, speed.rows, speed.trouble);
  }

  private static Checkup.Device device(Offer offer, int threads) throws InterruptedException {
    Boolean doubles = null;
    Speed speed;
    try {
      doubles = offer.hasDoubles();
      speed =
          doubles
              // The model has no tables to be computed beside it.
              ? Speed.of(() -> offer.open().apply(new ReferenceBackend()), threads)
              : new Speed(Double.NaN, "it cannot compute with doubles");
    } catch (RuntimeException e) {
      speed = new Speed(Double.NaN, e.getMessage());
    }
    return new Checkup.Device(
        offer.name(),
        offer.platform(),
        offer.kind().name(),
        doubles,
        offer.memory(),
        offer.largestBuffer(),
        offer.computeUnits(),
        speed.rows,
        speed.trouble);
  }

  /** Rows a second, or what is wrong. */
  private record Speed(double rows, String trouble) {
    static Speed of(Supplier<Backend> backend, int threads) throws InterruptedException {
      try {
        return new Speed(SpeedReading.of(backend.get(), threads), null);
      } catch (RuntimeException e) { // whatever it is, other devices are to be looked at
        return new Speed(Double.NaN, e.getMessage());
      }
    }
  }

  private static List<Advice> advice(Checkup.Jvm jvm) {
    List<Advice> advice = new ArrayList<>();
    List<String> missing = Flags.missing();
    if (!missing.isEmpty()) {
      advice.add(
          new Advice(
              "the JVM was started without options that Spark and simd need",
              "use cluster-config/bin/pushforward or spark-submit, or add: "
                  + String.join(" ", missing)));
    }
    if (jvm.lanes() > 0 && jvm.lanes() < jvm.cpuLanes()) {
      advice.add(
          new Advice(
              "the JVM uses vectors of "
                  + jvm.lanes()
                  + " doubles, and the CPU's hold "
                  + jvm.cpuLanes(),
              "add: --conf \"spark.driver.extraJavaOptions=-XX:+UseG1GC"
                  + " -XX:PerMethodTrapLimit=1000 -XX:UseAVX="
                  + (jvm.cpuLanes() == 8 ? 3 : 2)
                  + "\", and the same for spark.executor.extraJavaOptions"));
    }
    if (Device.offers().isEmpty()) {
      advice.add(
          new Advice(
              "OpenCL offers no device, which only --backend opencl needs",
              "for a GPU install its maker's driver and ocl-icd-libopencl1; to compute on the CPU:"
                  + " apt-get install pocl-opencl-icd"));
    }
    return advice;
  }

  /** Doubles in a vector of the CPU; 0 if not known. */
  private static int cpuLanes() {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(l -> l.matches("(flags|Features)\\s*:.*"))
          .findFirst()
          .map(DoctorJob::lanes)
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Doubles in a vector of a CPU with these features. */
  static int lanes(String features) {
    List<String> words = List.of(features.split("\\s+"));
    return words.contains("avx512f")
        ? 8
        : words.contains("avx2")
            ? 4
            : words.contains("sse2")
                ? 2
                : words.contains("asimd") && !words.contains("sve") ? 2 : 0;
  }
}
