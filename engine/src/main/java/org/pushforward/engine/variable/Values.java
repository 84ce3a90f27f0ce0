package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.exp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.pushforward.engine.distribution.Discrete;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/** The values of discrete variables that have a few, and known, ones. */
final class Values {
  /** Each makes a component of a mixture, whose program grows with them. */
  static final int MOST = 64;

  /** A value and its probability. */
  record Value(Expr value, Expr probability) {}

  private Values() {}

  /**
   * All values; none if they are too many or depend on parameters, or the variable is continuous.
   */
  static List<Value> of(RandomVariable variable) {
    List<Value> values =
        variable.isDiscrete()
            ? within(variable, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            : List.of();
    return values.size() > MOST ? List.of() : values;
  }

  private static List<Value> within(RandomVariable variable, double low, double high) {
    if (variable instanceof Draw draw) {
      Discrete law = (Discrete) draw.law();
      Support support = law.support();
      double first = Math.max(Math.ceil(low), support.low().constantOrNaN());
      double last = Math.min(Math.floor(high), support.high().constantOrNaN());
      return last - first < MOST
          ? LongStream.rangeClosed((long) first, (long) last)
              .mapToObj(k -> new Value(Expr.of(k), exp(law.logProbability(Expr.of(k)))))
              .toList()
          : List.of();
    }
    List<Value> values = new ArrayList<>();
    if (variable instanceof Truncated t) {
      double from = Math.max(low, t.low().constantOrNaN());
      double to = Math.min(high, t.high().constantOrNaN());
      Expr whole = exp(t.logMass());
      for (Value v : within(t.variable(), from, to)) {
        values.add(new Value(v.value(), v.probability().over(whole)));
      }
    } else if (variable instanceof Pushed p) {
      for (Value v : of(p.variable())) {
        Expr image = p.map().forward(v.value()).value();
        values.add(new Value(image, v.probability()));
      }
    } else if (variable instanceof Mixture m) {
      for (Mixture.Component c : m.components()) {
        List<Value> some = within(c.variable(), low, high);
        if (some.isEmpty()) {
          return List.of();
        }
        some.forEach(v -> values.add(new Value(v.value(), c.weight().times(v.probability()))));
      }
    }
    boolean isKnown = low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY;
    return isKnown || values.stream().allMatch(v -> !Double.isNaN(v.value().constantOrNaN()))
        ? values.stream()
            .filter(
                v ->
                    isKnown
                        || v.value().constantOrNaN() >= low && v.value().constantOrNaN() <= high)
            .toList()
        : List.of();
  }
}
