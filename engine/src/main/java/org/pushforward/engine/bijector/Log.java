package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;

/** y = log x of x > 0; log dy/dx = -log x. */
public record Log() implements Bijector {
  @Override
  public Image forward(Expr x) {
    Expr y = Formulas.log(x);
    return new Image(y, y.negate());
  }

  @Override
  public Image inverse(Expr y) {
    return new Image(Formulas.exp(y), y);
  }

  @Override
  public double lowestPreimage() {
    return 0;
  }
}
