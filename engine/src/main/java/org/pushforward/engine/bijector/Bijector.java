package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;

/** An invertible map y = g(x) of the line. */
public interface Bijector {

  /** g(x) and log |g'(x)|. */
  Image forward(Expr x);

  /** g^-1(y) and log |d g^-1 / dy|. */
  Image inverse(Expr y);

  /** The value above which all images lie; minus infinity if there is none. */
  default double lowestImage() {
    return Double.NEGATIVE_INFINITY;
  }
}
