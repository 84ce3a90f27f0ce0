package org.pushforward.engine.bijector;

import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Expr;

/**
 * y_i = x_order(i).
 *
 * @param order each index from 0 once
 */
public record Permutation(List<Integer> order) implements VectorBijector {
  public Permutation {
    order = List.copyOf(order);
    if (!order.stream()
        .sorted()
        .toList()
        .equals(IntStream.range(0, order.size()).boxed().toList())) {
      throw new IllegalArgumentException(order + " is no permutation");
    }
  }

  @Override
  public int dimension() {
    return order.size();
  }

  @Override
  public VectorImage forward(List<Expr> x) {
    return new VectorImage(order.stream().map(x::get).toList(), Expr.of(0));
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    return new VectorImage(
        IntStream.range(0, order.size()).mapToObj(i -> y.get(order.indexOf(i))).toList(),
        Expr.of(0));
  }
}
