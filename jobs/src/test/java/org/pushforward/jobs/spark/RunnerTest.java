package org.pushforward.jobs.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.number.PartialSum;

class RunnerTest {
  private static final long COUNT = 10_007;
  private static Session session;

  /** Numbers of very different size, so that a sum in another order would round otherwise. */
  private static double number(long i) {
    long mixed = i * 0x9E3779B97F4A7C15L;
    double exponent = Double.longBitsToDouble(((mixed >>> 58) + 1000) << 52);
    return (mixed % 2 == 0 ? exponent : -exponent) * (1 + (mixed & 0xFFFFF) * 0x1p-20);
  }

  private record Numbers(Shared<Double> scale) implements SumWork<IndexRange> {
    @Override
    public PartialSum zero() {
      return new PartialSum(1, 2);
    }

    @Override
    public PartialSum add(PartialSum into, IndexRange unit) {
      for (long i = unit.from(); i < unit.to(); i++) {
        into.add(0, 0, scale.get() * number(i));
        into.add(0, 1, 1);
      }
      return into;
    }
  }

  private record Columns() implements SumWork<HeldBlock> {
    @Override
    public PartialSum zero() {
      return new PartialSum(1, 2);
    }

    @Override
    public PartialSum add(PartialSum into, HeldBlock unit) {
      for (int i = 0; i < unit.block().rows(); i++) {
        into.add(0, 0, unit.block().columns()[0][i]);
        into.add(0, 1, unit.part() * 1000 + unit.firstRow() + i);
      }
      return into;
    }
  }

  private record Maker() implements Loader<IndexRange, String> {
    @Override
    public String load(IndexRange part, Consumer<EventBlock> sink) {
      for (long from = part.from(); from < part.to(); from += 100) {
        double[] column =
            LongStream.range(from, Math.min(part.to(), from + 100))
                .mapToDouble(RunnerTest::number)
                .toArray();
        sink.accept(new EventBlock(new double[][] {column}, column.length));
      }
      return "from " + part.from();
    }
  }

  @BeforeAll
  static void open() {
    session =
        Session.open(
            "test",
            new SparkConf(false)
                .set("spark.master", "local[2]")
                .set(Session.ROWS_IN_DRIVER_KEY, "500"),
            BackendChoice.AUTO,
            Progress.SILENT);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static List<IndexRange> parts(int number) {
    List<IndexRange> parts = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      parts.add(new IndexRange(COUNT * i / number, COUNT * (i + 1) / number));
    }
    return parts;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 100, 5_000, 20_000})
  void sumsOverIndicesAreThoseOfThisJvm(long grain) {
    Runner spark = session.runner();
    Runner local = new LocalRunner(BackendChoice.AUTO);
    try (Shared<Double> there = spark.share(1.5);
        Shared<Double> here = local.share(1.5)) {
      PartialSum sum = spark.over(COUNT, grain, new Numbers(there));
      assertEquals(COUNT, sum.value(0, 1));
      assertEquals(local.over(COUNT, 64, new Numbers(here)), sum);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 70})
  void sumsOverBlocksAreThoseOfThisJvm(int number) {
    Runner spark = session.runner();
    Runner local = new LocalRunner(BackendChoice.AUTO);
    try (Blocks<String> there = spark.load(parts(number), new Maker());
        Blocks<String> here = local.load(parts(number), new Maker())) {
      assertEquals(COUNT, there.rows());
      assertEquals(here.summaries(), there.summaries());
      assertEquals("from " + COUNT * (number - 1) / number, there.summaries().get(number - 1));
      assertEquals(local.over(here, new Columns()), spark.over(there, new Columns()));
    }
  }

  @Test
  void smallDataAreWorkedOnInTheDriver() {
    Runner spark = session.runner();
    List<IndexRange> few = List.of(new IndexRange(0, 200), new IndexRange(200, 500));
    try (Blocks<String> blocks = spark.load(few, new Maker())) {
      assertTrue(blocks instanceof LocalRunner.Held<?>);
      assertEquals(500, blocks.rows());
      assertEquals(
          new LocalRunner(BackendChoice.AUTO)
              .over(new LocalRunner(BackendChoice.AUTO).load(few, new Maker()), new Columns()),
          spark.over(blocks, new Columns()));
    }
  }

  @Test
  void nothingGivesZero() {
    Runner spark = session.runner();
    try (Blocks<String> blocks = spark.load(List.of(), new Maker())) {
      assertEquals(new PartialSum(1, 2), spark.over(blocks, new Columns()));
    }
    try (Shared<Double> scale = spark.share(1.0)) {
      assertEquals(new PartialSum(1, 2), spark.over(0, 10, new Numbers(scale)));
    }
  }

  @Test
  void unitsBeginAtMultiplesOfTheGrainHoweverTheyAreDealt() {
    for (int most : new int[] {1, 2, 5, 9, 100}) {
      Slices slices = new Slices(95, 10, most);
      List<IndexRange> units = new ArrayList<>();
      for (int i = 0; i < slices.slices(); i++) {
        slices.run(
            i,
            new Work<IndexRange, Integer>() {
              @Override
              public Integer zero() {
                return 0;
              }

              @Override
              public Integer add(Integer into, IndexRange unit) {
                units.add(unit);
                return into;
              }

              @Override
              public Integer merge(Integer a, Integer b) {
                return a;
              }
            });
      }
      assertEquals(10, units.size());
      for (int i = 0; i < 10; i++) {
        assertEquals(new IndexRange(10 * i, Math.min(95, 10 * i + 10)), units.get(i));
      }
    }
  }

  private record Failing() implements SumWork<IndexRange> {
    @Override
    public PartialSum zero() {
      return new PartialSum(1, 1);
    }

    @Override
    public PartialSum add(PartialSum into, IndexRange unit) {
      throw new SpecException(Place.of("data"), "unit " + unit.from() + " is wrong", "mend it");
    }
  }

  @Test
  void whatATaskThrowsIsFoundAgain() {
    Exception thrown = // Spark's own is checked and not declared
        assertThrows(Exception.class, () -> session.runner().over(100, 1, new Failing()));
    Throwable root = Failures.root(thrown);
    assertTrue(root instanceof SpecException, root.toString());
    assertTrue(root.getMessage().startsWith("data: unit "), root.getMessage());
  }
}
