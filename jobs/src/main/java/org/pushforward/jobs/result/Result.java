package org.pushforward.jobs.result;

import java.util.Objects;

/**
 * All that {@code result.json} says.
 *
 * <p>The file is flat: the fields of {@code header}, then {@code run}, then the fields of {@code
 * outcome}. Everything but {@code run} is equal to the bit between two runs of one spec.
 */
public record Result(Header header, Run run, Outcome outcome) {

  public Result {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(outcome, "outcome");
    if (!Outcome.typeOf(header.job()).isInstance(outcome)) {
      throw new IllegalArgumentException(
          "job " + header.job() + " has no " + outcome.getClass().getSimpleName());
    }
  }
}
