package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;

/** An increasing or decreasing map y = g(x) of an interval of the line onto another. */
public interface Bijector {

  /** g(x), at the domain's ends too, and log |g'(x)|. */
  Image forward(Expr x);

  /** g^-1(y), y in the range. */
  Expr preimage(Expr y);

  /** g^-1(y) and log |d g^-1 / dy|. */
  default Image inverse(Expr y) {
    Expr x = preimage(y);
    return new Image(x, forward(x).logDet().negate());
  }

  /** 1 where the map increases, 0 where it decreases. */
  default Expr rises() {
    return Expr.of(1);
  }

  /** Where it is defined. */
  default Interval domain() {
    return Interval.LINE;
  }

  /** All its images. */
  default Interval range() {
    return Interval.LINE;
  }
}
