package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;

/** y = sinh x; log dy/dx = log cosh x. */
public record Sinh() implements Bijector {
  @Override
  public Image forward(Expr x) {
    return new Image(Formulas.sinh(x), LogCosh.of(x));
  }

  @Override
  public Expr preimage(Expr y) {
    return Formulas.asinh(y);
  }
}
