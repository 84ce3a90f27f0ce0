package org.pushforward.jobs.spec;

import java.util.OptionalInt;
import org.pushforward.engine.expr.Place;

/**
 * An observable: the range that conditions the model on it, and the number of equal bins it is
 * counted in.
 *
 * @param range {@link Range#UNBOUNDED} if none is given
 * @param bins empty for an unbinned likelihood
 * @param place of the observable's name
 */
public record ObservableSpec(String name, Range range, OptionalInt bins, Place place) {
  // Edges, counts and derivatives of every bin are held at once.
  private static final int MOST_BINS = 10_000_000;

  static ObservableSpec read(String name, Value value) {
    Fields fields = value.fields("range", "bins");
    Range range = fields.get("range").map(Value::range).orElse(Range.UNBOUNDED);
    if (fields.has("bins") && !range.isFinite()) {
      throw fields
          .require("bins", "")
          .error("bins need a range with two ends", "write range: [a, b] beside them");
    }
    OptionalInt bins =
        fields
            .get("bins")
            .map(v -> OptionalInt.of((int) v.whole(1, MOST_BINS)))
            .orElse(OptionalInt.empty());
    return new ObservableSpec(name, range, bins, value.place());
  }
}
