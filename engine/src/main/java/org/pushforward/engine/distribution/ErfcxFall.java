package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.erfcx;
import static org.pushforward.engine.expr.Formulas.erfcxSlope;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/** erfcx(a) - erfcx(a + gap) for a >= -0.71 and gap >= 0, which does not cancel. */
final class ErfcxFall {
  private ErfcxFall() {}

  /**
   * Up to a gap of max(1, |a|) / 8, the integral of the slope by five points of Gauss, right to
   * 1e-16; beyond, the difference itself loses a digit.
   */
  static Expr of(Expr a, Expr gap) {
    Expr most = max(abs(a), Expr.of(1)).times(0.125);
    Expr step = min(gap, most);
    Expr fall = FivePoints.integral(t -> erfcxSlope(t).negate(), a, step);
    return select(less(most, gap), erfcx(a).minus(erfcx(a.plus(gap))), fall);
  }
}
