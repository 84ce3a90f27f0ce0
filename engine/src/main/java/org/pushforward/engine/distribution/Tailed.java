package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/** A law stated by its tail on the side of x: the other follows from it, so none is lost. */
public interface Tailed extends Distribution {

  /** P(X > x) where x lies above the middle, else P(X <= x); integrated if it is not stated. */
  default Expr tail(Expr x) {
    return IntegratedTail.of(this, x);
  }

  @Override
  default Expr cdf(Expr x) {
    return select(isAbove(x), Expr.of(1).minus(tail(x)), tail(x));
  }

  @Override
  default Expr survival(Expr x) {
    return select(isAbove(x), tail(x), Expr.of(1).minus(tail(x)));
  }

  @Override
  default Expr folded(Expr x) {
    return select(isAbove(x), tail(x).negate(), tail(x));
  }
}
