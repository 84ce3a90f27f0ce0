package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;

/** y = tanh x; log dy/dx = -2 log cosh x, finite where 1 - y^2 has long been 0. */
public record Tanh() implements Bijector {
  @Override
  public Image forward(Expr x) {
    return new Image(Formulas.tanh(x), LogCosh.of(x).times(-2));
  }

  @Override
  public Expr preimage(Expr y) {
    return Formulas.atanh(y);
  }

  @Override
  public Interval range() {
    return Interval.SYMMETRIC;
  }
}
