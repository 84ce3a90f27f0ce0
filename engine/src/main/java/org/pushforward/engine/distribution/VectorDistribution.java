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

  /** What it is made of. */
  Parts parts();

  /** E X_i, infinite or NaN where that is so. */
  List<Expr> expectation();

  /** E (X_i - E X_i)(X_j - E X_j), {@code [i][j]}, infinite or NaN where that is so. */
  List<List<Expr>> covariance();

  /** -E log p(X) in nats. */
  Expr entropy();

  /** The interval that each component is confined to. */
  Support support();

  /** The law of one component alone. */
  Distribution marginal(int component);
}
