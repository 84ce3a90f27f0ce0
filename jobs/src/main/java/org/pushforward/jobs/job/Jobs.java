package org.pushforward.jobs.job;

import java.util.Map;
import java.util.Optional;

/** The jobs by the names that the command line has for them. */
public final class Jobs {
  private static final Map<String, Job> BY_NAME = Map.of();

  private Jobs() {}

  public static Optional<Job> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
