package org.pushforward.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.jobs.job.Job;
import org.pushforward.jobs.job.Jobs;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Outcome.DescribeOutcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Result;
import org.pushforward.jobs.result.ResultFile;
import org.pushforward.jobs.result.Variable;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.IndexRange;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.SumWork;
import org.pushforward.jobs.spec.EvaluateSpec;
import org.pushforward.jobs.spec.Spec;

class MainTest {
  private static final String SPEC =
      "name: test\nseed: 3\nevaluate: { of: \"y ~ normal(0, 1)\", points: [0, 1] }\n";

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Sums indices on Spark, and fails where the first point says so. */
  private static final class CountJob implements Job<EvaluateSpec, EvaluateOutcome> {
    @Override
    public String name() {
      return "evaluate";
    }

    @Override
    public String description() {
      return "Counts";
    }

    @Override
    public EvaluateSpec read(Spec spec) {
      return spec.requireEvaluate();
    }

    @Override
    public EvaluateOutcome run(EvaluateSpec spec, Runner runner, Progress progress, Path folder) {
      progress.phase("counting", 0);
      double sum = runner.over(1000, 10, new Count(spec.points().get(0).get(0))).value(0, 0);
      progress.warn("this is only a test");
      return new EvaluateOutcome(
          List.of(new EvaluatedPoint(List.of(0.0), sum, 0, 0.0, 0.0, Map.of())),
          new Variable(
              "y",
              new Derivation("y ~ normal(0, 1)", "normal", null, List.of(), List.of()),
              Map.of()),
          null);
    }
  }

  private record Count(double first) implements SumWork<IndexRange> {
    @Override
    public PartialSum zero() {
      return new PartialSum(1, 1);
    }

    @Override
    public PartialSum add(PartialSum into, IndexRange unit) {
      if (first < 0) {
        throw new IllegalStateException("a negative first point");
      }
      into.add(0, 0, unit.size());
      return into;
    }
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    return Main.run(
        List.of(new CountJob()),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path spec(String content) throws IOException {
    return Files.writeString(folder.resolve("test.yaml"), content);
  }

  private void assertNothingLeft(Path result) throws IOException {
    assertFalse(Files.exists(result));
    try (var files = Files.list(folder)) {
      assertEquals(List.of("test.yaml"), files.map(f -> f.getFileName().toString()).toList());
    }
  }

  @Test
  void jobWritesItsResultOnce() throws IOException {
    String spec = spec(SPEC).toString();
    Path result = folder.resolve("out");
    assertEquals(0, run("evaluate", spec, "--out", result.toString(), "--set", "seed=4"), err());
    assertTrue(err().contains("warning: this is only a test"), err());
    Result read = ResultFile.read(result);
    assertEquals("evaluate", read.header().job());
    assertEquals("test", read.header().name());
    assertEquals(4, read.header().seed());
    assertEquals(List.of("this is only a test"), read.header().warnings());
    assertTrue(read.header().version().matches("\\d.*"), read.header().version());
    assertEquals(1000, ((EvaluateOutcome) read.outcome()).points().get(0).density());
    assertTrue(read.run().stages().containsKey("counting"));
    assertTrue(Files.exists(result.resolve("report.html")));

    assertEquals(2, run("evaluate", spec, "--out", result.toString()));
    assertTrue(err().contains("already holds a result"), err());
    assertEquals(4, ResultFile.read(result).header().seed());
    assertEquals(0, run("evaluate", spec, "--out", result.toString(), "--overwrite"), err());
    assertEquals(3, ResultFile.read(result).header().seed());
  }

  private int describe(String model, String... more) throws IOException {
    out.reset();
    err.reset();
    List<String> args = new ArrayList<>(List.of("describe", spec(model).toString()));
    args.addAll(List.of("--out", folder.resolve("out").toString(), "--overwrite"));
    args.addAll(List.of(more));
    return Main.run(
        Jobs.all(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args.toArray(String[]::new));
  }

  @Test
  void describeShowsFormulasAndCostsWithoutSparkOrData() throws IOException {
    String model =
        """
        data: { path: nowhere.csv }
        observables: { x: { range: [0, 4], bins: 8 } }
        model: "x ~ mix(f -> uniform(0, 1) + normal(0, sigma), 1-f -> cauchy(1, w) + normal(0, sigma))"
        parameters: { f: { start: 0.5 }, sigma: { start: 0.1 }, w: { fixed: 0.3 } }
        """;
    assertEquals(0, describe(model), err());
    String shown = out.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains("on [0, 4]\n"), shown);
    assertTrue(shown.contains("a sum: closed form of uniform + normal\n"), shown);
    assertTrue(shown.contains("a sum: direct convolution on "), shown);
    assertTrue(shown.contains("  d log p / d sigma = "), shown);
    assertTrue(shown.contains("\\partial_{\\sigma} F_{1}'\\left(x\\right)"), shown);
    assertTrue(shown.contains("gradient of likelihood: 16 bytes read per row, "), shown);
    assertTrue(shown.contains("  per edge "), shown);
    assertFalse(shown.contains("d log p / d w"), shown);
    assertFalse(shown.contains("d^2 log p"), shown);
    assertFalse(err().contains("Spark"), err());
    Result result = ResultFile.read(folder.resolve("out"));
    assertEquals("none", result.run().master());
    DescribeOutcome outcome = (DescribeOutcome) result.outcome();
    Set<String> programs = outcome.descriptions().get("likelihood").programs().keySet();
    assertEquals(Set.of("gradient"), programs);

    assertEquals(0, describe(model, "--hessian", "--set", "seed=5", "--source"), err());
    shown = out.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains("  d^2 log p / d f d sigma = "), shown);
    assertTrue(shown.contains("code in source/likelihood-hessian.java"), shown);
    String code = Files.readString(folder.resolve("out/source/likelihood-gradient.java"));
    assertTrue(code.contains("implements BlockCode"), code);
    result = ResultFile.read(folder.resolve("out"));
    assertEquals(5, result.header().seed());
    assertTrue(result.header().spec().contains("# --set describe.hessian=true"));
  }

  @Test
  void describeShowsTheCodeOfTheBackendAskedFor() throws IOException {
    if (!Device.has(BackendChoice.OPENCL)) {
      assertNotEquals("1", System.getenv("PUSHFORWARD_REQUIRE_OPENCL"), "no OpenCL device");
      assumeTrue(false, "no OpenCL device here");
    }
    assertEquals(0, describe(SPEC, "--backend", "opencl", "--source"), err());
    String shown = out.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains("code in source/evaluate-gradient.cl"), shown);
    String code = Files.readString(folder.resolve("out/source/evaluate-gradient.cl"));
    assertTrue(code.contains("__kernel void run("), code);
  }

  @Test
  void describeTakesWhatIsEvaluatedAndAsksForARangeWhereItNeedsOne() throws IOException {
    assertEquals(0, describe(SPEC), err());
    String shown = out.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains("  p = exp(-y^2/2)/sqrt(2*pi)\n"), shown);
    String sum = "model: x ~ cauchy(0, w) + normal(0, 1)\nparameters: { w: { start: 1 } }\n";
    assertEquals(2, describe(sum));
    assertTrue(err().contains("range: [a, b]"), err());
    assertEquals(2, describe("name: nothing\n"));
    assertTrue(err().contains("\"model\" is missing"), err());
    assertEquals(2, run("evaluate", spec(SPEC).toString(), "--source"));
  }

  @Test
  void failedJobLeavesNothingAndTellsOneLine() throws IOException {
    String spec = spec(SPEC.replace("[0, 1]", "[-1]")).toString();
    Path result = folder.resolve("out");
    assertEquals(1, run("evaluate", spec, "--out", result.toString()));
    assertTrue(err().contains("the job failed: a negative first point"), err());
    assertFalse(err().contains("\tat "), err());
    assertNothingLeft(result);
    assertEquals(1, run("evaluate", spec, "--out", result.toString(), "--debug"));
    assertTrue(err().contains("\tat "), err());
  }

  @Test
  void wrongSpecIsToldBeforeSparkStarts() throws IOException {
    Path result = folder.resolve("out");
    String spec = spec(SPEC.replace("points", "pionts")).toString();
    assertEquals(2, run("evaluate", spec, "--out", result.toString()));
    assertTrue(err().contains("did you mean \"points\"?"), err());
    assertFalse(err().contains("Spark"), err());
    assertNothingLeft(result);
  }

  @Test
  void wrongArgumentsAreToldWithTheWayToHelp() throws IOException {
    String spec = spec(SPEC).toString();
    for (List<String> args :
        List.of(
            List.<String>of(),
            List.of("evaluete", spec),
            List.of("evaluate"),
            List.of("evaluate", spec, "--ouput", "x"),
            List.of("evaluate", spec, "--set", "seed"),
            List.of("evaluate", spec, "--backend", "cuda"),
            List.of("evaluate", folder.resolve("nothing.yaml").toString()))) {
      assertEquals(2, run(args.toArray(String[]::new)), args.toString());
      assertFalse(err().isBlank(), args.toString());
      assertFalse(err().contains("\tat "), err());
    }
    run("evaluete", spec);
    assertTrue(err().contains("evaluate"), err());
  }

  @Test
  void helpAndVersionSucceed() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("evaluate"));
    assertEquals(0, run("--version"));
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("pushforward "));
    assertEquals(0, run("evaluate", "--help"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("--overwrite"));
  }

  @Test
  void barIsDrawnOnATerminalAndLinesElsewhere() {
    for (int columns : new int[] {0, 60}) {
      err.reset();
      try (ConsoleProgress progress =
          new ConsoleProgress(new PrintStream(err, true, StandardCharsets.UTF_8), columns)) {
        progress.phase("reading", 0);
        progress.tasks(1, 4);
        progress.phase("profile", 100);
        progress.at(50, "nll 12.5");
        progress.warn("look out");
        progress.at(100, "nll 12.0");
      }
      assertEquals(columns > 0, err().contains("\r"), err());
      assertTrue(err().contains("profile"), err());
      assertTrue(err().contains("warning: look out"), err());
    }
  }
}
