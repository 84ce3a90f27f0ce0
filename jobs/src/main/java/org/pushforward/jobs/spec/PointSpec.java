package org.pushforward.jobs.spec;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;

/**
 * Values of some parameters.
 *
 * @param values in the order they were written
 * @param places of the values
 */
public record PointSpec(Map<String, Double> values, Map<String, Place> places) {
  /** No values. */
  public static final PointSpec NONE = new PointSpec(Map.of(), Map.of());

  /**
   * Checks that a model has these parameters.
   *
   * @throws SpecException at the first that it has not
   */
  public void requireAmong(Collection<String> parameters) {
    for (String name : values.keySet()) {
      if (!parameters.contains(name)) {
        throw new SpecException(
            places.get(name),
            "the model has no parameter \"" + name + "\"",
            Nearest.advice(name, parameters, "parameters"));
      }
    }
  }

  /** Where parameters lie that have these values. */
  public static Map<String, Bounds> bounds(Map<String, Double> values) {
    Map<String, Bounds> bounds = new LinkedHashMap<>();
    values.forEach((name, value) -> bounds.put(name, Bounds.between(value, value)));
    return bounds;
  }

  static PointSpec read(Value value) {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    value
        .named()
        .forEach(
            (name, v) -> {
              values.put(name, v.number());
              places.put(name, v.place());
            });
    return new PointSpec(Collections.unmodifiableMap(values), Collections.unmodifiableMap(places));
  }
}
