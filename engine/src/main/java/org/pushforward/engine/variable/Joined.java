package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  @Override
  public Support support(int component) {
    int index = component;
    for (RandomVector vector : vectors) {
      if (index < vector.dimension()) {
        return vector.support(index);
      }
      index -= vector.dimension();
    }
    throw new IndexOutOfBoundsException(component);
  }

  @Override
  public RandomVector resolved(List<Domain> domains, Map<String, Double> reference) {
    List<RandomVector> resolved = new ArrayList<>();
    int from = 0;
    for (RandomVector vector : vectors) {
      int to = from + vector.dimension();
      resolved.add(vector.resolved(domains.subList(from, to), reference));
      from = to;
    }
    return new Joined(resolved);
  }
}
