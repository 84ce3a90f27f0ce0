package org.pushforward.engine.distribution;

import java.util.List;
import org.pushforward.engine.expr.Expr;

/** A law of n quantities that are not independent of each other. */
public interface VectorDistribution {

  /** n. */
  int dimension();

  /** Minus infinity outside the support. */
  Expr logDensity(List<Expr> x);

  /** A draw, as formulas of uniforms. */
  List<Expr> draw(Uniforms uniforms);

  /** The interval that each component is confined to. */
  Support support();
}
