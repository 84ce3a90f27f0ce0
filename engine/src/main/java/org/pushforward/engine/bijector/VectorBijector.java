package org.pushforward.engine.bijector;

import java.util.Collections;
import java.util.List;
import org.pushforward.engine.expr.Expr;

/** An invertible map of n coordinates to n coordinates. */
public interface VectorBijector {

  /** n. */
  int dimension();

  /** The image of a point of the domain, and log |det| of the derivatives there. */
  VectorImage forward(List<Expr> x);

  /** The point whose image this is, y in the range, and log |det| of the inverse's derivatives. */
  VectorImage inverse(List<Expr> y);

  /** 1 where x is in the domain, else 0. */
  default Expr isDefined(List<Expr> x) {
    return Expr.of(1);
  }

  /** 1 where y is an image, else 0. */
  default Expr isImage(List<Expr> y) {
    return Expr.of(1);
  }

  /** A point of the domain. */
  default List<Expr> point() {
    return Collections.nCopies(dimension(), Expr.of(0));
  }

  /** Where a coordinate of x may lie. */
  default Interval domain(int coordinate) {
    return Interval.LINE;
  }

  /** Where a coordinate of y may lie. */
  default Interval range(int coordinate) {
    return Interval.LINE;
  }
}
