package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/**
 * A vector given that one component is in [low, high]: log p(x) - log P(low &lt; x_i &lt; high),
 * the probability being that of the component's own law.
 */
public record Conditioned(
    RandomVector vector, int component, RandomVariable marginal, double low, double high)
    implements RandomVector {

  @Override
  public int dimension() {
    return vector.dimension();
  }

  @Override
  public Expr logDensity(List<Expr> x) {
    Expr mass = marginal.logMass(Expr.of(low), Expr.of(high)).minus(marginal.logMass());
    return select(isInside(x), vector.logDensity(x).minus(mass), Expr.of(Double.NEGATIVE_INFINITY));
  }

  /** 1 where the component is, else 0. */
  Expr isInside(List<Expr> x) {
    Expr own = x.get(component);
    return lessOrEqual(Expr.of(low), own).times(lessOrEqual(own, Expr.of(high)));
  }

  @Override
  public Support support(int i) {
    return i == component ? marginal.conditioned(low, high).support() : vector.support(i);
  }

  @Override
  public Optional<RandomVariable> marginal(int i) {
    return i == component ? Optional.of(marginal.conditioned(low, high)) : Optional.empty();
  }

  @Override
  public RandomVector resolved(List<Domain> domains, Map<String, Double> reference) {
    RandomVariable resolved = marginal.resolved(domains.get(component), reference);
    return new Conditioned(vector.resolved(domains, reference), component, resolved, low, high);
  }
}
