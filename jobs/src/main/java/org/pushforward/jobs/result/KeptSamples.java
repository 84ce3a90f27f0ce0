package org.pushforward.jobs.result;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What a run has summed so far, in {@value #NAME} of the result's folder: there before the result
 * is, and replaced as a whole, so that a run which was killed can be continued from it.
 *
 * @param folder null where nothing is kept
 * @param isContinued whether what is there already is gone on from
 */
public record KeptSamples(Path folder, boolean isContinued) {
  public static final String NAME = "samples.bin";

  /** Of a run that keeps nothing. */
  public static final KeptSamples NONE = new KeptSamples(null, false);

  /** What an earlier run kept, if this one goes on from it. */
  public Optional<byte[]> read() throws IOException {
    return isContinued ? Optional.of(Files.readAllBytes(folder.resolve(NAME))) : Optional.empty();
  }

  /** Keeps what stands for all samples so far. */
  public void write(byte[] bytes) throws IOException {
    if (folder == null) {
      return;
    }
    Files.createDirectories(folder);
    Path file = folder.resolve(NAME);
    Path next = folder.resolve("." + NAME);
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
