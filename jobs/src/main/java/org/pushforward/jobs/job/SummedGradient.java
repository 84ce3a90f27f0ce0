package org.pushforward.jobs.job;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pushforward.engine.gradient.Gradient;
import org.pushforward.engine.number.PartialSum;

/**
 * The sums of a gradient's first samples.
 *
 * @param digest of program, point and seed: equal where the samples are
 */
record SummedGradient(byte[] digest, long samples, PartialSum sums) {
  // The first eight bytes of a file, with the version of its layout.
  private static final long MAGIC = 0x5046_4752_4144_0001L;

  /** No samples of this yet. */
  static SummedGradient none(Gradient gradient) {
    return new SummedGradient(digest(gradient), 0, gradient.work().zero());
  }

  private static byte[] digest(Gradient gradient) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(gradient.work());
      }
      return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** With so many samples in all, their sums added to these. */
  SummedGradient with(PartialSum more, long all) {
    sums.merge(more);
    return new SummedGradient(digest, all, sums);
  }

  /** Whether both are of the same samples. */
  boolean isOf(SummedGradient other) {
    return Arrays.equals(digest, other.digest);
  }

  /** The byte form: a magic number, how many, then for each digest, samples and sums. */
  static byte[] bytes(List<SummedGradient> all) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(MAGIC);
      out.writeInt(all.size());
      for (SummedGradient one : all) {
        out.writeInt(one.digest.length);
        out.write(one.digest);
        out.writeLong(one.samples);
        one.sums.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  /** What {@link #bytes} wrote. */
  static List<SummedGradient> read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (bytes.length < Long.BYTES || in.readLong() != MAGIC) {
        throw new IOException("it holds no samples of a gradient");
      }
      List<SummedGradient> all = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        byte[] digest = in.readNBytes(in.readInt());
        all.add(new SummedGradient(digest, in.readLong(), PartialSum.read(in)));
      }
      if (in.read() >= 0) {
        throw new IOException("it is too long");
      }
      return all;
    }
  }
}
