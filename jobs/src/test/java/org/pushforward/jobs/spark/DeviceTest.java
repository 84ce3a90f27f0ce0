package org.pushforward.jobs.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.ProgramBuilder;
import org.pushforward.engine.kernel.Rate;
import org.pushforward.engine.kernel.opencl.DeviceException;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.jobs.spec.DeviceSpec;

class DeviceTest {
  private static final Offer CPU = FakeDevices.device("Fake CPU", Offer.Kind.CPU, true);
  private static final Offer SMALL = FakeDevices.device("Toy GPU", Offer.Kind.GPU, false);
  private static final Offer GPU = FakeDevices.device("Fake GPU 100", Offer.Kind.GPU, true);
  private static final Offer LATER = FakeDevices.device("Fake GPU 200", Offer.Kind.GPU, true);
  private static final List<Offer> ALL = List.of(CPU, SMALL, GPU, LATER);
  private static final Optional<String> NO_ADDRESS = Optional.empty();

  private static DeviceSpec named(String platform, String name) {
    return new DeviceSpec(platform, name, Place.of("s.yaml"));
  }

  @Test
  void autoTakesTheFirstGpuThatHasDoublesAndNeverACpu() {
    assertEquals(Optional.of(GPU), Device.firstGpu(DeviceSpec.ANY, NO_ADDRESS, ALL));
    assertEquals(
        Optional.empty(), Device.firstGpu(DeviceSpec.ANY, NO_ADDRESS, List.of(CPU, SMALL)));
    assertEquals(Optional.empty(), Device.firstGpu(DeviceSpec.ANY, NO_ADDRESS, List.of()));
    assertEquals(Optional.empty(), Device.firstGpu(named("", "cpu"), NO_ADDRESS, ALL));
  }

  @Test
  void openclTakesTheBestDeviceThatHasDoubles() {
    assertEquals(GPU, Device.best(DeviceSpec.ANY, NO_ADDRESS, ALL));
    assertEquals(CPU, Device.best(DeviceSpec.ANY, NO_ADDRESS, List.of(SMALL, CPU)));
    DeviceException none =
        assertThrows(
            DeviceException.class, () -> Device.best(DeviceSpec.ANY, NO_ADDRESS, List.of(SMALL)));
    assertEquals(
        "no OpenCL device computes with doubles here: Toy GPU (Fake OpenCL)", none.getMessage());
    assertThrows(DeviceException.class, () -> Device.best(DeviceSpec.ANY, NO_ADDRESS, List.of()));
  }

  @Test
  void aNameInTheSpecChoosesAmongDevices() {
    assertEquals(LATER, Device.best(named("", "gpu 200"), NO_ADDRESS, ALL));
    assertEquals(Optional.of(LATER), Device.firstGpu(named("FAKE", "200"), NO_ADDRESS, ALL));
    assertEquals(CPU, Device.best(named("opencl", "fake cpu"), NO_ADDRESS, ALL));
    for (DeviceSpec wrong : List.of(named("", "h100"), named("nvidia", "gpu"))) {
      SpecException error =
          assertThrows(SpecException.class, () -> Device.firstGpu(wrong, NO_ADDRESS, ALL));
      assertTrue(error.getMessage().contains("Fake GPU 200 (Fake OpenCL)"), error.getMessage());
      assertThrows(SpecException.class, () -> Device.best(wrong, NO_ADDRESS, List.of(CPU)));
    }
  }

  @Test
  void theAddressThatSparkGivesCountsGpusAndGoesBeforeTheSpec() {
    assertEquals(GPU, Device.best(DeviceSpec.ANY, Optional.of("1"), ALL));
    assertEquals(Optional.of(LATER), Device.firstGpu(named("", "100"), Optional.of("2"), ALL));
    assertEquals(Optional.empty(), Device.firstGpu(DeviceSpec.ANY, Optional.of("0"), ALL));
    for (String wrong : List.of("3", "-1", "GPU-8a1b", "99999999999")) {
      DeviceException error =
          assertThrows(
              DeviceException.class, () -> Device.best(DeviceSpec.ANY, Optional.of(wrong), ALL));
      assertTrue(error.getMessage().contains("the GPU " + wrong + ","), error.getMessage());
    }
  }

  @Test
  void allTasksShareADeviceUntilTheSessionEnds() {
    try (FakeDevices devices = new FakeDevices(GPU)) {
      Backend backend = Device.backend(BackendChoice.AUTO);
      assertEquals("opencl", backend.name());
      assertTrue(backend == Device.backend(BackendChoice.AUTO));
      assertEquals("simd", Device.backend(BackendChoice.SIMD).name());
      Device.release();
      assertTrue(backend != Device.backend(BackendChoice.AUTO));
    }
  }

  /** x -> p x^2, x^2 - p. */
  private static Program program() {
    ProgramBuilder b = new ProgramBuilder(1, 1);
    Integer x = b.column(0, Rate.ROW);
    Integer square = b.mul(x, x);
    return b.build(List.of(b.mul(b.parameter(0), square), b.sub(square, b.parameter(0))));
  }

  private static final double[] POINTS = {0.1, 1.7, -3.3};

  private static EventBlock block(long from, int rows) {
    return new EventBlock(
        new double[][] {IntStream.range(0, rows).mapToDouble(i -> 0.1 * (from + i)).toArray()},
        rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatALostDeviceBeganIsDoneAgainOnSimdToTheSameBits(int calls) {
    EventBlock block = block(0, 1000);
    PartialSum expected = new PartialSum(5, 2);
    PartialSum found = new PartialSum(5, 2);
    double[][] values = new double[2][1000];
    double[][] expectedValues = new double[2][1000];
    ConvolutionShape shape = ConvolutionShape.full(3, 2);
    double[] signals = POINTS.clone();
    double[] kernels = {0.3, 0.7};
    double[] sums = new double[shape.sums()];
    double[] expectedSums = new double[shape.sums()];
    double[][] determinant = new double[2][1];
    double[][] expectedDeterminant = new double[2][1];
    double[] matrix = {1.1, 2.2, 3.3, 4.5};
    try (FakeDevices devices = new FakeDevices(FakeDevices.lostAfter(calls))) {
      all(new SimdBackend(), block, expected, expectedValues);
      new SimdBackend().convolve(shape, 1, signals, kernels, expectedSums);
      new SimdBackend().eliminate(2, 1, matrix, expectedDeterminant[0], expectedDeterminant[1]);
      Lent lent = (Lent) Device.backend(BackendChoice.AUTO);
      all(lent, block, found, values);
      lent.convolve(shape, 1, signals, kernels, sums);
      lent.eliminate(2, 1, matrix, determinant[0], determinant[1]);
      assertEquals(expected, found);
      assertArrayEquals(expectedValues, values);
      assertArrayEquals(expectedSums, sums);
      assertArrayEquals(expectedDeterminant, determinant);
      assertEquals(calls == 0 ? 1 : 2, lent.used().size(), lent.used().toString());
      assertEquals(
          List.of(FakeDevices.LOST + "; from there on simd did its work, to the same bits"),
          lent.failures());
    }
  }

  private static void all(Backend backend, EventBlock block, PartialSum sums, double[][] values) {
    backend.kernel(program()).sum(POINTS, 3, block, sums, 1);
    backend.kernel(program()).evaluate(new double[] {0.3}, block, values);
    backend.kernel(program()).sum(POINTS, 3, block, sums, 2);
  }

  @Test
  void aGpuThatCannotBeOpenedIsReplacedByAutoAndRefusedByOpencl() {
    try (FakeDevices devices = new FakeDevices(FakeDevices.broken(), CPU)) {
      Lent lent = (Lent) Device.backend(BackendChoice.AUTO);
      assertEquals("simd", lent.name());
      assertTrue(lent.failures().get(0).contains("cannot be opened"), lent.failures().toString());
      assertThrows(DeviceException.class, () -> Device.backend(BackendChoice.OPENCL));
    }
  }

  private record Sums(BackendChoice backend) implements SumWork<IndexRange> {
    @Override
    public PartialSum zero() {
      return new PartialSum(3, 2);
    }

    @Override
    public PartialSum add(PartialSum into, IndexRange unit) {
      Device.backend(backend)
          .kernel(program())
          .sum(POINTS, 3, block(unit.from(), (int) unit.size()), into, 0);
      return into;
    }
  }

  private static PartialSum expected() {
    return new LocalRunner(BackendChoice.SIMD).over(10_000, 100, new Sums(BackendChoice.SIMD));
  }

  private static Session open(String master, BackendChoice choice, SparkConf more) {
    return Session.open(
        "devices",
        more.setMaster(master).set("spark.driver.host", "localhost"),
        choice,
        Progress.SILENT);
  }

  @Test
  void tasksOfALostDeviceGoOnWithSimdAndTheSessionSaysSo() {
    try (FakeDevices devices = new FakeDevices(FakeDevices.lostAfter(7));
        Session session = open("local[2]", BackendChoice.AUTO, new SparkConf(false))) {
      Runner runner = session.runner();
      assertEquals(expected(), runner.over(10_000, 100, new Sums(runner.backend())));
      BackendUse use = session.backend();
      assertEquals("opencl", use.name());
      assertEquals("Fake GPU (Fake OpenCL)", use.device());
      assertEquals(
          List.of(
              "localhost: " + Device.processor() + ", simd",
              "localhost: Fake GPU (Fake OpenCL), opencl"),
          use.ranOn());
      assertEquals(1, use.failures().size());
      assertTrue(
          use.failures().get(0).startsWith("localhost: " + FakeDevices.LOST + ";"),
          use.failures().toString());
    }
  }

  @Test
  void aLostDeviceThatWasAskedForFailsTheJobWithItsOwnWords() {
    try (FakeDevices devices = new FakeDevices(FakeDevices.lostAfter(7));
        Session session = open("local[2]", BackendChoice.OPENCL, new SparkConf(false))) {
      Runner runner = session.runner();
      Exception thrown = // Spark's own is checked and not declared
          assertThrows(Exception.class, () -> runner.over(10_000, 100, new Sums(runner.backend())));
      assertEquals("localhost: " + FakeDevices.LOST, Failures.describe(thrown));
      assertEquals(List.of(), session.backend().failures());
    }
  }

  @Test
  void localModeRefusesResourcesOfTasksThatItWouldWaitForInVain() {
    SparkConf conf = new SparkConf(false).set("spark.task.resource.gpu.amount", "1");
    SpecException error =
        assertThrows(SpecException.class, () -> open("local[*]", BackendChoice.AUTO, conf).close());
    assertTrue(error.getMessage().contains("spark.task.resource.gpu.amount"), error.getMessage());
  }

  @Test
  void theDiscoveryScriptCountsGpusByClinfoOrNvidiaSmi(@TempDir Path folder) throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path grep =
        Stream.of("/usr/bin/grep", "/bin/grep")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    Files.createSymbolicLink(tools.resolve("grep"), grep);
    assertEquals("{\"name\": \"gpu\", \"addresses\": []}", gpus(tools));
    tool(tools.resolve("nvidia-smi"), "GPU 0: NVIDIA H100 (UUID: GPU-8a1b)");
    assertEquals("{\"name\": \"gpu\", \"addresses\": [\"0\"]}", gpus(tools));
    tool(
        tools.resolve("clinfo"),
        """
        #PLATFORMS                                                    2
        [POCL/0]    CL_DEVICE_TYPE                                  CL_DEVICE_TYPE_CPU
        [NV/0]      CL_DEVICE_TYPE                                  CL_DEVICE_TYPE_GPU
        [NV/1]      CL_DEVICE_TYPE                                  CL_DEVICE_TYPE_DEFAULT | CL_DEVICE_TYPE_GPU
        NULL platform behavior
          clCreateContextFromType(NULL, CL_DEVICE_TYPE_GPU)               No platform
        """);
    assertEquals("{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}", gpus(tools));
  }

  /** A program that prints a text. */
  private static void tool(Path file, String text) throws Exception {
    Files.writeString(file, "#!/bin/bash\nprintf '%s\\n' '" + text + "'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String gpus(Path tools) throws Exception {
    ProcessBuilder script = new ProcessBuilder("/bin/bash", "../cluster-config/bin/gpus");
    script.environment().put("PATH", tools.toString());
    Process process = script.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said.strip();
  }

  /** In processes of their own, where OpenCL offers what it really does: no GPU 17. */
  @Test
  void executorsTakeTheGpuThatSparkGivesThem(@TempDir Path folder) throws Exception {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    Path script = folder.resolve("gpus");
    Files.writeString(script, "echo '{\"name\": \"gpu\", \"addresses\": [\"17\"]}'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    SparkConf conf =
        new SparkConf(false)
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.worker.resource.gpu.amount", "1")
            .set("spark.worker.resource.gpu.discoveryScript", script.toString())
            .set("spark.executor.resource.gpu.amount", "1")
            .set("spark.task.resource.gpu.amount", "0.5");
    try (Session session = open("local-cluster[1,2,1024]", BackendChoice.AUTO, conf)) {
      Runner runner = session.runner();
      assertEquals(expected(), runner.over(10_000, 100, new Sums(runner.backend())));
      List<String> failures = session.backend().failures();
      assertEquals(1, failures.size());
      assertTrue(
          failures.get(0).contains("Spark gave a task the GPU 17, and the GPUs that OpenCL offers"),
          failures.toString());
    }
  }
}
