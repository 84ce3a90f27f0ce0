package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;

/** y = exp x; log dy/dx = x. */
public record Exp() implements Bijector {
  @Override
  public Image forward(Expr x) {
    return new Image(Formulas.exp(x), x);
  }

  @Override
  public Expr preimage(Expr y) {
    return Formulas.log(y);
  }

  @Override
  public Interval range() {
    return Interval.POSITIVE;
  }
}
