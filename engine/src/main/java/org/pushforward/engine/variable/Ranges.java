package org.pushforward.engine.variable;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pushforward.engine.bijector.Interval;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Constant;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;

/** Where parameters lie, and so formulas of them. */
record Ranges(Map<Parameter, Bounds> parameters) {
  static Ranges of(Map<String, Bounds> parameters) {
    Map<Parameter, Bounds> ranges = new HashMap<>();
    parameters.forEach((name, bounds) -> ranges.put(Parameter.of(name), bounds));
    return new Ranges(ranges);
  }

  /** Where a formula of parameters lies. */
  Bounds of(Expr formula) {
    return Bounds.of(formula, parameters);
  }

  /** The least interval that a support is known to lie in; the line where there is none. */
  Interval of(Support support) {
    double low = of(support.low()).low();
    double high = of(support.high()).high();
    return low < high ? new Interval(low, high) : Interval.LINE;
  }

  /** Whether a formula is 0 whatever the parameters are. */
  boolean isZero(Expr formula) {
    Bounds bounds = of(formula);
    return bounds.low() == 0 && bounds.high() == 0;
  }

  /** What is wrong with a formula that must be something: "sd must be positive, and s is -1". */
  String refusal(String mustBe, Expr formula) {
    if (formula instanceof Constant) {
      return mustBe + ", not " + formula;
    }
    Bounds bounds = of(formula);
    return mustBe
        + ", and "
        + formula
        + (bounds.isPoint()
            ? " is " + Expr.of(bounds.low())
            : bounds.low() == Double.NEGATIVE_INFINITY
                ? " is at most " + Expr.of(bounds.high())
                : bounds.high() == Double.POSITIVE_INFINITY
                    ? " is at least " + Expr.of(bounds.low())
                    : " lies between " + Expr.of(bounds.low()) + " and " + Expr.of(bounds.high()));
  }

  /** The parameters in a formula that are not fixed, by name. */
  String moving(Expr formula) {
    return Substitution.among(parameters.keySet(), formula).stream()
        .filter(p -> !parameters.get(p).isPoint())
        .map(Parameter::name)
        .sorted()
        .collect(joining(", "));
  }

  /** What could be done about it. */
  String advice(Expr... formulas) {
    Set<String> names = new TreeSet<>();
    for (Expr formula : formulas) {
      Substitution.among(parameters.keySet(), formula).forEach(p -> names.add(p.name()));
    }
    return names.isEmpty() ? "" : "give " + String.join(", ", names) + " another value or range";
  }
}
