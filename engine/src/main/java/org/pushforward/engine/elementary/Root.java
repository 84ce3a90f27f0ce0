package org.pushforward.engine.elementary;

/** Cube root and hypotenuse, over all doubles. */
public final class Root {

  /** m^(-1/3) at Chebyshev nodes of sqrt(1/2) <= m <= sqrt(2), 60 digits, rounded; 2^-17.2. */
  private static final double[] SEED = {
    1.995341481913526,
    -2.4668647417873153,
    2.754857752141042,
    -1.8620663942011886,
    0.683577431562695,
    -0.10484262703707782
  };

  /** 2^(-d/3) = 1 + d (ODD + EVEN d) for d = -1, 0, 1. */
  private static final double ODD = -0.2331102619553867;

  private static final double EVEN = 0.026810787939486547;

  /** 1.5 2^52 rounds to whole numbers; with the exponent bias. */
  private static final double SHIFT = 0x1.8p52 + 1023;

  private Root() {}

  /**
   * The cube root, odd, zeros too.
   *
   * <p>|x| = 8^j y with y = 2^d m, d = -1, 0 or 1. A polynomial gives w near y^(-1/3); with h = 1 -
   * y w^3, y^(-1/3) = w (1 + h/3 + 2 h^2/9 + ..), and t = y w^2 is corrected by (y - t^3) / (3
   * t^2), all without a division. Within 1 ulp, measured 0.50.
   */
  public static <V> V cbrt(Primitives<V> p, V x) {
    V one = p.constant(1);
    V a = p.abs(x);
    Logarithm.Split<V> split = Logarithm.split(p, a);
    V shifted = p.fma(split.exponent(), p.constant(1.0 / 3), p.constant(SHIFT));
    V j = p.sub(shifted, p.constant(SHIFT));
    V d = p.fma(j, p.constant(-3), split.exponent());
    V y = p.mul(split.fraction(), p.fma(d, p.fma(d, p.constant(0.25), p.constant(0.75)), one));
    V seed = Polynomial.at(p, split.fraction(), SEED);
    V w = p.mul(seed, p.fma(d, p.fma(d, p.constant(EVEN), p.constant(ODD)), one));
    V h = p.fma(p.neg(p.mul(y, w)), p.mul(w, w), one);
    V correction = p.mul(h, p.fma(h, p.constant(2.0 / 9), p.constant(1.0 / 3)));
    V root = p.fma(w, correction, w);
    V square = p.mul(root, root);
    V t = p.mul(y, square);
    V tt = p.mul(t, t);
    V ttTail = p.fma(t, t, p.neg(tt));
    V minusT = p.neg(t);
    V lack = p.fma(minusT, ttTail, p.fma(minusT, tt, y));
    V fine = p.fma(lack, p.mul(square, p.constant(1.0 / 3)), t);
    V value = p.mul(fine, p.shiftLeft(shifted, 52));
    V regular = p.and(p.lt(p.constant(0), a), p.lt(a, p.constant(Double.POSITIVE_INFINITY)));
    return p.select(regular, p.longOr(value, p.longAnd(x, p.word(Long.MIN_VALUE))), x);
  }

  /**
   * sqrt(x^2 + y^2) without overflow, infinite where either is, even beside NaN. The sum under the
   * root is rounded once. Within 1 ulp, measured 0.84.
   */
  public static <V> V hypot(Primitives<V> p, V x, V y) {
    V infinity = p.constant(Double.POSITIVE_INFINITY);
    V one = p.constant(1);
    V a = p.abs(x);
    V b = p.abs(y);
    V swap = p.lt(a, b);
    V larger = p.select(swap, b, a);
    V big = p.lt(p.constant(0x1p500), larger);
    V small = p.lt(larger, p.constant(0x1p-400));
    V down = p.constant(0x1p-600);
    V up = p.constant(0x1p600);
    V scale = p.select(big, down, p.select(small, up, one));
    V back = p.select(big, up, p.select(small, down, one));
    V u = p.mul(larger, scale);
    V v = p.mul(p.select(swap, a, b), scale);
    V uu = p.mul(u, u);
    V vv = p.mul(v, v);
    V lost = p.add(p.fma(u, u, p.neg(uu)), p.fma(v, v, p.neg(vv)));
    V sum = p.add(uu, vv);
    V square = p.add(sum, p.add(p.add(p.sub(uu, sum), vv), lost));
    V value = p.mul(p.sqrt(square), back);
    V infinite = p.or(p.eq(a, infinity), p.eq(b, infinity));
    return p.select(infinite, infinity, value);
  }
}
