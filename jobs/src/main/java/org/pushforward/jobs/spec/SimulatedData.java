package org.pushforward.jobs.spec;

import org.pushforward.engine.expr.Place;

/** Data drawn from the likelihood's own model, with the spec's seed. */
public record SimulatedData(SimulateSpec simulate) implements DataSpec {
  @Override
  public Place place() {
    return simulate.place();
  }
}
