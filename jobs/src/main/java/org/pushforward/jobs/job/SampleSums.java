package org.pushforward.jobs.job;

import org.pushforward.engine.moment.Sampling;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.IndexRange;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spark.SumWork;

/**
 * Sums integrands over blocks of samples.
 *
 * @param first block of the first unit
 */
record SampleSums(Shared<Sampling.Work> work, long first, BackendChoice backend)
    implements SumWork<IndexRange> {

  @Override
  public PartialSum zero() {
    return work.get().zero();
  }

  @Override
  public PartialSum add(PartialSum into, IndexRange blocks) {
    work.get().add(Device.backend(backend), first + blocks.from(), first + blocks.to(), into);
    return into;
  }
}
