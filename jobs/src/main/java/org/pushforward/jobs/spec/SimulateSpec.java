package org.pushforward.jobs.spec;

import org.pushforward.engine.expr.Place;

/**
 * {@code simulate: { events: 1e5, at: { sigma: 0.1 } }}: how many events to draw from the model,
 * and where.
 *
 * @param at parameters that differ from their start
 */
public record SimulateSpec(long events, PointSpec at, Place place) {
  // Sample indices have 64 bits; a double counts them exactly up to here.
  private static final long MOST_EVENTS = 1L << 53;

  static SimulateSpec read(Value value) {
    Fields fields = value.fields("events", "at");
    return new SimulateSpec(
        fields.require("events", "write how many to draw: events: 1e5").whole(1, MOST_EVENTS),
        fields.get("at").map(PointSpec::read).orElse(PointSpec.NONE),
        value.place());
  }
}
