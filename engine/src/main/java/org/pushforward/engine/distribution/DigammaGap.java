package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.digamma;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/** log a - digamma(a), a > 0, which is about 1 / (2 a) for large a. */
final class DigammaGap {
  /** B_2n / (2 n), n = 1, 2, ...: the asymptotic series in 1 / a^2. */
  private static final double[] SERIES = {
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12
  };

  /** From here on the first term left out, 0.44 / a^16, is below 2^-53 / (2 a). */
  private static final double LARGE = 14;

  private DigammaGap() {}

  static Expr of(Expr a) {
    Expr isLarge = less(Expr.of(LARGE), a);
    Expr inverse = Expr.of(1).over(max(a, Expr.of(LARGE)));
    Expr square = inverse.square();
    Expr sum = Expr.of(0);
    for (int n = SERIES.length - 1; n >= 0; n--) {
      sum = sum.plus(SERIES[n]).times(square);
    }
    Expr small = select(isLarge, Expr.of(1), a);
    return select(isLarge, inverse.times(0.5).plus(sum), log(small).minus(digamma(small)));
  }
}
