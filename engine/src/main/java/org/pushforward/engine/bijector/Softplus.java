package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.log1mexp;
import static org.pushforward.engine.expr.Formulas.logSigmoid;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;

/** y = log(1 + exp x); log dy/dx = -log(1 + exp(-x)). */
public record Softplus() implements Bijector {
  @Override
  public Image forward(Expr x) {
    return new Image(Formulas.softplus(x), logSigmoid(x));
  }

  /** log(exp y - 1), which does not overflow as y + log(1 - exp(-y)). */
  @Override
  public Expr preimage(Expr y) {
    return y.plus(log1mexp(y.negate()));
  }

  @Override
  public Interval range() {
    return Interval.POSITIVE;
  }
}
