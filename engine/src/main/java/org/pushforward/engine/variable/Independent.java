package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/** Components that are independent of each other: log densities add. */
public record Independent(List<RandomVariable> components) implements RandomVector {

  public Independent {
    components = List.copyOf(components);
  }

  @Override
  public int dimension() {
    return components.size();
  }

  @Override
  public Expr logDensity(List<Expr> x) {
    Expr sum = Expr.of(0);
    for (int i = 0; i < components.size(); i++) {
      sum = sum.plus(components.get(i).logDensity(x.get(i)));
    }
    return sum;
  }

  @Override
  public Support support(int component) {
    return components.get(component).support();
  }

  @Override
  public boolean isDiscrete(int component) {
    return components.get(component).isDiscrete();
  }

  @Override
  public RandomVector resolved(List<Domain> domains, Map<String, Double> reference, Scheme scheme) {
    List<RandomVariable> resolved = new ArrayList<>();
    for (RandomVariable component : components) {
      resolved.add(component.resolved(domains.get(resolved.size()), reference, scheme));
    }
    return new Independent(resolved);
  }

  @Override
  public Optional<RandomVariable> marginal(int component) {
    return Optional.of(components.get(component));
  }

  @Override
  public RandomVector conditioned(List<Support> ranges) {
    return each(ranges, (x, range) -> x.conditioned(range.low(), range.high()));
  }

  /** Those that have a range changed. */
  Independent each(
      List<Support> ranges, BiFunction<RandomVariable, Support, RandomVariable> change) {
    List<RandomVariable> changed = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      RandomVariable x = components.get(i);
      changed.add(ranges.get(i).equals(Support.LINE) ? x : change.apply(x, ranges.get(i)));
    }
    return new Independent(changed);
  }
}
