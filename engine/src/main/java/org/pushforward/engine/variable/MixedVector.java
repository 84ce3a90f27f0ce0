package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/** One of several vectors, taken with given probabilities; see {@link Mixture}. */
public record MixedVector(List<Component> components) implements RandomVector {

  /** A vector and the probability that it is the one. */
  public record Component(Expr weight, RandomVector vector) {}

  public MixedVector {
    components = List.copyOf(components);
  }

  @Override
  public int dimension() {
    return components.get(0).vector.dimension();
  }

  /** The components' probabilities. */
  public List<Expr> weights() {
    return components.stream().map(Component::weight).toList();
  }

  /** log sum_k w_k p_k(x). */
  @Override
  public Expr logDensity(List<Expr> x) {
    return Mixture.logSum(weights(), components.stream().map(c -> c.vector.logDensity(x)).toList());
  }

  @Override
  public Support support(int component) {
    return components.stream()
        .map(c -> c.vector.support(component))
        .reduce(Support::hull)
        .orElseThrow();
  }

  @Override
  public boolean isDiscrete(int component) {
    return components.get(0).vector.isDiscrete(component);
  }

  @Override
  public RandomVector resolved(List<Domain> domains, Map<String, Double> reference, Scheme scheme) {
    return each(v -> v.resolved(domains, reference, scheme));
  }

  @Override
  public Optional<RandomVariable> marginal(int component) {
    List<Mixture.Component> marginals = new ArrayList<>();
    for (Component c : components) {
      c.vector
          .marginal(component)
          .ifPresent(v -> marginals.add(new Mixture.Component(c.weight, v)));
    }
    return marginals.size() == components.size()
        ? Optional.of(new Mixture(marginals))
        : Optional.empty();
  }

  /** Each of its vectors is. */
  @Override
  public RandomVector conditioned(List<Support> ranges) {
    return each(v -> v.conditioned(ranges));
  }

  /** The mixture of these in the place of the vectors. */
  public MixedVector each(UnaryOperator<RandomVector> change) {
    return new MixedVector(
        components.stream().map(c -> new Component(c.weight, change.apply(c.vector))).toList());
  }
}
