package org.pushforward.jobs.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.jobs.spark.Loader;

/** Reads a part, keeping the rows within [low, high]. */
record PartLoader(double[] low, double[] high) implements Loader<Part, PartSummary> {

  @Override
  public PartSummary load(Part part, Consumer<EventBlock> sink) {
    BlockWriter writer = new BlockWriter(low, high, part.columns().length, sink);
    if (part instanceof Part.Lines lines) {
      try {
        return new LineReader(lines, writer).read();
      } catch (IOException e) {
        throw unreadable(part, e);
      }
    }
    try {
      return RowGroupReader.read((Part.RowGroup) part, writer);
    } catch (UncheckedIOException | SpecException own) { // what the blocks are handed to
      throw own;
    } catch (IOException | RuntimeException e) { // Parquet tells damage by either
      throw unreadable(part, e);
    }
  }

  private static SpecException unreadable(Part part, Exception e) {
    return new SpecException(
        Place.of(Files.shown(new Path(part.file()))),
        "this file cannot be read: " + e.getMessage(),
        "it is damaged or was changed meanwhile: write or copy it anew");
  }
}
