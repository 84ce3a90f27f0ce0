package org.pushforward.engine.distribution;

import java.util.List;
import java.util.function.Supplier;
import org.pushforward.engine.expr.Expr;

/** A law of n quantities that are not independent of each other. */
public interface VectorDistribution {

  /** n. */
  int dimension();

  /** Minus infinity outside the support. */
  Expr logDensity(List<Expr> x);

  /**
   * A draw, as formulas of independent uniforms on (0, 1).
   *
   * @param uniform gives another one each time
   */
  List<Expr> draw(Supplier<Expr> uniform);

  /** The interval that each component is confined to. */
  Support support();
}
