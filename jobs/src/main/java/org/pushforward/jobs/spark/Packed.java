package org.pushforward.jobs.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * A value that Kryo carries as its Java-serialised bytes, so that types it has never heard of (a
 * program, a summary) may travel where registration is required. Unpacked once a machine.
 */
final class Packed<T extends Serializable> {
  private byte[] bytes;
  private T value;

  Packed(T value) {
    this.value = value;
  }

  private Packed(byte[] bytes) {
    this.bytes = bytes;
  }

  @SuppressWarnings("unchecked") // the bytes are those of a T
  synchronized T get() {
    if (value == null && bytes != null) {
      try (ObjectInputStream in = new ContextObjectInputStream(bytes)) {
        value = (T) in.readObject();
        bytes = null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("the executor runs another version of the jar", e);
      }
    }
    return value;
  }

  private byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Finds classes of the application's jar, which executors load by the thread's class loader. */
  private static final class ContextObjectInputStream extends ObjectInputStream {
    ContextObjectInputStream(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(
            description.getName(), false, Thread.currentThread().getContextClassLoader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description); // primitive types
      }
    }
  }

  static final class PackedSerializer extends Serializer<Packed<?>> {
    @Override
    public void write(Kryo kryo, Output output, Packed<?> packed) {
      byte[] bytes = packed.bytes();
      output.writeInt(bytes.length, true);
      output.writeBytes(bytes);
    }

    @Override
    public Packed<?> read(Kryo kryo, Input input, Class<Packed<?>> type) {
      return new Packed<>(input.readBytes(input.readInt(true)));
    }
  }
}
