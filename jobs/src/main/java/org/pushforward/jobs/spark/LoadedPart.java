package org.pushforward.jobs.spark;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.kernel.EventBlock;

/** A part of a data set as an executor holds it. */
record LoadedPart(int part, EventBlock[] blocks, Packed<?> summary) {

  long rows() {
    long rows = 0;
    for (EventBlock block : blocks) {
      rows += block.rows();
    }
    return rows;
  }

  List<HeldBlock> held() {
    List<HeldBlock> held = new ArrayList<>(blocks.length);
    long row = 0;
    for (EventBlock block : blocks) {
      held.add(new HeldBlock(block, part, row));
      row += block.rows();
    }
    return held;
  }
}
