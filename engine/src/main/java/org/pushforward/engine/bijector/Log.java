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
  public Expr preimage(Expr y) {
    return Formulas.exp(y);
  }

  @Override
  public Interval domain() {
    return Interval.POSITIVE;
  }
}
