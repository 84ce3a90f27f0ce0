package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.log;

import org.pushforward.engine.expr.Expr;

/** y = scale x, scale > 0; log dy/dx = log scale. */
public record Scale(Expr scale) implements Bijector {
  @Override
  public Image forward(Expr x) {
    return new Image(scale.times(x), log(scale));
  }

  @Override
  public Expr preimage(Expr y) {
    return y.over(scale);
  }
}
