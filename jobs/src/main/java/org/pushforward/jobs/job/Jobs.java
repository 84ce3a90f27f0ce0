package org.pushforward.jobs.job;

import java.util.List;

/** All jobs there are, in the order the help lists them. */
public final class Jobs {
  private Jobs() {}

  public static List<Job<?, ?>> all() {
    return List.of(
        new FitJob(),
        new ProfileJob(),
        new EvaluateJob(),
        new SimulateJob(),
        new MomentsJob(),
        new GradientJob(),
        new DescribeJob(),
        new DoctorJob());
  }
}
