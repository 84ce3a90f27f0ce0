package org.pushforward.engine.variable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.distribution.VectorDistribution;
import org.pushforward.engine.expr.Expr;

/** A fresh draw from a law of several dimensions. */
public record DrawnVector(VectorDistribution law) implements RandomVector {
  @Override
  public int dimension() {
    return law.dimension();
  }

  @Override
  public Expr logDensity(List<Expr> x) {
    return law.logDensity(x);
  }

  @Override
  public Support support(int component) {
    return law.support();
  }

  @Override
  public boolean isDiscrete(int component) {
    return false;
  }

  @Override
  public RandomVector resolved(List<Domain> domains, Map<String, Double> reference, Scheme scheme) {
    return this;
  }

  @Override
  public Optional<RandomVariable> marginal(int component) {
    return Optional.of(new Draw(law.marginal(component)));
  }
}
