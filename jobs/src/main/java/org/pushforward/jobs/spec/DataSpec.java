package org.pushforward.jobs.spec;

import org.pushforward.engine.expr.Place;

/** Where a likelihood's data come from. */
public sealed interface DataSpec permits FileData, SimulatedData {
  /** Where an error about the data is shown. */
  Place place();
}
