package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lgamma;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/** Gamma(a + c) / Gamma(a): the moment of order c of a gamma variable of shape a and rate 1. */
final class GammaRatio {
  private GammaRatio() {}

  /**
   * Its logarithm, infinite where c <= -a. With l = min(a, a + c) and u = |c| it is, but for the
   * sign of c, log Gamma(u) - log B(l, u), in which large a do not cancel; 0 where c is.
   */
  static Expr log(Expr a, Expr c) {
    Expr low = min(a, a.plus(c));
    Expr zero = Expr.of(0);
    Expr isZero = less(abs(c), Expr.of(Double.MIN_VALUE));
    Expr size = select(isZero, Expr.of(1), abs(c));
    Expr rise = lgamma(size).minus(lbeta(max(low, zero), size));
    Expr signed = select(less(c, zero), rise.negate(), rise);
    return Cumulants.where(less(zero, low), select(isZero, zero, signed));
  }
}
