package org.pushforward.jobs.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.opencl.DeviceException;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.jobs.spec.DeviceSpec;

/**
 * The backends of this JVM, driver or executor, shared by its tasks: for each choice of the user
 * and each GPU that Spark gives to tasks, which is usually one.
 */
public final class Device {
  private Device() {}

  private record Key(BackendChoice choice, Optional<String> gpu) {}

  // Guarded by the class.
  private static final Map<Key, Lent> LENT = new HashMap<>();
  private static Supplier<List<Offer>> source = Offer::all;
  private static List<Offer> offers;

  /**
   * What kernels run on.
   *
   * @throws DeviceException if the user wants a device that is not there or does not work
   * @throws SpecException if the spec names none that is there
   */
  public static Backend backend(BackendChoice choice) {
    return lent(choice);
  }

  /** Whether this machine has what was asked for. */
  public static boolean has(BackendChoice choice) {
    return choice.kind() != BackendChoice.Kind.OPENCL || !offers().isEmpty();
  }

  /** The devices that OpenCL offers here, in its order. */
  public static synchronized List<Offer> offers() {
    if (offers == null) {
      offers = source.get();
    }
    return offers;
  }

  /** Replaces what OpenCL offers, for tests; null: what it really does. */
  static synchronized void offer(List<Offer> others) {
    release();
    source = others == null ? Offer::all : () -> others;
    offers = null;
  }

  /** Lets go of all backends; what they hold on devices goes when nobody uses it any more. */
  static synchronized void release() {
    LENT.clear();
  }

  /** What this machine computes on. */
  static String describe(BackendChoice choice) {
    return lent(choice).device();
  }

  /** What a choice has come to in this JVM, for each of the GPUs that tasks had. */
  static synchronized <T> List<T> became(BackendChoice choice, Function<Lent, List<T>> what) {
    List<T> all = new ArrayList<>();
    LENT.forEach(
        (key, lent) -> {
          if (key.choice.equals(choice)) {
            all.addAll(what.apply(lent));
          }
        });
    return all;
  }

  private static synchronized Lent lent(BackendChoice choice) {
    return LENT.computeIfAbsent(new Key(choice, gpuOfTask()), key -> lend(choice, key.gpu));
  }

  private static Lent lend(BackendChoice choice, Optional<String> gpu) {
    Lent.Named simd = new Lent.Named(new SimdBackend(), processor());
    switch (choice.kind()) {
      case SIMD:
        return new Lent(simd, null);
      case OPENCL:
        return new Lent(opened(best(choice.device(), gpu, offers()), simd), null);
      default:
        break;
    }
    try {
      return firstGpu(choice.device(), gpu, offers())
          .map(offer -> new Lent(opened(offer, simd), simd))
          .orElseGet(() -> new Lent(simd, null));
    } catch (DeviceException e) {
      return Lent.failed(e, simd);
    }
  }

  private static Lent.Named opened(Offer offer, Lent.Named simd) {
    return new Lent.Named(offer.open().apply(simd.backend()), offer.toString());
  }

  /** The GPU that Spark has given to this task. */
  private static Optional<String> gpuOfTask() {
    TaskContext task = TaskContext.get(); // none in the driver
    ResourceInformation gpu = task == null ? null : task.resourcesJMap().get("gpu");
    return gpu == null || gpu.addresses().length == 0
        ? Optional.empty()
        : Optional.of(gpu.addresses()[0]);
  }

  /** What auto takes, if there is such a device. */
  static Optional<Offer> firstGpu(DeviceSpec wanted, Optional<String> gpu, List<Offer> offers) {
    return among(wanted, gpu, offers).stream()
        .filter(Offer::isGpu)
        .filter(Offer::hasDoubles)
        .findFirst();
  }

  /** What opencl takes. */
  static Offer best(DeviceSpec wanted, Optional<String> gpu, List<Offer> offers) {
    if (offers.isEmpty()) {
      throw new DeviceException("OpenCL offers no device here");
    }
    List<Offer> among = among(wanted, gpu, offers);
    return among.stream()
        .sorted(Comparator.comparing(offer -> !offer.isGpu()))
        .filter(Offer::hasDoubles)
        .findFirst()
        .orElseThrow(
            () ->
                new DeviceException(
                    "no OpenCL device computes with doubles here: " + listed(among)));
  }

  /** The device that a choice takes in the driver, or why it takes none. */
  public static String taken(BackendChoice choice) {
    boolean opencl = choice.kind() == BackendChoice.Kind.OPENCL;
    try {
      return opencl
          ? best(choice.device(), Optional.empty(), offers()).toString()
          : firstGpu(choice.device(), Optional.empty(), offers())
              .map(Offer::toString)
              .orElse("simd");
    } catch (DeviceException e) {
      return (opencl ? "nothing: " : "simd: ") + e.getMessage();
    }
  }

  /** The devices to choose from: the one of Spark's address, or those of the spec's names. */
  private static List<Offer> among(DeviceSpec wanted, Optional<String> gpu, List<Offer> offers) {
    if (gpu.isPresent()) {
      List<Offer> gpus = offers.stream().filter(Offer::isGpu).toList();
      String address = gpu.get();
      if (!address.matches("\\d{1,6}") || Integer.parseInt(address) >= gpus.size()) {
        throw new DeviceException(
            "Spark gave a task the GPU "
                + address
                + ", and the GPUs that OpenCL offers there are: "
                + listed(gpus));
      }
      return List.of(gpus.get(Integer.parseInt(address)));
    }
    List<Offer> found =
        offers.stream().filter(o -> wanted.matches(o.platform(), o.name())).toList();
    if (found.isEmpty() && !wanted.equals(DeviceSpec.ANY)) {
      throw new SpecException(
          wanted.place(),
          "OpenCL offers no such device here",
          "it offers: " + listed(offers) + "; --backend simd needs none");
    }
    return found;
  }

  private static String listed(List<Offer> offers) {
    return offers.isEmpty()
        ? "none"
        : offers.stream().map(Offer::toString).collect(Collectors.joining(", "));
  }

  /** The name of the CPU. */
  public static String processor() {
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
