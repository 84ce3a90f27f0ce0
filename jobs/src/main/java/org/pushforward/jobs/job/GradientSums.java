package org.pushforward.jobs.job;

import org.pushforward.engine.gradient.Gradient;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.IndexRange;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spark.SumWork;

/**
 * Sums gradients over samples.
 *
 * @param first sample of the first unit
 */
record GradientSums(Shared<Gradient.Work> work, long first, BackendChoice backend)
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
