package org.pushforward.jobs.spec;

import java.util.Map;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Place;

/**
 * {@code profile: { sigma: { from: 0, to: 1, points: 101 } }}: where to profile the likelihood.
 *
 * @param level coverage of the interval
 */
public record ProfileSpec(
    String parameter, double from, double to, int points, double level, Place place) {
  /** Coverage of one standard deviation, erf(1 / sqrt 2). */
  public static final double ONE_SIGMA = 0.6826894921370859;

  private static final int MOST_POINTS = 10_000_000;

  /** The points, equally spaced, both ends included. */
  public double[] grid() {
    double[] grid = new double[points];
    for (int i = 0; i < points; i++) {
      grid[i] = point(from, to, points, i);
    }
    return grid;
  }

  static double point(double from, double to, int points, int i) {
    // Each end is met exactly, and the middle of an odd number, too.
    return points == 1 ? from : (from * (points - 1 - i) + to * i) / (points - 1);
  }

  static ProfileSpec read(Value value, Map<String, ParameterSpec> parameters) {
    Map<String, Value> named = value.named();
    if (named.size() > 1) {
      throw value.error(
          "one parameter can be profiled at a time, and here are "
              + String.join(", ", named.keySet()),
          "");
    }
    String name = named.keySet().iterator().next();
    Value scan = named.get(name);
    ParameterSpec parameter = parameters.get(name);
    if (parameter == null) {
      throw scan.error(
          "there is no parameter \"" + name + "\"",
          Nearest.advice(name, parameters.keySet(), "parameters"));
    }
    if (parameter.fixed()) {
      throw scan.error(
          "\"" + name + "\" is fixed", "a parameter that is profiled needs start, not fixed");
    }
    Fields fields = scan.fields("from", "to", "points", "level");
    Value from = fields.require("from", "");
    Value to = fields.require("to", "");
    int points = (int) fields.require("points", "").whole(1, MOST_POINTS);
    for (Value end : new Value[] {from, to}) {
      if (!parameter.range().contains(end.number())) {
        throw end.error(
            Value.trim(end.number()) + " is outside the parameter's range " + parameter.range(),
            "profile inside, or widen the range");
      }
    }
    if (from.number() > to.number()) {
      throw to.error("the profile ends before it begins", "exchange from and to");
    }
    if (from.number() == to.number() && points > 1) {
      throw to.error("the profile has no width", "write points: 1, or let it end elsewhere");
    }
    double level = fields.get("level").map(Value::number).orElse(ONE_SIGMA);
    if (!(level > 0 && level < 1)) {
      throw fields.require("level", "").error("a level lies between 0 and 1", "");
    }
    return new ProfileSpec(name, from.number(), to.number(), points, level, scan.place());
  }
}
