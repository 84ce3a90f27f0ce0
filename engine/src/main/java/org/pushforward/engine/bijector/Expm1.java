package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;

/** y = exp x - 1; log dy/dx = x. */
public record Expm1() implements Bijector {
  @Override
  public Image forward(Expr x) {
    return new Image(Formulas.expm1(x), x);
  }

  @Override
  public Expr preimage(Expr y) {
    return Formulas.log1p(y);
  }

  @Override
  public Interval range() {
    return new Interval(-1, Double.POSITIVE_INFINITY);
  }
}
