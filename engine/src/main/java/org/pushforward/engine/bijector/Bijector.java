package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;

/** An invertible map y = g(x) of the line, or of the part of it above a number. */
public interface Bijector {

  /** g(x) and log |g'(x)|. */
  Image forward(Expr x);

  /** g^-1(y) and log |d g^-1 / dy|. */
  Image inverse(Expr y);

  /** 1 where the map increases, 0 where it decreases. */
  default Expr rises() {
    return Expr.of(1);
  }

  /** The value above which it is defined; minus infinity if that is everywhere. */
  default double lowestPreimage() {
    return Double.NEGATIVE_INFINITY;
  }

  /** The value above which all images lie; minus infinity if there is none. */
  default double lowestImage() {
    return Double.NEGATIVE_INFINITY;
  }
}
