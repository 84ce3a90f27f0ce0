package org.pushforward.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.jobs.job.Job;
import org.pushforward.jobs.job.Options;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Result;
import org.pushforward.jobs.result.ResultFile;
import org.pushforward.jobs.result.Run;

class MainTest {
  private static final Job.Done DONE =
      new Job.Done(
          new EvaluateOutcome(List.<EvaluatedPoint>of(), null, null),
          new Run.Backend("simd", "cpu", List.of("cpu")),
          "local[2]",
          Map.of("spark", "4.2.0"));

  @TempDir private Path folder;
  private Path spec;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Options> asked = new ArrayList<>();

  @BeforeEach
  void writeSpec() throws IOException {
    spec =
        Files.writeString(
            folder.resolve("z.yaml"),
            "seed: 7\nevaluate: { of: \"x ~ normal(0, 1)\", points: [0] }\n");
  }

  private int run(Job job, String... arguments) {
    return Main.run(
        name -> name.equals("evaluate") ? Optional.of(job) : Optional.empty(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        arguments);
  }

  private String target() {
    return folder.resolve("out").toString();
  }

  private int evaluate(Job job, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", spec.toString(), "--out", target()));
    arguments.addAll(Arrays.asList(more));
    return run(job, arguments.toArray(String[]::new));
  }

  private Job succeeding() {
    return (spec, options, progress, tables) -> {
      asked.add(options);
      progress.phase("evaluate", 2);
      progress.step(2, "");
      progress.warn("few points");
      progress.warn("few points");
      return DONE;
    };
  }

  private static Job failing(Exception failure) {
    return (spec, options, progress, tables) -> {
      if (failure instanceof IOException io) {
        throw io;
      }
      throw (RuntimeException) failure;
    };
  }

  private List<String> namesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aJobWritesItsResultAndSaysWhere() throws IOException {
    assertEquals(0, evaluate(succeeding(), "--set", "seed=8", "--backend", "simd"), err::toString);
    assertEquals(folder.resolve("out/result.json") + "\n", out.toString());
    Result result = ResultFile.read(folder.resolve("out"));
    assertEquals("evaluate", result.header().job());
    assertEquals("z", result.header().name());
    assertEquals(8, result.header().seed());
    assertEquals(List.of("few points"), result.header().warnings());
    assertTrue(result.header().spec().endsWith("# --set seed=8\n"));
    assertEquals(List.of("evaluate"), List.copyOf(result.run().stages().keySet()));
    assertTrue(result.run().seconds() >= result.run().stages().get("evaluate"));
    assertEquals("4.2.0", result.run().environment().get("spark"));
    assertEquals(List.of(new Options(Optional.empty(), Options.Backend.SIMD, false)), asked);
    assertEquals("evaluate\nwarning: few points\n", err.toString());
  }

  @Test
  void theMasterIsHandedOn() {
    assertEquals(0, evaluate(succeeding(), "--master", "local[3]", "--resume"));
    assertEquals(List.of(new Options(Optional.of("local[3]"), Options.Backend.AUTO, true)), asked);
  }

  @Test
  void aFolderThatHoldsAResultIsRefusedBeforeTheWork() throws IOException {
    assertEquals(0, evaluate(succeeding()));
    assertEquals(2, evaluate(succeeding()));
    assertEquals(1, asked.size());
    assertTrue(err.toString().contains("already holds a result"), err::toString);
    assertEquals(0, evaluate(succeeding(), "--overwrite"));
    assertEquals(2, asked.size());
    assertEquals(2, evaluate(succeeding(), "--overwrite", "--resume"));
    assertEquals(List.of("out", "z.yaml"), namesInFolder());
  }

  @Test
  void aWrongSpecIsStatusTwoAndOneMessage() {
    assertEquals(2, run(succeeding(), "evaluate", folder.resolve("y.yaml").toString()));
    assertEquals(
        folder.resolve("y.yaml") + ": there is no such file\n    did you mean \"z.yaml\"?\n",
        err.toString());
    assertTrue(asked.isEmpty());
  }

  @Test
  void aMistakeFoundOnAnExecutorIsStillTheUsers() throws IOException {
    SpecException wrong = new SpecException(Place.of("x.csv"), "row 3 is no number", "");
    assertEquals(2, evaluate(failing(new RuntimeException("Job aborted", wrong))));
    assertEquals("x.csv: row 3 is no number\n", err.toString());
    assertEquals(List.of("z.yaml"), namesInFolder());
  }

  @Test
  void aFailureIsStatusOneAndOneMessageUnlessDebugged() {
    Job failing =
        failing(new RuntimeException("outer", new IOException("the disk is full\n\tat x")));
    assertEquals(1, evaluate(failing));
    assertEquals("pushforward: the disk is full\n", err.toString());
    assertEquals(1, evaluate(failing, "--debug"));
    assertTrue(err.toString().contains("Caused by: java.io.IOException"), err::toString);
  }

  @Test
  void aProgrammingErrorSaysWhatItIs() {
    assertEquals(1, evaluate(failing(new IllegalStateException("no slot"))));
    assertEquals(
        "pushforward: illegal state exception: no slot\n    --debug shows where\n", err.toString());
  }

  @Test
  void wrongArgumentsAreStatusTwoAndAnAnswer() {
    assertEquals(2, run(succeeding()));
    assertTrue(
        err.toString().startsWith("pushforward: say which job: fit, profile, evaluate, simulate\n"),
        err::toString);
    assertEquals(2, run(succeeding(), "evaluate"));
    assertTrue(err.toString().contains("SPEC"), err::toString);
    assertEquals(2, evaluate(succeeding(), "--backend", "cuda"));
    assertTrue(err.toString().contains("cuda"), err::toString);
    assertEquals(2, evaluate(succeeding(), "--overwite"));
    assertTrue(err.toString().contains("--overwrite"), err::toString);
    assertEquals(2, run(succeeding(), "evalute", "z.yaml"));
    assertTrue(err.toString().contains("evaluate"), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    assertEquals(0, run(succeeding(), "--version"));
    assertEquals(0, run(succeeding(), "evaluate", "--help"));
    assertTrue(out.toString().contains("--overwrite"), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void aTerminalGetsABarOfItsWidth() {
    try (ConsoleProgress bar =
        ConsoleProgress.of(new PrintWriter(err, true), Map.of("PUSHFORWARD_COLUMNS", "60"))) {
      bar.phase("profile", 4);
      bar.step(4, "nll 3.5");
    }
    assertTrue(err.toString().contains("4/4"), err::toString);
    assertTrue(err.toString().contains("nll 3.5"), err::toString);
    for (String shown : err.toString().split("[\r\n]", -1)) {
      assertTrue(shown.length() < 60, shown);
    }
  }
}
