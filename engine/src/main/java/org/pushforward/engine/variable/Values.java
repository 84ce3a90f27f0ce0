package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.floor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.pushforward.engine.distribution.Discrete;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/**
 * The values that a discrete variable takes.
 *
 * @param low the least of them at the reference
 * @param high the largest
 */
record Values(List<Value> all, double low, double high) {
  static final Values NOTHING = new Values(List.of(), 0, 0);

  /** All known values are taken up to this number. */
  private static final int KNOWN = 64;

  /** Each makes a component of a mixture, whose program grows with them. */
  static final int MOST = 512;

  /** Of those that are left out on each side: below the rounding of a sum of probabilities. */
  private static final double TAIL = 1e-17;

  /** A law's width may grow so much during a fit before its tails are cut. */
  private static final double MARGIN = 2;

  /** Of a sum of probabilities. */
  private static final double ROUNDING = 1e-12;

  /** A value and its probability. */
  record Value(Expr value, Expr probability) {}

  /**
   * All values where they are few and known, else those about the middle, wherever parameters move
   * that, but for tails that are negligible at the reference; empty where they are too many.
   */
  static Optional<Values> of(RandomVariable variable, Map<String, Double> reference) {
    RandomVariable v = Sum.isIn(variable) ? variable.resolved(Domain.LINE, reference) : variable;
    List<Value> all = few(v, reference);
    double[] places = Numbers.values(all.stream().map(Value::value).toList(), reference);
    double[] sizes = Numbers.values(all.stream().map(Value::probability).toList(), reference);
    double sum = DoubleStream.of(sizes).sum();
    return all.size() <= MOST && Math.abs(1 - sum) < ROUNDING
        ? Optional.of(
            new Values(
                all,
                DoubleStream.of(places).min().orElseThrow(),
                DoubleStream.of(places).max().orElseThrow()))
        : Optional.empty();
  }

  /** Where the other term of a sum is, if the sum lies in a domain. */
  Domain less(Domain domain) {
    return new Domain(domain.low() - high, domain.high() - low);
  }

  private static List<Value> few(RandomVariable variable, Map<String, Double> reference) {
    List<Value> known = known(variable);
    return known.isEmpty() ? about(variable, reference) : known;
  }

  private static List<Value> about(RandomVariable variable, Map<String, Double> reference) {
    List<Value> values = new ArrayList<>();
    if (variable instanceof Pushed p) {
      for (Value v : few(p.variable(), reference)) {
        values.add(new Value(p.map().forward(v.value).value(), v.probability));
      }
    } else if (variable instanceof Mixture m) {
      for (Mixture.Component c : m.components()) {
        for (Value v : few(c.variable(), reference)) {
          values.add(new Value(v.value, c.weight().times(v.probability)));
        }
      }
    } else {
      Expr middle = floor(Joints.middle(variable));
      boolean isFixed = !Double.isNaN(variable.density(middle).constantOrNaN());
      double at = Numbers.value(middle, reference);
      Reach reach = Reach.of(variable, TAIL, reference);
      double below = at - reach.low();
      double above = reach.high() - at;
      if (!isFixed) {
        // On the shorter side too: the law's end is where the middle may move away from.
        double beside = Math.max(below, above);
        below = Math.max(beside, Math.min(MARGIN * beside, MOST / 2 - 1));
        above = below;
      }
      for (long j = (long) -below; j <= above && below + above < MOST; j++) {
        Value v = new Value(middle.plus(j), variable.density(middle.plus(j)));
        if (!v.probability.is(0)) {
          values.add(v);
        }
      }
    }
    return values;
  }

  private static List<Value> known(RandomVariable variable) {
    List<Value> values = within(variable, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    return values.size() > KNOWN ? List.of() : values;
  }

  private static List<Value> within(RandomVariable variable, double low, double high) {
    if (variable instanceof Draw draw) {
      Discrete law = (Discrete) draw.law();
      Support support = law.support();
      double first = Math.max(Math.ceil(low), support.low().constantOrNaN());
      double last = Math.min(Math.floor(high), support.high().constantOrNaN());
      return last - first < KNOWN
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
      for (Value v : known(p.variable())) {
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
