package org.pushforward.jobs.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.jobs.data.Events.Wanted;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.HeldBlock;
import org.pushforward.jobs.spark.LocalRunner;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Session;
import org.pushforward.jobs.spark.Work;
import org.pushforward.jobs.spec.FileData;
import org.pushforward.jobs.spec.FileData.Column;
import org.pushforward.jobs.spec.Range;

class EventsTest {
  private static final Place PATH = Place.of("z.yaml");
  private static final Place COLUMN = Place.of("the column");
  private static final Wanted MASS = new Wanted("mass", Range.UNBOUNDED);

  @TempDir private Path folder;

  private String file(String name, String content) throws IOException {
    return java.nio.file.Files.writeString(folder.resolve(name), content).toString();
  }

  private static FileData data(String path, boolean skip, String weight) {
    return new FileData(
        path,
        Optional.empty(),
        Map.of("mass", new Column("M", COLUMN)),
        Optional.ofNullable(weight).map(w -> new Column(w, COLUMN)),
        skip,
        true,
        Optional.empty(),
        PATH);
  }

  private static FileData data(String path) {
    return data(path, false, null);
  }

  private static double[][] columns(Events events) {
    return new LocalRunner(BackendChoice.AUTO)
        .over(
            events.blocks(),
            new Work<HeldBlock, double[][]>() {
              @Override
              public double[][] zero() {
                return new double[0][];
              }

              @Override
              public double[][] add(double[][] into, HeldBlock unit) {
                return joined(into, unit.block());
              }

              @Override
              public double[][] merge(double[][] a, double[][] b) {
                return a.length == 0 ? b : joined(a, new EventBlock(b, b[0].length));
              }
            });
  }

  private static double[][] joined(double[][] into, EventBlock block) {
    double[][] all = new double[block.columns().length][];
    for (int i = 0; i < all.length; i++) {
      int old = into.length == 0 ? 0 : into[i].length;
      all[i] = old == 0 ? new double[block.rows()] : Arrays.copyOf(into[i], old + block.rows());
      System.arraycopy(block.columns()[i], 0, all[i], old, block.rows());
    }
    return all;
  }

  private static Events load(FileData data, Wanted... wanted) {
    return Events.load(
        data,
        wanted.length == 0 ? List.of(MASS) : List.of(wanted),
        new LocalRunner(BackendChoice.AUTO));
  }

  private static SpecException refused(FileData data, Wanted... wanted) {
    return assertThrows(SpecException.class, () -> load(data, wanted));
  }

  @Test
  void columnsAreReadByNameWeightsLast() throws IOException {
    String path = file("a.csv", "W,x,\"M\"\r\n1,9,90.5\r\n\r\n 2 ,8, -1e3\r\n0.5,7,\"3\"");
    Events events = load(data(path, false, "W"), new Wanted("x", Range.UNBOUNDED), MASS);
    assertArrayEquals(new double[][] {{9, 8, 7}, {90.5, -1000, 3}, {1, 2, 0.5}}, columns(events));
    assertEquals(3, events.used());
  }

  @Test
  void rowsOutsideARangeAreLeftOutAndCountedBothEndsBeingInside() throws IOException {
    String path = file("a.csv", "M\n59.9\n60\n100\n120\n120.1\n");
    Events events = load(data(path), new Wanted("mass", new Range(60, 120)));
    assertArrayEquals(new double[][] {{60, 100, 120}}, columns(events));
    assertEquals(2, events.outOfRange());
    SpecException none = refused(data(path), new Wanted("mass", new Range(0, 1)));
    assertEquals("no row is left: 5 out of range, 0 without a number", none.problem());
  }

  @Test
  void cellsWithoutANumberAreNamedByFileAndLine() throws IOException {
    String path = file("a.csv", "x;M\n1;2\n1;abc\n2;\n3;NaN\n4;1e999\n5\n6;0x1p3\n7;1d\n8;7\n");
    assertEquals(
        path
            + """
            :3:3: "abc" is no finite number, in column "M"
                1;abc
                  ^^^
                7 rows are like that; the next: %s:4, %s:5, %s:6
                correct them, or leave such rows out by data: { skip_invalid: true }"""
                .formatted(path, path, path),
        refused(data(path)).getMessage());
    Events events = load(data(path, true, null));
    assertArrayEquals(new double[][] {{2, 7}}, columns(events));
    assertEquals(7, events.skipped());
  }

  @Test
  void aFileIsReadTheSameHoweverItIsCut() throws IOException {
    StringBuilder text = new StringBuilder("M,comment\n");
    for (int i = 0; i < 120_000; i++) {
      text.append(i).append(i % 3 == 0 ? ".25," : ",").append("c".repeat(i % 37)).append('\n');
    }
    String good = file("good.csv", text.toString());
    double[] expected = new double[120_000];
    Arrays.setAll(expected, i -> i + (i % 3 == 0 ? 0.25 : 0));
    Events events = load(data(good));
    assertTrue(events.blocks().summaries().size() > 2, "the test needs several parts");
    assertArrayEquals(expected, columns(events)[0]);
    String bad = file("bad.csv", text + "oops\n");
    assertEquals(120_002, refused(data(bad)).place().line());
  }

  @Test
  void foldersGlobsAndPackedFilesAreReadInTheOrderOfTheirNames() throws IOException {
    java.nio.file.Files.createDirectories(folder.resolve("d/deep"));
    file("d/b.csv", "M\n2\n");
    file("d/deep/c.csv", "x,M\n0,3\n");
    file("d/_SUCCESS", "");
    file("d/.b.csv.crc", "crc");
    try (OutputStream out =
        new GZIPOutputStream(java.nio.file.Files.newOutputStream(folder.resolve("d/a.csv.gz")))) {
      out.write("M\n1\n".getBytes(StandardCharsets.UTF_8));
    }
    assertArrayEquals(new double[] {1, 2, 3}, columns(load(data(folder + "/d")))[0]);
    assertArrayEquals(new double[] {2}, columns(load(data(folder + "/d/*.csv")))[0]);
    assertArrayEquals(
        new double[] {2}, columns(load(data(folder.resolve("d/b.csv").toUri().toString())))[0]);
  }

  @Test
  void whatIsMissingIsOneMessageWithTheNearestName() throws IOException {
    String path = file("zmumu.csv", "Mass,x\n1,2\n");
    SpecException file = refused(data(folder + "/zmuu.csv"));
    assertEquals(PATH, file.place());
    assertEquals("did you mean \"zmumu.csv\"?", file.advice());
    SpecException column = refused(data(path), new Wanted("mas", Range.UNBOUNDED));
    assertEquals("there is no column \"mas\" in " + path, column.problem());
    assertEquals(
        "did you mean \"Mass\"?\nsay which it is: data: { columns: { mas: COLUMN } }",
        column.advice());
    assertEquals(COLUMN, refused(data(path)).place());
    assertEquals("the data have no rows", refused(data(file("e.csv", "M\n"))).problem());
    assertEquals("the data have no rows", refused(data(file("f.csv", ""))).problem());
    assertEquals(PATH, refused(data("nosuch://host/x")).place());
  }

  private String parquet(String schema, Object[]... rows) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    Path path = folder.resolve("p" + System.nanoTime() + ".parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(path.toUri()))
            .withConf(new Configuration())
            .withType(type)
            .withRowGroupSize(1L << 14)
            .build()) {
      for (Object[] row : rows) {
        Group group = new SimpleGroupFactory(type).newGroup();
        for (int i = 0; i < row.length; i++) {
          String name = type.getFieldName(i);
          if (row[i] instanceof Double d) {
            group.append(name, d);
          } else if (row[i] instanceof Float f) {
            group.append(name, f);
          } else if (row[i] instanceof Long l) {
            group.append(name, l);
          } else if (row[i] instanceof Integer n) {
            group.append(name, n);
          } else if (row[i] != null) {
            group.append(name, row[i].toString());
          }
        }
        writer.write(group);
      }
    }
    return path.toString();
  }

  @Test
  void parquetColumnsOfEveryNumericTypeAreRead() throws IOException {
    Object[][] rows = new Object[9000][];
    double[][] expected = new double[4][9000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new Object[] {"t" + i, i * 0.5, i * 0.25f, (long) i, i % 3};
      expected[0][i] = i * 0.5;
      expected[1][i] = i * 0.25;
      expected[2][i] = i;
      expected[3][i] = i % 3; // few values: a dictionary
    }
    String path =
        parquet(
            "message m { optional binary t (UTF8); required double M; optional float f;"
                + " required int64 l; required int32 W; }",
            rows);
    Events events =
        load(
            data(path, false, "W"),
            MASS,
            new Wanted("f", Range.UNBOUNDED),
            new Wanted("l", Range.UNBOUNDED));
    assertTrue(events.blocks().summaries().size() > 1, "the test needs several row groups");
    assertArrayEquals(expected, columns(events));
    assertEquals(
        "column \"t\" of " + path + " holds no numbers",
        refused(data(path), new Wanted("t", Range.UNBOUNDED)).problem());
    String advice = refused(data(path), new Wanted("F", Range.UNBOUNDED)).advice();
    assertTrue(advice.startsWith("did you mean \"f\"?"), advice);
  }

  @Test
  void emptyAndInfiniteParquetCellsAreNamedByRow() throws IOException {
    String path =
        parquet(
            "message m { optional double M; }",
            new Object[] {1.0},
            new Object[] {null},
            new Object[] {Double.NaN});
    assertEquals(
        "an empty cell is no finite number, in column \"M\", row 2", refused(data(path)).problem());
    assertEquals(2, load(data(path, true, null)).skipped());
  }

  @Test
  void aBrokenParquetFileIsOneMessage() throws IOException {
    String path = file("x.parquet", "this is text, and long enough for a footer");
    String problem = refused(data(path)).problem();
    assertTrue(problem.startsWith(path + " is no readable Parquet file: "), problem);
  }

  @Test
  void damagedAndCutFilesAreNamed() throws IOException {
    Object[][] rows = new Object[5000][];
    Arrays.setAll(rows, i -> new Object[] {Math.sqrt(i)});
    Path whole = Path.of(parquet("message m { required double M; }", rows));
    byte[] bytes = java.nio.file.Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.parquet");
    java.nio.file.Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(refused(data(cut.toString())).problem().contains("no readable Parquet file"));
    Arrays.fill(bytes, 4, 3000, (byte) 77);
    Path damaged = folder.resolve("damaged.parquet");
    java.nio.file.Files.write(damaged, bytes);
    assertEquals(damaged.toString(), refused(data(damaged.toString())).place().source());
    Path packed = folder.resolve("cut.csv.gz");
    try (OutputStream out = new GZIPOutputStream(java.nio.file.Files.newOutputStream(packed))) {
      out.write(("M\n" + "1\n2\n".repeat(1000)).getBytes(StandardCharsets.UTF_8));
    }
    byte[] stream = java.nio.file.Files.readAllBytes(packed);
    java.nio.file.Files.write(packed, Arrays.copyOf(stream, stream.length - 12));
    SpecException unpacked = refused(data(packed.toString()));
    assertEquals(packed.toString(), unpacked.place().source());
    assertTrue(unpacked.problem().startsWith("this file cannot be read"), unpacked.problem());
  }

  @Test
  void quotedCellsHoldDelimitersAndDoubledQuotes() throws IOException {
    String path =
        file(
            "q.csv",
            "\"a;b\",\"the \"\"M\"\"\",M\n\"p,q\",x,1\n \"p\"\"q\" ,x,\"2\"\n\"\",5\" disc,3\n");
    assertArrayEquals(new double[][] {{1, 2, 3}}, columns(load(data(path))));
    SpecException open = refused(data(file("o.csv", "M,c\n1,\"two\n2,lines\"\n"), true, null));
    assertEquals("the quotes that begin here do not close in this line", open.problem());
    assertEquals(2, open.place().line());
    assertEquals(3, open.place().column());
    assertEquals(1, refused(data(file("h.csv", "x,\"M\n1,2\n"))).place().line());
    String tabs = file("t.csv", "x\tM\n1\t2\n\t\n");
    assertEquals(3, refused(data(tabs)).place().line());
  }

  @Test
  void aRowIsFoundByItsValues() throws IOException {
    StringBuilder text = new StringBuilder("M\n");
    for (int i = 0; i < 300_000; i++) {
      text.append(i).append(".125\n");
    }
    String path = file("r.csv", text.toString());
    assertEquals(
        path + ":250002",
        Events.row(
            data(path),
            List.of(MASS),
            new double[] {250_000.125},
            new LocalRunner(BackendChoice.AUTO)));
  }

  /** The local files, under another name. */
  public static final class ProbeFiles extends org.apache.hadoop.fs.RawLocalFileSystem {
    @Override
    public java.net.URI getUri() {
      return java.net.URI.create("probe:///");
    }
  }

  @Test
  void settingsOfTheSessionReachTheReaders() throws IOException {
    String path = file("s.csv", "M\n1\n2\n");
    SparkConf conf = new SparkConf(false).set("spark.master", "local[1]");
    conf.set("spark.hadoop.fs.probe.impl", ProbeFiles.class.getName());
    try (Session session = Session.open("test", conf, BackendChoice.AUTO, Progress.SILENT)) {
      FileData data = data("probe://" + path);
      assertEquals(2, Events.load(data, List.of(MASS), session.runner()).used());
    }
  }

  @Test
  void onSparkTheSameRowsAreReadAndTheSameCellIsNamed() throws IOException {
    StringBuilder text = new StringBuilder("M\n");
    for (int i = 0; i < 400_000; i++) {
      text.append(i).append(".125\n");
    }
    FileData good = data(file("good.csv", text.toString()));
    FileData bad = data(file("bad.csv", text + "x\ny\n"));
    SparkConf conf = new SparkConf(false).set("spark.master", "local[2]");
    conf.set(Session.ROWS_IN_DRIVER_KEY, "0");
    try (Session session = Session.open("test", conf, BackendChoice.AUTO, Progress.SILENT)) {
      Wanted inside = new Wanted("mass", new Range(10, 300_000));
      Events events = Events.load(good, List.of(inside), session.runner());
      assertTrue(events.blocks().summaries().size() > 1, "the test needs several parts");
      assertEquals(299_990, events.used());
      assertEquals(100_010, events.outOfRange());
      SpecException wrong =
          assertThrows(
              SpecException.class, () -> Events.load(bad, List.of(MASS), session.runner()));
      assertEquals(refused(bad).getMessage(), wrong.getMessage());
      assertEquals(400_002, wrong.place().line());
    }
  }

  @Test
  void numbersAreRoundedAsTheJdkDoes() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "0",
                "-0",
                "1",
                "+1.",
                ".5",
                "007",
                "9007199254740993",
                "123456789012345678901",
                "1e22",
                "1e23",
                "1e-22",
                "1e-23",
                "4.9e-324",
                "1e-400",
                "2.2250738585072011e-308",
                "0.1",
                "0.30000000000000004",
                "1e400",
                "100000000000000000000000e-23"));
    java.util.SplittableRandom random = new java.util.SplittableRandom(20261121);
    for (int i = 0; i < 100_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(any)) {
        texts.add(Double.toString(any));
        texts.add(String.format(Locale.ROOT, "%.6f", random.nextDouble() * 1000));
      }
    }
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertEquals(
          Double.doubleToLongBits(Double.parseDouble(text)),
          Double.doubleToLongBits(Cells.number(bytes, 0, bytes.length)),
          text);
    }
    for (String none :
        List.of("", "-", ".", "e5", "1e", "1e+", "1.2.3", "1 2", "1d", "inf", "NaN")) {
      byte[] bytes = none.getBytes(StandardCharsets.US_ASCII);
      assertTrue(Double.isNaN(Cells.number(bytes, 0, bytes.length)), none);
    }
  }
}
