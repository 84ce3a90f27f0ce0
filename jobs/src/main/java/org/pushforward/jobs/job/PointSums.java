package org.pushforward.jobs.job;

import java.util.Arrays;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.IndexRange;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spark.SumWork;

/**
 * Sums a program's outputs over one block, at ranges of many points: for small data and large
 * grids.
 *
 * @param points [point][parameter]
 */
record PointSums(
    Shared<Program> program,
    Shared<EventBlock> block,
    int outputs,
    double[] points,
    int count,
    BackendChoice backend)
    implements SumWork<IndexRange> {

  @Override
  public PartialSum zero() {
    return new PartialSum(count, outputs);
  }

  @Override
  public PartialSum add(PartialSum into, IndexRange unit) {
    int width = points.length / count;
    int from = (int) unit.from();
    int to = (int) unit.to();
    double[] some = Arrays.copyOfRange(points, from * width, to * width);
    Device.backend(backend).kernel(program.get()).sum(some, to - from, block.get(), into, from);
    return into;
  }
}
