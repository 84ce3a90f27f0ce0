package org.pushforward.engine.variable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/** How several quantities came about together. */
public sealed interface RandomVector
    permits Independent, DrawnVector, PushedVector, Joined, Conditioned, MixedVector {

  /** The number of components. */
  int dimension();

  /** The log of the joint density. */
  Expr logDensity(List<Expr> x);

  /** The interval that a component is confined to. */
  Support support(int component);

  /**
   * The same vector with every sum made a law, as {@link RandomVariable#resolved}.
   *
   * @param domains of the components
   */
  RandomVector resolved(List<Domain> domains, Map<String, Double> reference);

  /** The law of one component alone; empty where it is not known. */
  Optional<RandomVariable> marginal(int component);

  /**
   * This vector given that a component lies in [low, high].
   *
   * @throws UnsupportedOperationException where the probability of that is not known
   */
  default RandomVector conditioned(int component, double low, double high) {
    RandomVariable marginal =
        marginal(component)
            .orElseThrow(
                () -> new UnsupportedOperationException("the law of this component is not known"));
    return new Conditioned(this, component, marginal, low, high);
  }
}
