package org.pushforward.jobs.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Outcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.result.Outcome.SimulateOutcome;

/** Tables that jobs write, read back by Parquet's own reader. */
final class TablesTest {
  private static final String CLUSTER = "local-cluster[2,1,1024]";
  private static final int ROWS = 1500;

  private static final String CONDITIONED =
      """
      observables: { x: { range: [60, 120] } }
      parameters: { m: { start: 91 }, s: { start: 1.3 }, f: { start: 0.8 } }
      evaluate: { of: "x ~ mix(f -> cauchy(m, 1.2) + normal(0, s), 1-f -> exponential(0.05))", """;

  // Its grid depends on the span of the data.
  private static final String UNBOUNDED =
      """
      parameters: { g: { start: 3 } }
      evaluate: { of: "x ~ triangular(80.3, 85, 100) + cauchy(0, g)", """;

  @TempDir private Path folder;

  @BeforeAll
  static void makeRoomForExecutors() throws IOException {
    // Where executors of a local cluster work; Spark insists on its having jars.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
  }

  /** Three files of rows, a few of them outside the range. */
  private List<Double> data() throws IOException {
    List<Double> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(55 + 70 * ((i * 0x9E3779B97F4A7C15L) >>> 11) * 0x1p-53);
    }
    Path data = Files.createDirectories(folder.resolve("data"));
    for (int i = 0; i < 3; i++) {
      List<String> lines = new ArrayList<>(List.of("id,M"));
      IntStream.range(ROWS * i / 3, ROWS * (i + 1) / 3)
          .forEach(row -> lines.add(row + "," + rows.get(row)));
      Files.write(data.resolve("part-" + i + ".csv"), lines);
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"local[2] true", "local[2] false", CLUSTER + " true", CLUSTER + " false"})
  void everyRowHasTheBitsOfItsPoint(String master, boolean conditioned) throws IOException {
    List<Double> data = data();
    String spec = conditioned ? CONDITIONED : UNBOUNDED;
    List<EvaluatedPoint> points =
        ((EvaluateOutcome) run(new EvaluateJob(), spec + "points: " + data + " }", "local[1]"))
            .points();
    EvaluateOutcome outcome =
        (EvaluateOutcome)
            run(new EvaluateJob(), spec + "data: { path: data, columns: { x: M } } }", master);
    List<String> parameters = List.copyOf(points.get(0).gradient().keySet());
    List<String> columns =
        new ArrayList<>(List.of("x", "density", "log_density", "cdf", "survival"));
    parameters.forEach(name -> columns.add("d_" + name));
    assertEquals(columns, List.copyOf(outcome.rows().schema().keySet()));
    assertEquals("tables/rows.parquet", outcome.rows().path());
    assertEquals(ROWS, outcome.rows().rows());
    List<double[]> rows = parquet(folder.resolve("out/tables/rows.parquet"), columns);
    assertEquals(ROWS, rows.size());
    for (int i = 0; i < ROWS; i++) {
      EvaluatedPoint p = points.get(i);
      double[] expected = new double[columns.size()];
      expected[0] = data.get(i);
      expected[1] = p.density();
      expected[2] = p.logDensity();
      expected[3] = p.cdf();
      expected[4] = p.survival();
      for (int k = 0; k < parameters.size(); k++) {
        expected[5 + k] = p.gradient().get(parameters.get(k));
      }
      assertArrayEquals(expected, rows.get(i), "row " + i);
    }
  }

  @Test
  void rowsWithoutANumberAreAnErrorThatLeavesNothingOrAreSkippedAndCounted() throws IOException {
    Files.writeString(folder.resolve("bad.csv"), "x\n70\nNaN\n80\n\"\"\n90\n");
    String spec = CONDITIONED + "to: rows.csv, data: { path: bad.csv";
    SpecException wrong =
        assertThrows(SpecException.class, () -> run(new EvaluateJob(), spec + " } }", "local[2]"));
    assertTrue(wrong.getMessage().contains("bad.csv:3"), wrong.getMessage());
    assertEquals(List.of("bad.csv", "out"), names(folder));
    EvaluateOutcome outcome =
        (EvaluateOutcome) run(new EvaluateJob(), spec + ", skip_invalid: true } }", "local[2]");
    assertEquals(3, outcome.rows().rows());
    assertEquals(2, outcome.rows().skipped());
    assertEquals("csv", outcome.rows().format());
    assertEquals(folder.resolve("rows.csv").toString(), outcome.rows().path());
    assertEquals(List.of("bad.csv", "out", "rows.csv"), names(folder));
    assertEquals(List.of("part-00000.csv"), names(folder.resolve("rows.csv")));
    List<String> lines = Files.readAllLines(folder.resolve("rows.csv/part-00000.csv"));
    assertEquals("x,density,log_density,cdf,survival,d_m,d_s,d_f", lines.get(0));
    assertEquals(4, lines.size());
    assertTrue(lines.get(3).startsWith("90.0,"), lines.get(3));
  }

  @Test
  void tableThatIsThereIsNotReplacedAndColumnsDiffer() throws IOException {
    Files.writeString(folder.resolve("x.csv"), "x,density\n70,1\n");
    Files.createDirectory(folder.resolve("there"));
    SpecException there =
        assertThrows(
            SpecException.class,
            () ->
                run(
                    new EvaluateJob(),
                    CONDITIONED + "to: there, data: { path: x.csv } }",
                    "local[1]"));
    assertTrue(there.getMessage().contains("is there already"), there.getMessage());
    SpecException twice =
        assertThrows(
            SpecException.class,
            () ->
                run(
                    new EvaluateJob(),
                    "evaluate: { of: \"density ~ normal(0, 1)\", data: { path: x.csv } }",
                    "local[1]"));
    assertTrue(twice.getMessage().contains("two columns \"density\""), twice.getMessage());
    assertThrows(
        SpecException.class,
        () -> run(new EvaluateJob(), CONDITIONED + "to: a, points: [1] }", "local[1]"));
  }

  /** Two observables, more events than one task draws. */
  private static final String DRAWS =
      """
      seed: 20261121
      model: |
        x ~ cauchy(m, 2)
        y ~ normal(m, 1) + uniform(0, 1)
      parameters: { m: { start: 0 } }
      observables: { y: { range: [-1, 3] } }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", CLUSTER})
  void drawsAreTheSameWhereverTheyAreMadeAndHoweverTheyAreWritten(String master)
      throws IOException {
    String spec = DRAWS + "simulate: { events: 1100000, at: { m: 0.5 }";
    SimulateOutcome outcome = (SimulateOutcome) run(new SimulateJob(), spec + " }", master);
    assertEquals(Map.of("m", 0.5), outcome.at());
    assertEquals(1_100_000, outcome.events().rows() + outcome.events().outOfRange());
    List<double[]> drawn = parquet(folder.resolve("out/tables/events.parquet"), List.of("x", "y"));
    assertEquals(outcome.events().rows(), drawn.size());
    run(new SimulateJob(), spec + ", to: draws.csv }", "local[1]");
    int row = 0;
    for (String part : names(folder.resolve("draws.csv"))) {
      List<String> lines = Files.readAllLines(folder.resolve("draws.csv").resolve(part));
      assertEquals("x,y", lines.get(0));
      for (String line : lines.subList(1, lines.size())) {
        double[] cells = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
        assertArrayEquals(drawn.get(row++), cells);
      }
    }
    assertEquals(drawn.size(), row);
  }

  /**
   * Of 10^5 Cauchy draws of scale 2 the location has the error 2 sqrt(2 / 10^5); 4 of them are left
   * once in 16 000 seeds.
   */
  @Test
  void fitOfWrittenDrawsIsTheFitOfDraws() throws IOException {
    String spec =
        """
        seed: 3
        model: x ~ cauchy(m, g)
        parameters: { m: { start: 0, range: [-5, 5] }, g: { start: 1, range: [0.1, 10] } }
        simulate: { events: 1e5, at: { m: 0.5, g: 2 }, to: draws.parquet }
        """;
    run(new SimulateJob(), spec, "local[2]");
    Outcome written = run(new FitJob(), spec + "data: { path: draws.parquet }", "local[2]");
    assertEquals(run(new FitJob(), spec, "local[2]"), written);
    Fit fit = ((FitOutcome) written).fit();
    assertTrue(fit.converged(), fit.reason());
    assertEquals(0.5, fit.parameters().get("m").value(), 4 * 2 * Math.sqrt(2e-5));
    assertEquals(2, fit.parameters().get("g").value(), 4 * 2 * Math.sqrt(2e-5));
  }

  private <S, R extends Outcome> Outcome run(Job<S, R> job, String spec, String master)
      throws IOException {
    return SpecRun.of(job, folder, spec, master);
  }

  private static List<double[]> parquet(Path table, List<String> columns) throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (String part : names(table)) {
      assertFalse(part.startsWith("attempt"), part);
      try (ParquetReader<Group> reader =
          ParquetReader.builder(
                  new GroupReadSupport(),
                  new org.apache.hadoop.fs.Path(table.resolve(part).toString()))
              .build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          Group r = row;
          assertEquals(columns.size(), r.getType().getFieldCount());
          rows.add(columns.stream().mapToDouble(c -> r.getDouble(c, 0)).toArray());
        }
      }
    }
    return rows;
  }

  /** What is in a folder, in order; checksums apart. */
  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> !f.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }
}
