package org.pushforward.engine.distribution;

import java.util.List;
import java.util.function.Function;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.expr.Expr;

/**
 * Independent variables that a vector is made of by a bijection (Rosenblatt 1952): each component
 * by its law given the ones before it.
 *
 * @param laws as many as the vector has components
 */
public record Parts(List<Distribution> laws, Function<List<Expr>, VectorImage> map) {
  public Parts {
    laws = List.copyOf(laws);
  }

  /** The vector, and the log-determinant of the map. */
  public VectorImage whole(List<Expr> parts) {
    return map.apply(parts);
  }
}
