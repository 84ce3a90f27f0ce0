package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.softplus;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;

/** y = 1 / (1 + exp(-x)); log dy/dx = -|x| - 2 log(1 + exp(-|x|)). */
public record Sigmoid() implements Bijector {
  @Override
  public Image forward(Expr x) {
    Expr minus = abs(x).negate();
    return new Image(Formulas.sigmoid(x), minus.minus(softplus(minus).times(2)));
  }

  @Override
  public Expr preimage(Expr y) {
    return log(y.over(Expr.of(1).minus(y)));
  }

  @Override
  public Interval range() {
    return Interval.UNIT;
  }
}
