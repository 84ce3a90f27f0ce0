package org.pushforward.jobs.spec;

import java.util.Optional;
import org.pushforward.engine.expr.Place;

/**
 * {@code simulate: { events: 1e5, at: { sigma: 0.1 }, to: toys.csv }}: how many events to draw from
 * the model, and where.
 *
 * @param at parameters that differ from their start
 * @param to where job simulate writes them, if not beside its result
 */
public record SimulateSpec(long events, PointSpec at, Optional<TableSpec> to, Place place) {
  // Sample indices have 64 bits; a double counts them exactly up to here.
  private static final long MOST_EVENTS = 1L << 53;

  /** What job simulate is to do, and data of the spec's model. */
  static SimulateSpec read(Value value, Folder folder) {
    Fields fields = value.fields("events", "at", "to");
    return read(fields, fields.get("to").map(v -> TableSpec.read(v, folder)));
  }

  /** Data of one likelihood, which are written nowhere. */
  static SimulateSpec read(Value value) {
    return read(value.fields("events", "at"), Optional.empty());
  }

  private static SimulateSpec read(Fields fields, Optional<TableSpec> to) {
    return new SimulateSpec(
        fields.require("events", "write how many to draw: events: 1e5").whole(1, MOST_EVENTS),
        fields.get("at").map(PointSpec::read).orElse(PointSpec.NONE),
        to,
        fields.place());
  }
}
