package org.pushforward.jobs.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.number.PartialSum;

class RegistratorTest {
  private static final double[][] COLUMNS = {{1, -0.0, Double.NaN}, {Double.MIN_VALUE, 0, 7}};

  private static Kryo kryo() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.kryo.registrator", Registrator.class.getName())
            .set("spark.kryo.registrationRequired", "true");
    return new KryoSerializer(conf).newKryo();
  }

  private static Object roundTrip(Object value) {
    Output output = new Output(64, -1);
    kryo().writeClassAndObject(output, value);
    return kryo().readClassAndObject(new Input(output.toBytes()));
  }

  private static PartialSum sum() {
    PartialSum sum = new PartialSum(2, 3);
    sum.add(0, 0, 1e300);
    sum.add(0, 1, Double.NEGATIVE_INFINITY);
    sum.add(1, 2, -3.5e-12);
    return sum;
  }

  /** One object of every registered type. */
  private static List<Object> samples() {
    EventBlock block = new EventBlock(COLUMNS, 3);
    ArrayList<Object> list = new ArrayList<>(List.of("a"));
    return List.of(
        COLUMNS,
        new long[][] {{1}, {}},
        new int[][] {{1, 2}},
        new EventBlock[] {block},
        new String[] {"a", null},
        new Object[] {"a", 1},
        list,
        block,
        new HeldBlock(block, 3, 1L << 40),
        new IndexRange(5, 1L << 50),
        new LoadedPart(2, new EventBlock[] {block}, new Packed<>("summary")),
        sum(),
        new Packed<>("value"));
  }

  @Test
  void everyRegisteredTypeSurvivesTheTrip() {
    Set<Class<?>> seen = new HashSet<>();
    for (Object sample : samples()) {
      seen.add(sample.getClass());
      assertSame(sample, roundTrip(sample));
    }
    Set<Class<?>> registered = new HashSet<>(Registrator.PLAIN);
    registered.addAll(Registrator.RECORDS);
    registered.add(PartialSum.class);
    registered.add(Packed.class);
    assertEquals(registered, seen, "a registered type has no sample here");
  }

  private static void assertSame(Object expected, Object actual) {
    if (expected instanceof Object[] array) {
      assertEquals(expected.getClass(), actual.getClass());
      Object[] other = (Object[]) actual;
      assertEquals(array.length, other.length);
      for (int i = 0; i < array.length; i++) {
        assertSame(array[i], other[i]);
      }
    } else if (expected instanceof EventBlock block) {
      EventBlock other = (EventBlock) actual;
      assertEquals(block.rows(), other.rows());
      assertSame(block.columns(), other.columns());
    } else if (expected instanceof HeldBlock held) {
      assertSame(held.block(), ((HeldBlock) actual).block());
      assertEquals(held.part(), ((HeldBlock) actual).part());
      assertEquals(held.firstRow(), ((HeldBlock) actual).firstRow());
    } else if (expected instanceof LoadedPart part) {
      assertSame(part.blocks(), ((LoadedPart) actual).blocks());
      assertSame(part.summary(), ((LoadedPart) actual).summary());
    } else if (expected instanceof Packed<?> packed) {
      assertEquals(packed.get(), ((Packed<?>) actual).get());
    } else if (expected instanceof double[] numbers) {
      assertArrayEquals(numbers, (double[]) actual);
      for (int i = 0; i < numbers.length; i++) {
        assertEquals(
            Double.doubleToRawLongBits(numbers[i]),
            Double.doubleToRawLongBits(((double[]) actual)[i]));
      }
    } else if (expected instanceof long[] numbers) {
      assertArrayEquals(numbers, (long[]) actual);
    } else if (expected instanceof int[] numbers) {
      assertArrayEquals(numbers, (int[]) actual);
    } else {
      assertEquals(expected, actual);
    }
  }

  @Test
  void unregisteredTypesAreRefused() {
    record Stranger(int x) {}
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> roundTrip(new Stranger(1)));
    assertTrue(e.getMessage().contains("not registered"), e.getMessage());
  }
}
