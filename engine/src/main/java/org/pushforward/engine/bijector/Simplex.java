package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.less;

import java.util.List;
import org.pushforward.engine.expr.Expr;

/** The first n of n + 1 positive numbers that add to 1. */
final class Simplex {
  private Simplex() {}

  /** The number that is left. */
  static Expr rest(List<Expr> y) {
    return y.stream().reduce(Expr.of(1), Expr::minus);
  }

  static Expr contains(List<Expr> y) {
    Expr zero = Expr.of(0);
    return y.stream().map(v -> less(zero, v)).reduce(less(zero, rest(y)), Expr::times);
  }
}
