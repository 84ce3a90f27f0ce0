package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Map;
import org.pushforward.engine.bijector.Interval;
import org.pushforward.engine.bijector.VectorBijector;
import org.pushforward.engine.bijector.VectorChain;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/**
 * The image of a vector without sums under a map: log p(y) = log p(x) + log |det dx/dy| at x =
 * g^-1(y), and minus infinity where y is no image.
 */
public record PushedVector(VectorBijector map, RandomVector vector) implements RandomVector {
  @Override
  public int dimension() {
    return map.dimension();
  }

  @Override
  public Expr logDensity(List<Expr> y) {
    Expr isImage = map.isImage(y);
    VectorImage x = map.inverse(VectorChain.inRange(map, isImage, y));
    Expr logDensity = vector.logDensity(x.values()).plus(x.logDet());
    return select(isImage, logDensity, Expr.of(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Support support(int component) {
    Interval range = map.range(component);
    return new Support(Expr.of(range.low()), Expr.of(range.high()));
  }

  @Override
  public RandomVector resolved(List<Domain> domains, Map<String, Double> reference) {
    return this;
  }
}
