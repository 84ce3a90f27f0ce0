package org.pushforward.engine.elementary;

/**
 * Functions like erfcx on the half-line a >= 0, as polynomials in t = (a - c) / (a + c) over a + c.
 *
 * <p>With q = 1 / (a + c), t = 1 - 2 c q is exact up to a = 3 c, where q carries the only error. It
 * is q (1 + e), e = 1 - q (a + c), and the value depends on q like q^h: h falls from its value at a
 * = 0, where it exceeds 2, to 1 at infinity, nearly as 1 + q s. So the value is multiplied by 1 + e
 * h.
 */
final class MillsRatio {

  private MillsRatio() {}

  /** G(t) / (a + centre), a finite; steepness is s above. */
  static <V> Pair<V> at(Primitives<V> p, V a, double centre, double steepness, double... g) {
    V one = p.constant(1);
    V sum = p.add(a, p.constant(centre));
    V lost = p.sub(a, p.sub(sum, p.constant(centre)));
    V q = p.div(one, sum);
    // -e and -h, whose product is e h.
    V e = p.fma(q, lost, p.fma(q, sum, p.constant(-1)));
    V h = p.fma(q, p.constant(-steepness), p.constant(-1));
    V t = p.fma(q, p.constant(-2 * centre), one);
    V numerator = Polynomial.inHalves(p, t, g);
    V value = p.mul(q, numerator);
    V rounded = p.fma(q, numerator, p.neg(value));
    return new Pair<>(value, p.fma(value, p.mul(e, h), rounded));
  }
}
