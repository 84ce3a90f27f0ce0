package org.pushforward.engine.distribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pushforward.engine.expr.Expr;

/** Laws that are given by points of the line, in rising order. */
final class Points {
  private Points() {}

  /** The law whose points are shift + scale p; empty where the sign of scale is not known. */
  static Optional<Distribution> moved(
      Expr shift, Expr scale, Function<List<Expr>, Distribution> law, Expr... points) {
    List<Expr> moved = new ArrayList<>();
    for (Expr p : points) {
      moved.add(shift.plus(scale.times(p)));
    }
    double sign = scale.constantOrNaN();
    if (sign < 0) {
      Collections.reverse(moved);
    }
    return sign < 0 || sign > 0 ? Optional.of(law.apply(moved)) : Optional.empty();
  }
}
