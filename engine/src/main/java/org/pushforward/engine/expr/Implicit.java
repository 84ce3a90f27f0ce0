package org.pushforward.engine.expr;

import java.util.HashSet;
import java.util.Set;

/**
 * A value x found by a search, whose derivatives follow from a formula f that holds wherever it
 * goes, f(x; theta) = const: dx/dtheta = -(df/dtheta) / (df/dx).
 */
sealed interface Implicit permits Root, Rejection {

  /** What stands for x in {@link #equation}. */
  Parameter unknown();

  /** f of the unknown. */
  Expr equation();

  /** f at this node. */
  Expr atItself();

  /** Whether f is a function of a node. */
  default boolean isOf(Expr node) {
    return contains(equation(), node, new HashSet<>());
  }

  private static boolean contains(Expr e, Expr node, Set<Expr> seen) {
    return e == node
        || seen.add(e) && e.operands().stream().anyMatch(inner -> contains(inner, node, seen));
  }
}
