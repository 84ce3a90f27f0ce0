package org.pushforward.jobs.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.number.PartialSum;

/**
 * Every type that travels between driver and executors or is held by them. Kryo refuses all others
 * ({@code spark.kryo.registrationRequired}), in place of writing their class names row by row.
 */
public final class Registrator implements KryoRegistrator {

  /** Types Kryo knows how to carry by itself; {@code [][]} because a column block is one. */
  static final List<Class<?>> PLAIN =
      List.of(
          double[][].class,
          long[][].class,
          int[][].class,
          EventBlock[].class,
          String[].class,
          Object[].class,
          java.util.ArrayList.class);

  static final List<Class<? extends Record>> RECORDS =
      List.of(EventBlock.class, HeldBlock.class, IndexRange.class, LoadedPart.class);

  @Override
  public void registerClasses(Kryo kryo) {
    PLAIN.forEach(kryo::register);
    RECORDS.forEach(type -> register(kryo, type));
    kryo.register(PartialSum.class, new PartialSumSerializer());
    kryo.register(Packed.class, new Packed.PackedSerializer());
  }

  private static <T extends Record> void register(Kryo kryo, Class<T> type) {
    kryo.register(type, new RecordSerializer<>(type));
  }

  /** The byte form that {@link PartialSum} itself defines. */
  private static final class PartialSumSerializer extends Serializer<PartialSum> {
    @Override
    public void write(Kryo kryo, Output output, PartialSum sum) {
      byte[] bytes = sum.toBytes();
      output.writeInt(bytes.length, true);
      output.writeBytes(bytes);
    }

    @Override
    public PartialSum read(Kryo kryo, Input input, Class<PartialSum> type) {
      return PartialSum.fromBytes(input.readBytes(input.readInt(true)));
    }
  }
}
