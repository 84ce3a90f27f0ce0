package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/** Vectors that are independent of each other, one after the other. */
public record Joined(List<RandomVector> vectors) implements RandomVector {
  public Joined {
    vectors = List.copyOf(vectors);
  }

  @Override
  public int dimension() {
    return vectors.stream().mapToInt(RandomVector::dimension).sum();
  }

  @Override
  public Expr logDensity(List<Expr> x) {
    Expr sum = Expr.of(0);
    int from = 0;
    for (RandomVector vector : vectors) {
      sum = sum.plus(vector.logDensity(x.subList(from, from + vector.dimension())));
      from += vector.dimension();
    }
    return sum;
  }

  /** A component of this as one of a vector that it is made of. */
  private record Part(int vector, int component) {}

  private Part part(int component) {
    int index = component;
    for (int k = 0; k < vectors.size(); k++) {
      if (index < vectors.get(k).dimension()) {
        return new Part(k, index);
      }
      index -= vectors.get(k).dimension();
    }
    throw new IndexOutOfBoundsException(component);
  }

  @Override
  public Support support(int component) {
    Part part = part(component);
    return vectors.get(part.vector()).support(part.component());
  }

  @Override
  public boolean isDiscrete(int component) {
    Part part = part(component);
    return vectors.get(part.vector()).isDiscrete(part.component());
  }

  @Override
  public Optional<RandomVariable> marginal(int component) {
    Part part = part(component);
    return vectors.get(part.vector()).marginal(part.component());
  }

  @Override
  public RandomVector conditioned(List<Support> ranges) {
    return each(ranges, RandomVector::conditioned);
  }

  /** Each vector changed, with the ranges of its components. */
  Joined each(List<Support> ranges, BiFunction<RandomVector, List<Support>, RandomVector> change) {
    List<RandomVector> changed = new ArrayList<>();
    int from = 0;
    for (RandomVector vector : vectors) {
      int to = from + vector.dimension();
      changed.add(change.apply(vector, ranges.subList(from, to)));
      from = to;
    }
    return new Joined(changed);
  }

  @Override
  public RandomVector resolved(List<Domain> domains, Map<String, Double> reference, Scheme scheme) {
    List<RandomVector> resolved = new ArrayList<>();
    int from = 0;
    for (RandomVector vector : vectors) {
      int to = from + vector.dimension();
      resolved.add(vector.resolved(domains.subList(from, to), reference, scheme));
      from = to;
    }
    return new Joined(resolved);
  }
}
