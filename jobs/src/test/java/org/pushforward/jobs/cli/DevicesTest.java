package org.pushforward.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.jobs.job.Jobs;
import org.pushforward.jobs.result.Checkup;
import org.pushforward.jobs.result.Outcome.DoctorOutcome;
import org.pushforward.jobs.result.ResultFile;
import org.pushforward.jobs.result.Run;
import org.pushforward.jobs.spark.FakeDevices;
import org.pushforward.jobs.spark.Offer;

/** What becomes of a job whose device is lost, and what doctor tells of devices. */
class DevicesTest {
  private static final String EXAMPLE = "examples/smeared-uniform.yaml";

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    return Main.run(
        Jobs.all(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private int fit(String backend) {
    return run("fit", EXAMPLE, "--backend", backend, "--out", folder.resolve(backend).toString());
  }

  private ObjectNode resultBesideRun(String backend) throws IOException {
    Path file = folder.resolve(backend).resolve(ResultFile.NAME);
    ObjectNode result = (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
    result.remove("run");
    return result;
  }

  /** In a task that draws the data, and in the driver, which fits. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void aFitWhoseDeviceIsLostHasTheBitsOfSimdAndSaysSo(int calls) throws IOException {
    assertEquals(0, fit("simd"), err());
    try (FakeDevices devices = new FakeDevices(FakeDevices.lostAfter(calls))) {
      assertEquals(0, fit("auto"), err());
    }
    assertEquals(resultBesideRun("simd"), resultBesideRun("auto"));
    Run.Backend backend = ResultFile.read(folder.resolve("auto")).run().backend();
    assertEquals("opencl", backend.name());
    assertEquals(1, backend.failures().size(), backend.toString());
    assertTrue(backend.failures().get(0).contains(FakeDevices.LOST), backend.toString());
    assertEquals(2, backend.ranOn().size(), backend.toString());
    assertTrue(err().contains("warning: " + backend.failures().get(0) + "\n"), err());
    String report = Files.readString(folder.resolve("auto/report.html"));
    assertTrue(report.contains(FakeDevices.LOST), report);
    assertEquals(List.of(), ResultFile.read(folder.resolve("simd")).run().backend().failures());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void aFitThatAskedForTheLostDeviceFailsInOneLineAndLeavesNothing(int calls) {
    try (FakeDevices devices = new FakeDevices(FakeDevices.lostAfter(calls))) {
      assertEquals(1, fit("opencl"), err());
    }
    assertTrue(
        err()
            .endsWith(
                "pushforward: the job failed: "
                    + (calls == 1 ? "localhost: " : "") // of a task, which may run anywhere
                    + FakeDevices.LOST
                    + "\n    --debug shows where\n"),
        err());
    assertFalse(Files.exists(folder.resolve("opencl")));
  }

  @Test
  void openclWithoutADeviceIsAWrongArgument() {
    try (FakeDevices devices = new FakeDevices()) {
      assertEquals(2, fit("opencl"));
      assertTrue(err().contains("this machine has no OpenCL device"), err());
      assertTrue(err().contains("pocl-opencl-icd"), err());
      assertEquals(0, run("doctor", "--help"), err());
      assertTrue(out().contains("--out=DIR     Where the result goes, if anywhere."), out());
      assertEquals(0, run("doctor"), err());
      assertTrue(out().contains("--backend auto takes simd\n"), out());
      assertTrue(out().contains("--backend opencl takes nothing: "), out());
      assertTrue(out().contains("apt-get install pocl-opencl-icd\n"), out());
    }
  }

  @Test
  void doctorListsEveryDeviceAndGoesOnBehindABrokenOne() throws IOException {
    Path result = folder.resolve("out");
    try (FakeDevices devices =
        new FakeDevices(
            FakeDevices.broken(),
            FakeDevices.device("Toy GPU", Offer.Kind.GPU, false),
            FakeDevices.lostAfter(3),
            FakeDevices.device("Fake CPU", Offer.Kind.CPU, true))) {
      assertEquals(0, run("doctor", "--out", result.toString()), err());
    }
    DoctorOutcome outcome = (DoctorOutcome) ResultFile.read(result).outcome();
    List<Checkup.Device> found = outcome.checkup().devices();
    assertEquals(5, found.size());
    assertTrue(found.get(0).rowsPerSecond() > 0, found.toString());
    assertTrue(found.get(1).trouble().endsWith("cannot be opened"), found.toString());
    assertEquals("it cannot compute with doubles", found.get(2).trouble());
    assertEquals(FakeDevices.LOST, found.get(3).trouble());
    assertTrue(found.get(4).rowsPerSecond() > 0, found.toString());
    assertTrue(
        out()
            .lines()
            .anyMatch(l -> l.matches("Fake CPU +Fake OpenCL +CPU +yes +8.0 GiB +2.0 GiB +4 +\\S+")),
        out());
    assertTrue(outcome.checkup().auto().startsWith("simd: "), outcome.toString());
    assertTrue(out().contains("--backend opencl takes nothing: "), out());
    assertTrue(Files.readString(result.resolve("report.html")).contains("Fake CPU"));
    assertFalse(err().contains("Spark"), err());
  }

  /** A JVM started with a class path alone. */
  @Test
  void doctorNamesTheFlagsThatAreMissing() throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "doctor")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, java.waitFor(), said);
    assertTrue(said.contains("the simd backend needs the Vector API"), said);
    assertTrue(
        said.contains("or add: --add-modules=jdk.incubator.vector --add-opens=java.base/"), said);
    assertTrue(said.contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"), said);
    assertTrue(said.contains("vectors of no doubles"), said);
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }
}
