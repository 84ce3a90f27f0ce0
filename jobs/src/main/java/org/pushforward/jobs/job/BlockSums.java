package org.pushforward.jobs.job;

import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.HeldBlock;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spark.SumWork;

/**
 * Sums a program's outputs over the rows of a data set, at several points.
 *
 * @param points [point][parameter]
 */
record BlockSums(
    Shared<Program> program, int outputs, double[] points, int count, BackendChoice backend)
    implements SumWork<HeldBlock> {

  @Override
  public PartialSum zero() {
    return new PartialSum(count, outputs);
  }

  @Override
  public PartialSum add(PartialSum into, HeldBlock unit) {
    Device.backend(backend).kernel(program.get()).sum(points, count, unit.block(), into, 0);
    return into;
  }
}
