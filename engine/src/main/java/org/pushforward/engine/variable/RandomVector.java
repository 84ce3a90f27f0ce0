package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.convolution.Scheme;
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
  RandomVector resolved(List<Domain> domains, Map<String, Double> reference, Scheme scheme);

  /** The same by {@link Scheme#AUTO}. */
  default RandomVector resolved(List<Domain> domains, Map<String, Double> reference) {
    return resolved(domains, reference, Scheme.AUTO);
  }

  /** Whether a component is, the joint density being that of probabilities in it. */
  boolean isDiscrete(int component);

  /** The law of one component alone; empty where it is not known. */
  Optional<RandomVariable> marginal(int component);

  /**
   * This vector given that each component lies in its range, {@link Support#LINE} if it has none;
   * of a mixture, each vector is conditioned.
   *
   * @throws UnsupportedOperationException where the probability of that is not derived
   */
  default RandomVector conditioned(List<Support> ranges) {
    return Conditioned.of(this, ranges);
  }

  /** This vector given that one component lies in [low, high]. */
  default RandomVector conditioned(int component, double low, double high) {
    List<Support> ranges = new ArrayList<>(Collections.nCopies(dimension(), Support.LINE));
    ranges.set(component, new Support(Expr.of(low), Expr.of(high)));
    return conditioned(ranges);
  }
}
