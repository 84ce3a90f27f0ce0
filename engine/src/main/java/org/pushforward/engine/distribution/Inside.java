package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/**
 * A point of an open interval, which formulas that are infinite or undefined beyond it are taken
 * at, so that they and all their derivatives are finite where they are not used.
 *
 * @param below 1 where x is at the lower end or beyond
 * @param above 1 where x is at the upper end or beyond
 * @param point x if it lies inside, else a fixed point that does
 */
record Inside(Expr x, Support support, Expr below, Expr above, Expr point) {

  /** x in (low, high), or some point of it. */
  static Inside of(Expr x, Support support, Expr some) {
    Expr below = lessOrEqual(x, support.low());
    Expr above = lessOrEqual(support.high(), x);
    return new Inside(x, support, below, above, select(below, some, select(above, some, x)));
  }

  /** x > 0, or 1. */
  static Inside positive(Expr x) {
    return of(x, Support.POSITIVE, Expr.of(1));
  }

  /** x in (0, 1), or 1/2. */
  static Inside unit(Expr x) {
    return of(x, Support.UNIT, Expr.of(0.5));
  }

  /** The formula inside, else what it is below and above. */
  Expr value(Expr whereBelow, Expr formula, Expr whereAbove) {
    return select(below, whereBelow, select(above, whereAbove, formula));
  }

  /** The logarithm of a density, its limits at the ends; minus infinity outside. */
  Expr log(Expr atLow, Expr formula, Expr atHigh) {
    Expr outside = Expr.of(Double.NEGATIVE_INFINITY);
    return value(
        select(less(x, support.low()), outside, atLow),
        formula,
        select(less(support.high(), x), outside, atHigh));
  }

  /** log t^c as t falls to 0. */
  static Expr logPowerAtZero(Expr c) {
    return select(
        less(c, Expr.of(0)),
        Expr.of(Double.POSITIVE_INFINITY),
        select(less(Expr.of(0), c), Expr.of(Double.NEGATIVE_INFINITY), Expr.of(0)));
  }
}
