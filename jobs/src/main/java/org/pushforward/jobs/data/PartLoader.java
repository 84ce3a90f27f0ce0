package org.pushforward.jobs.data;

import java.io.IOException;
import java.util.function.Consumer;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.jobs.spark.Loader;

/** Reads a part, keeping the rows within [low, high]. */
record PartLoader(double[] low, double[] high) implements Loader<Part, PartSummary> {

  @Override
  public PartSummary load(Part part, Consumer<EventBlock> sink) throws IOException {
    BlockWriter writer = new BlockWriter(low, high, part.columns().length, sink);
    return part instanceof Part.Lines lines
        ? new LineReader(lines, writer).read()
        : RowGroupReader.read((Part.RowGroup) part, writer);
  }
}
