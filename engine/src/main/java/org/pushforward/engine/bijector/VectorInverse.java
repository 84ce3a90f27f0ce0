package org.pushforward.engine.bijector;

import java.util.List;
import org.pushforward.engine.expr.Expr;

/** The inverse of a map. */
public record VectorInverse(VectorBijector map) implements VectorBijector {
  @Override
  public int dimension() {
    return map.dimension();
  }

  @Override
  public VectorImage forward(List<Expr> x) {
    return map.inverse(x);
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    return map.forward(y);
  }

  @Override
  public Expr isDefined(List<Expr> x) {
    return map.isImage(x);
  }

  @Override
  public Expr isImage(List<Expr> y) {
    return map.isDefined(y);
  }

  @Override
  public List<Expr> point() {
    return map.forward(map.point()).values();
  }

  @Override
  public Interval domain(int coordinate) {
    return map.range(coordinate);
  }

  @Override
  public Interval range(int coordinate) {
    return map.domain(coordinate);
  }
}
