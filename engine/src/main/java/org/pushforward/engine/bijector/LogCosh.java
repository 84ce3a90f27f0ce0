package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sinh;
import static org.pushforward.engine.expr.Formulas.softplus;

import org.pushforward.engine.expr.Expr;

/** log cosh x, without overflow and without cancellation. */
final class LogCosh {
  private static final double LN2 = 0.69314718055994530941723212145818;

  private LogCosh() {}

  /**
   * |x| + log(1 + exp(-2 |x|)) - log 2; nearer to 0, where that cancels, log(1 + 2 sinh(x / 2)^2).
   */
  static Expr of(Expr x) {
    Expr isNear = less(abs(x), Expr.of(0.5));
    Expr half = sinh(select(isNear, x, Expr.of(0)).times(0.5));
    Expr size = abs(x);
    Expr far = size.plus(softplus(size.times(-2))).minus(LN2);
    return select(isNear, log1p(half.square().times(2)), far);
  }
}
