package org.pushforward.jobs.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Failures;
import org.pushforward.jobs.spark.IndexRange;
import org.pushforward.jobs.spark.Loader;
import org.pushforward.jobs.spark.LocalRunner;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Session;
import org.pushforward.jobs.spark.Streamed;
import org.pushforward.jobs.spec.TableSpec;

class TableFolderTest {
  private static final List<IndexRange> PARTS =
      List.of(new IndexRange(0, 250), new IndexRange(250, 600), new IndexRange(600, 1000));

  // Blocks that have failed once, in this JVM.
  private static final Set<Double> FAILED = ConcurrentHashMap.newKeySet();

  @TempDir private Path folder;

  /** The numbers of a range, a hundred a block. */
  private record Counting() implements Loader<IndexRange, String> {
    @Override
    public String load(IndexRange part, Consumer<EventBlock> sink) {
      for (long from = part.from(); from < part.to(); from += 100) {
        long to = Math.min(part.to(), from + 100);
        double[] column = LongStream.range(from, to).mapToDouble(i -> i).toArray();
        sink.accept(new EventBlock(new double[][] {column}, column.length));
      }
      return "from " + part.from();
    }
  }

  private TableFolder table(String name) {
    return TableFolder.create(
        new TableSpec("file://" + folder.resolve(name), Place.of("spec.yaml")), List.of("i"));
  }

  private List<String> names(String below) throws IOException {
    try (Stream<Path> files = java.nio.file.Files.list(folder.resolve(below))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> !f.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  private void assertHoldsAllNumbersOnce(String table) throws IOException {
    List<String> parts = names(table);
    assertEquals(List.of("part-00000.csv", "part-00001.csv", "part-00002.csv"), parts);
    List<String> rows = new ArrayList<>();
    for (String part : parts) {
      List<String> lines = java.nio.file.Files.readAllLines(folder.resolve(table).resolve(part));
      assertEquals("i", lines.get(0));
      rows.addAll(lines.subList(1, lines.size()));
    }
    assertEquals(LongStream.range(0, 1000).mapToObj(i -> i + ".0").toList(), rows);
  }

  /** Every task fails once at each of its later blocks, when a part of its file is written. */
  @Test
  void repeatedTasksWriteTheirRowsOnce() throws IOException {
    SparkConf conf =
        new SparkConf(false).setMaster("local[2,4]").set("spark.driver.host", "localhost");
    try (Session session = Session.open("test", conf, BackendChoice.AUTO, Progress.SILENT);
        TableFolder table = table("rows.csv")) {
      Streamed<String, String> streamed =
          session.runner().stream(
              PARTS,
              new Counting(),
              table.sink(
                  block -> {
                    double first = block.columns()[0][0];
                    if (first != 0 && first != 250 && first != 600 && FAILED.add(first)) {
                      throw new IllegalStateException("once");
                    }
                    return block.columns();
                  }));
      assertFalse(FAILED.isEmpty());
      assertEquals(1000, streamed.rows());
      assertEquals(List.of("from 0", "from 250", "from 600"), streamed.summaries());
      assertFalse(java.nio.file.Files.exists(folder.resolve("rows.csv")));
      table.commit(streamed.results());
    }
    assertHoldsAllNumbersOnce("rows.csv");
    assertEquals(List.of("rows.csv"), names(""));
  }

  @Test
  void filesOfAttemptsThatDoNotCountAreNotInTheTable() throws IOException {
    Runner runner = new LocalRunner(BackendChoice.AUTO);
    try (TableFolder table = table("rows.csv")) {
      runner.stream(PARTS, new Counting(), table.sink(EventBlock::columns));
      table.commit(runner.stream(PARTS, new Counting(), table.sink(EventBlock::columns)).results());
    }
    assertHoldsAllNumbersOnce("rows.csv");
  }

  @Test
  void failedTaskLeavesNothing() throws IOException {
    Runner runner = new LocalRunner(BackendChoice.AUTO);
    try (TableFolder table = table("rows.parquet")) {
      assertThrows(
          IllegalStateException.class,
          () ->
              runner.stream(
                  PARTS,
                  new Counting(),
                  table.sink(
                      block -> {
                        throw new IllegalStateException("always");
                      })));
    }
    assertEquals(List.of(), names(""));
  }

  @Test
  void machineThatDoesNotSeeTheFolderIsTold() throws IOException {
    SparkConf conf =
        new SparkConf(false).setMaster("local[2]").set("spark.driver.host", "localhost");
    try (Session session = Session.open("test", conf, BackendChoice.AUTO, Progress.SILENT);
        TableFolder table = table("rows.parquet")) {
      table.close();
      Exception thrown =
          assertThrows(
              Exception.class,
              () ->
                  session.runner().stream(PARTS, new Counting(), table.sink(EventBlock::columns)));
      Throwable told = Failures.root(thrown);
      assertEquals(SpecException.class, told.getClass(), String.valueOf(told));
      assertTrue(told.getMessage().contains("a path that all machines share"), told.getMessage());
    }
    assertEquals(List.of(), names(""));
  }
}
