package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.erf;
import static org.pushforward.engine.expr.Formulas.erfinv;

import org.pushforward.engine.expr.Expr;

/** y = erf x; log dy/dx = log(2 / sqrt(pi)) - x^2. */
public record Erf() implements Bijector {
  private static final double LOG_2_OVER_SQRT_PI = 0.12078223763524522234551844578165;

  @Override
  public Image forward(Expr x) {
    return new Image(erf(x), x.square().negate().plus(LOG_2_OVER_SQRT_PI));
  }

  @Override
  public Expr preimage(Expr y) {
    return erfinv(y);
  }

  @Override
  public Interval range() {
    return Interval.SYMMETRIC;
  }
}
