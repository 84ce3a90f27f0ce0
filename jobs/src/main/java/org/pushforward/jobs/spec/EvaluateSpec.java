package org.pushforward.jobs.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.Text;

/**
 * {@code evaluate: { of: "y ~ normal(0, s)", at: { s: 1 }, points: [0, 1] }}: a density at points
 * or at the rows of a data set.
 *
 * @param of the model: the spec's own if none is given here
 * @param observables those of the spec
 * @param at parameters that differ from their start
 * @param points each the components of one place; empty if data are given
 * @param to where the rows of a data set are written, if not beside the result
 */
public record EvaluateSpec(
    Text of,
    Map<String, ObservableSpec> observables,
    PointSpec at,
    List<List<Double>> points,
    Optional<FileData> data,
    Optional<TableSpec> to,
    Place place) {
  private static final int MOST_POINTS = 1_000_000;

  static EvaluateSpec read(
      Value value, Optional<Text> model, Map<String, ObservableSpec> observables, Folder folder) {
    Fields fields = value.fields("of", "at", "points", "data", "to");
    Text of =
        fields
            .get("of")
            .map(Value::text)
            .or(() -> model)
            .orElseThrow(
                () -> fields.error("\"of\" is missing", "write what to evaluate: of: \"y ~ ...\""));
    if (fields.has("points") == fields.has("data")) {
      throw fields.error(
          fields.has("points")
              ? "both points and data are given"
              : "there is nothing to evaluate at",
          "write points: [0, 1], points: { from: 0, to: 1, points: 11 }, or data: { path: FILE }");
    }
    if (fields.has("to") && !fields.has("data")) {
      throw fields
          .require("to", "")
          .error("only the rows of data are written to a table", "points stand in the result");
    }
    return new EvaluateSpec(
        of,
        observables,
        fields.get("at").map(PointSpec::read).orElse(PointSpec.NONE),
        fields.get("points").map(EvaluateSpec::points).orElse(List.of()),
        fields.get("data").map(v -> FileData.read(v, folder)),
        fields.get("to").map(v -> TableSpec.read(v, folder)),
        value.place());
  }

  private static List<List<Double>> points(Value value) {
    List<List<Double>> points = new ArrayList<>();
    if (value.isGroup()) {
      Fields fields = value.fields("from", "to", "points");
      double from = fields.require("from", "").number();
      double to = fields.require("to", "").number();
      int number = (int) fields.require("points", "").whole(1, MOST_POINTS);
      for (int i = 0; i < number; i++) {
        points.add(List.of(ProfileSpec.point(from, to, number, i)));
      }
    } else {
      for (Value item : value.list()) {
        List<Value> components = item.isList() ? item.list() : List.of(item);
        points.add(components.stream().map(Value::numberOrInfinity).toList());
      }
    }
    if (points.isEmpty()) {
      throw value.error("there are no points", "");
    }
    return List.copyOf(points);
  }
}
