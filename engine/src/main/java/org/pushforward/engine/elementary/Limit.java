package org.pushforward.engine.elementary;

import java.util.List;
import java.util.function.UnaryOperator;

/** Limits of series and continued fractions: what is added up until it is small. */
final class Limit {
  /** Terms below are neglected: their derivatives, and the sum of all that follow, are larger. */
  private static final double TOLERANCE = 0x1p-60;

  private Limit() {}

  /**
   * The sum, once a term is small beside it.
   *
   * @param most steps
   * @param wanted a mask: where there is anything to add
   * @param size that of a sum, whose sign may be known
   * @param start the first term, the sum with it, and what the next terms follow from
   * @param next the same with the next term
   */
  static <V> V of(
      Primitives<V> p,
      int most,
      V wanted,
      UnaryOperator<V> size,
      List<V> start,
      UnaryOperator<List<V>> next) {
    return p.loop(
            most,
            start,
            new Primitives.Step<V>() {
              @Override
              public V wanted(List<V> s) {
                V negligible = p.mul(size.apply(s.get(1)), p.constant(TOLERANCE));
                return p.and(wanted, p.lt(negligible, p.abs(s.get(0))));
              }

              @Override
              public List<V> next(List<V> s) {
                return next.apply(s);
              }
            })
        .get(1);
  }

  /**
   * One more quotient of b_0 + alpha_1 / (b_1 + alpha_2 / ...), 1 over it by J. Steed's algorithm.
   *
   * @param s the last convergent's difference from the one before, that convergent, 1 / (...)
   * @return the first three words of the next state
   */
  static <V> List<V> steed(Primitives<V> p, List<V> s, V alpha, V b) {
    V above = p.mul(alpha, s.get(2));
    V inverse = p.div(p.constant(1), p.add(b, above));
    V difference = p.neg(p.mul(p.mul(above, inverse), s.get(0)));
    return List.of(difference, p.add(s.get(1), difference), inverse);
  }
}
