package org.pushforward.jobs.spark;

import java.util.List;

/** This JVM without Spark, for jobs that have no data. */
public final class ThisJvm implements Workplace {
  private final WorkClock clock = new WorkClock(null);
  private final BackendChoice backend;

  public ThisJvm(BackendChoice backend) {
    this.backend = backend;
  }

  @Override
  public Runner runner() {
    return new LocalRunner(backend, clock);
  }

  @Override
  public BackendUse backend() {
    List<Lent> lent = Device.became(backend, List::of);
    return new BackendUse(
        lent.isEmpty() ? "none" : lent.get(0).name(),
        lent.isEmpty() ? "none" : lent.get(0).device(),
        Device.became(backend, Lent::used),
        Device.became(backend, Lent::failures));
  }

  @Override
  public double worked() {
    return clock.worked();
  }

  @Override
  public double working() {
    return clock.wall();
  }

  @Override
  public String master() {
    return "none";
  }

  @Override
  public String version() {
    return "not started";
  }

  @Override
  public void close() {
    Device.release();
  }
}
