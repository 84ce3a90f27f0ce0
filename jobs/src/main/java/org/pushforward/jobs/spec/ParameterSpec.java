package org.pushforward.jobs.spec;

import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Place;

/**
 * A parameter: free from {@code start} within {@code range}, or fixed at {@code start}.
 *
 * @param place of the parameter's name
 */
public record ParameterSpec(String name, double start, Range range, boolean fixed, Place place) {

  /** Where it may lie. */
  public Bounds bounds() {
    return fixed ? Bounds.between(start, start) : Bounds.between(range.low(), range.high());
  }

  static ParameterSpec read(String name, Value value) {
    if (!value.isGroup()) {
      throw value.error(
          "this must be a group of keys, and is " + value.node().kind(),
          "write { start: 1 }, with a range: [a, b] if it has one, or { fixed: 1 }");
    }
    Fields fields = value.fields("start", "range", "fixed");
    Range range = fields.get("range").map(Value::range).orElse(Range.UNBOUNDED);
    boolean fixed = fields.has("fixed");
    Value start =
        fixed
            ? fields.require("fixed", "")
            : fields.require("start", "every free parameter needs a value to start from");
    double number = start.number();
    if (!range.contains(number)) {
      throw start.error(
          Value.trim(number) + " is outside the range " + range,
          "start inside, or widen the range");
    }
    return new ParameterSpec(name, number, range, fixed, value.place());
  }
}
