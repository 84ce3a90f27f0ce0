package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;

/** y = shift + x; log dy/dx = 0. */
public record Shift(Expr shift) implements Bijector {
  @Override
  public Image forward(Expr x) {
    return new Image(shift.plus(x), Expr.of(0));
  }

  @Override
  public Expr preimage(Expr y) {
    return y.minus(shift);
  }
}
