package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/**
 * The two sides of a symmetric law at x, from the smaller one, so that neither tail is lost.
 *
 * @param above 1 where x lies above the middle
 * @param tail P(X > x) there, else P(X <= x)
 */
public record Tails(Expr above, Expr tail) {

  /** P(X <= x). */
  public Expr cdf() {
    return select(above, Expr.of(1).minus(tail), tail);
  }

  /** P(X > x). */
  public Expr survival() {
    return select(above, tail, Expr.of(1).minus(tail));
  }

  /** As {@link Distribution#folded}. */
  public Expr folded() {
    return select(above, tail.negate(), tail);
  }
}
