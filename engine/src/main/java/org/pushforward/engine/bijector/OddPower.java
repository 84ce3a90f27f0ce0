package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.cbrt;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.pow;
import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/**
 * y = x^n of any x, n = 3, 5, ...; log dy/dx = log n + (n - 1) log |x|, minus infinity at 0, where
 * densities of images are infinite.
 */
public record OddPower(int exponent) implements Bijector {
  public OddPower {
    if (exponent < 3 || exponent % 2 == 0) {
      throw new IllegalArgumentException("odd power " + exponent);
    }
  }

  @Override
  public Image forward(Expr x) {
    Expr logDet = log(abs(x)).times(exponent - 1).plus(log(Expr.of(exponent)));
    return new Image(signed(x, pow(abs(x), Expr.of(exponent))), logDet);
  }

  @Override
  public Expr preimage(Expr y) {
    return exponent == 3 ? cbrt(y) : signed(y, pow(abs(y), Expr.of(1.0 / exponent)));
  }

  private static Expr signed(Expr x, Expr size) {
    return select(less(x, Expr.of(0)), size.negate(), size);
  }
}
