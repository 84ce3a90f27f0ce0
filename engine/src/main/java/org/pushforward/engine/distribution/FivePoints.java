package org.pushforward.engine.distribution;

import java.util.function.UnaryOperator;
import org.pushforward.engine.expr.Expr;

/** Gauss's rule of five points, for integrals over steps so short that differences would cancel. */
final class FivePoints {
  private static final double[] NODES = {
    0.046910077030668, 0.23076534494715845, 0.5, 0.76923465505284155, 0.953089922969332
  };
  private static final double[] WEIGHTS = {
    0.11846344252809454,
    0.23931433524968324,
    0.28444444444444444,
    0.23931433524968324,
    0.11846344252809454
  };

  private FivePoints() {}

  /** Integral of f over [from, from + step]. */
  static Expr integral(UnaryOperator<Expr> f, Expr from, Expr step) {
    Expr sum = Expr.of(0);
    for (int k = 0; k < NODES.length; k++) {
      sum = sum.plus(f.apply(from.plus(step.times(NODES[k]))).times(WEIGHTS[k]));
    }
    return sum.times(step);
  }
}
