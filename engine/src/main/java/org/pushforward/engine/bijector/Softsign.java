package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;

import org.pushforward.engine.expr.Expr;

/** y = x / (1 + |x|); log dy/dx = -2 log(1 + |x|). */
public record Softsign() implements Bijector {
  @Override
  public Image forward(Expr x) {
    // So that the image of infinity is 1.
    Expr finite = min(max(x, Expr.of(-Double.MAX_VALUE)), Expr.of(Double.MAX_VALUE));
    return new Image(finite.over(abs(finite).plus(1)), log1p(abs(x)).times(-2));
  }

  @Override
  public Expr preimage(Expr y) {
    return y.over(Expr.of(1).minus(abs(y)));
  }

  @Override
  public Interval range() {
    return Interval.SYMMETRIC;
  }
}
