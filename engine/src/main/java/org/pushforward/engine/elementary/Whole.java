package org.pushforward.engine.elementary;

/** Whole numbers. */
public final class Whole {
  private Whole() {}

  /**
   * The largest whole number that is not above x; infinities and NaN stay. Adding 2^52 rounds a
   * smaller positive number to a whole one; larger ones are whole.
   */
  public static <V> V floor(Primitives<V> p, V x) {
    V shifter = p.constant(0x1p52);
    V a = p.abs(x);
    V rounded = p.sub(p.add(a, shifter), shifter);
    V near = p.longOr(rounded, p.longAnd(x, p.word(Long.MIN_VALUE)));
    V below = p.select(p.lt(x, near), p.sub(near, p.constant(1)), near);
    return p.select(p.lt(a, shifter), below, x);
  }
}
