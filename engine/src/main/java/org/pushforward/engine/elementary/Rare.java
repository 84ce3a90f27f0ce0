package org.pushforward.engine.elementary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Arguments that a function's formula does not hold for, where they are rare: what is computed
 * instead costs nothing while no row of a vector has one, but for one comparison. Selecting among
 * values for every row costs more than the formula's own arithmetic, as a mask is dear.
 */
final class Rare {
  private Rare() {}

  /**
   * {@code value}, but {@code instead(x)} where {@code isRare(x)}. Both are given x as a state of a
   * loop, as what depends on no state is computed before.
   */
  static <V> V replaced(
      Primitives<V> p, V x, V value, UnaryOperator<V> isRare, UnaryOperator<V> instead) {
    return replaced(p, x, List.of(value), isRare, t -> List.of(instead.apply(t))).get(0);
  }

  /** The same for several values. */
  static <V> List<V> replaced(
      Primitives<V> p, V x, List<V> values, UnaryOperator<V> isRare, Function<V, List<V>> instead) {
    Primitives.Step<V> step =
        new Primitives.Step<>() {
          @Override
          public V wanted(List<V> state) {
            return isRare.apply(state.get(0));
          }

          @Override
          public List<V> next(List<V> state) {
            return before(state.get(0), instead.apply(state.get(0)));
          }
        };
    return p.loop(1, before(x, values), step).subList(1, values.size() + 1);
  }

  private static <V> List<V> before(V first, List<V> others) {
    List<V> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }
}
