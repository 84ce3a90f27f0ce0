package org.pushforward.jobs.spark;

import org.pushforward.engine.number.PartialSum;

/** Work whose result is {@link PartialSum}s. */
public interface SumWork<U> extends Work<U, PartialSum> {

  @Override
  default PartialSum merge(PartialSum a, PartialSum b) {
    a.merge(b);
    return a;
  }
}
