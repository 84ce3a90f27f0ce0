package org.pushforward.engine.bijector;

import java.util.List;
import org.pushforward.engine.expr.Expr;

/**
 * The image of a point of n coordinates.
 *
 * @param logDet log |det d values / d point|
 */
public record VectorImage(List<Expr> values, Expr logDet) {
  public VectorImage {
    values = List.copyOf(values);
  }
}
