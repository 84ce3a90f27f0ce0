package org.pushforward.engine.expr;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Values x found by a search, whose derivatives follow from as many formulas f that hold wherever
 * they go, f(x; theta) = const: dx/dtheta = -(df/dx)^-1 df/dtheta.
 */
sealed interface Implicit permits Root, Rejection, Solution {

  /** What stands for the first of x in {@link #equations}. */
  Parameter unknown();

  /** f of the unknowns. */
  List<Expr> equations();

  /** f at these nodes. */
  List<Expr> atThemselves();

  /** All of x. */
  List<? extends Implicit> nodes();

  /** Whether f is a function of a node. */
  default boolean isOf(Expr node) {
    Set<Expr> seen = new HashSet<>();
    return equations().stream().anyMatch(f -> contains(f, node, seen));
  }

  private static boolean contains(Expr e, Expr node, Set<Expr> seen) {
    return e == node
        || seen.add(e) && e.operands().stream().anyMatch(inner -> contains(inner, node, seen));
  }
}
