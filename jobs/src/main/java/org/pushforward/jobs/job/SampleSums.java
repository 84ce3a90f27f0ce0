package org.pushforward.jobs.job;

import org.pushforward.engine.moment.SampledProgram;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.IndexRange;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spark.SumWork;

/**
 * Sums a program's outputs over samples.
 *
 * @param first sample of the first unit
 */
record SampleSums(Shared<SampledProgram> work, long first, BackendChoice backend)
    implements SumWork<IndexRange> {

  @Override
  public PartialSum zero() {
    return work.get().zero();
  }

  @Override
  public PartialSum add(PartialSum into, IndexRange samples) {
    work.get().add(Device.backend(backend), first + samples.from(), first + samples.to(), into);
    return into;
  }
}
