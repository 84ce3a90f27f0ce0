package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.asinh;
import static org.pushforward.engine.expr.Formulas.atan;
import static org.pushforward.engine.expr.Formulas.tan;

import org.pushforward.engine.expr.Expr;

/** y = atan x; log dy/dx = -log(1 + x^2) = -2 log cosh asinh x, which does not overflow. */
public record Atan() implements Bijector {
  @Override
  public Image forward(Expr x) {
    return new Image(atan(x), LogCosh.of(asinh(x)).times(-2));
  }

  @Override
  public Expr preimage(Expr y) {
    return tan(y);
  }

  @Override
  public Interval range() {
    return new Interval(-Math.PI / 2, Math.PI / 2);
  }
}
