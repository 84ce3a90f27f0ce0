package org.pushforward.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.jobs.job.Jobs;
import org.pushforward.jobs.result.Outcome.GradientOutcome;
import org.pushforward.jobs.result.ResultFile;

/** What {@code --resume} goes on from, and what it refuses. */
final class ResumeTest {
  private static final String SPEC =
      "gradient: { of: (x - 3)^2, under: 'x ~ normal(mu, 1)', at: { mu: 0 }, estimators: [pathwise],"
          + " samples: 1000000 }\n"
          + "evaluate: { of: 'y ~ normal(0, 1)', points: [0] }\n";

  @TempDir private Path folder;
  private String spec = SPEC;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String job, Path out, String... more) throws IOException {
    err.reset();
    List<String> args = new ArrayList<>(List.of(job, spec().toString(), "--out", out.toString()));
    args.addAll(List.of(more));
    return Main.run(
        Jobs.all(),
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args.toArray(String[]::new));
  }

  private Path spec() throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), spec);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static GradientOutcome result(Path out) throws IOException {
    return (GradientOutcome) ResultFile.read(out).outcome();
  }

  @Test
  void aResultIsContinuedToMoreSamples() throws IOException {
    Path out = folder.resolve("out");
    assertEquals(2, run("gradient", out, "--resume"));
    assertTrue(err().contains("holds no samples to go on from"), err());
    assertFalse(Files.exists(out));
    assertEquals(0, run("gradient", out), err());
    assertEquals(2, run("gradient", out));
    assertTrue(err().contains("already holds a result"), err());
    assertEquals(0, run("gradient", out, "--resume", "--set", "gradient.samples=2500000"), err());
    Path whole = folder.resolve("whole");
    assertEquals(0, run("gradient", whole, "--set", "gradient.samples=2500000"), err());
    assertEquals(result(whole), result(out));
    assertEquals(2, run("gradient", out, "--resume"));
    assertTrue(err().contains("holds 2500000 samples already, and 1000000 are asked"), err());
    assertEquals(2, run("gradient", out, "--resume", "--set", "seed=2"));
    assertTrue(err().contains("holds the samples of another gradient"), err());
    assertEquals(result(whole), result(out));
  }

  @Test
  void whatKeepsNoSamplesIsNotContinued() throws IOException {
    Path out = folder.resolve("out");
    assertEquals(2, run("evaluate", out, "--resume"));
    assertTrue(err().contains("job evaluate keeps no samples"), err());
    assertEquals(2, run("gradient", out, "--resume", "--overwrite"));
    assertTrue(err().contains("--overwrite would drop"), err());
    assertFalse(Files.exists(out));
  }

  /** SIGKILL, at a time that no code of its own sees. */
  @Test
  void aRunThatWasKilledIsContinued() throws Exception {
    Path out = folder.resolve("out");
    // Kept after 2^20 samples, 2^21, ..
    spec = SPEC.replace("samples: 1000000", "until: { absolute_error: 1e-9, most: 5e7 }");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(a -> !a.startsWith("-javaagent") && !a.startsWith("-agentlib"))
            .toList());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "gradient", spec().toString()));
    command.addAll(List.of("--out", out.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      Path kept = out.resolve("samples.bin");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      while (!Files.exists(kept) && process.isAlive() && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      assertTrue(Files.exists(kept), () -> log());
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertFalse(Files.exists(out.resolve("result.json")));
    assertEquals(2, run("gradient", out));
    assertTrue(err().contains("of a run that did not end"), err());
    assertEquals(0, run("gradient", out, "--resume"), err());
    Path whole = folder.resolve("whole");
    assertEquals(0, run("gradient", whole), err());
    assertEquals(result(whole), result(out));
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
