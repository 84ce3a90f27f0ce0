package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;

import org.pushforward.engine.expr.Expr;

/** y = shift + scale x, scale not 0; log |dy/dx| = log |scale|. */
public record Affine(Expr shift, Expr scale) implements Bijector {
  @Override
  public Image forward(Expr x) {
    return new Image(shift.plus(scale.times(x)), log(abs(scale)));
  }

  @Override
  public Expr preimage(Expr y) {
    return y.minus(shift).over(scale);
  }

  @Override
  public Expr rises() {
    return less(Expr.of(0), scale);
  }
}
