package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.normalCdf;
import static org.pushforward.engine.expr.Formulas.normalQuantile;

import org.pushforward.engine.expr.Expr;

/** y = Phi(x), the standard normal distribution function; log dy/dx = -x^2 / 2 - log sqrt(2 pi). */
public record NormalCdf() implements Bijector {
  private static final double LOG_SQRT_2_PI = 0.91893853320467274178032973640562;

  @Override
  public Image forward(Expr x) {
    return new Image(normalCdf(x), x.square().times(-0.5).minus(LOG_SQRT_2_PI));
  }

  @Override
  public Expr preimage(Expr y) {
    return normalQuantile(y);
  }

  @Override
  public Interval range() {
    return Interval.UNIT;
  }
}
