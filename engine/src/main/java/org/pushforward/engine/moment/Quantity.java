package org.pushforward.engine.moment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.pushforward.engine.expr.Expr;

/**
 * A number that is asked for: a function of averages.
 *
 * @param name what results call it
 * @param of from the averages' values, in their order
 * @param formula what it is, where that is known
 */
public record Quantity(
    String name, List<Average> averages, ToDoubleFunction<double[]> of, Optional<Expr> formula) {

  public Quantity {
    averages = List.copyOf(averages);
  }

  /** Its exact value, where that is known. */
  public Optional<Estimate> exact(Calculator calculator) {
    return formula.map(e -> Estimate.exact(calculator.value(e)));
  }

  /** Whether it can be integrated; what is made of more than two variables is sampled. */
  public boolean isIntegrable() {
    return averages.stream().allMatch(a -> a.over().isIntegrable());
  }

  /** All averages that some quantities need, each once. */
  static List<Average> averages(List<Quantity> quantities) {
    Set<Average> all = new LinkedHashSet<>();
    quantities.forEach(q -> all.addAll(q.averages()));
    return List.copyOf(all);
  }

  /**
   * This quantity of integrals with errors: each moves the value by its error, one way or the
   * other, and what they do is added.
   */
  Estimate integrated(Map<Average, double[]> found, long evaluations) {
    double[] values = averages.stream().mapToDouble(a -> found.get(a)[0]).toArray();
    double value = of.applyAsDouble(values);
    double error = 0;
    for (int i = 0; i < values.length; i++) {
      double at = values[i];
      double own = found.get(averages.get(i))[1];
      values[i] = at + own;
      double up = Math.abs(of.applyAsDouble(values) - value);
      values[i] = at - own;
      double down = Math.abs(of.applyAsDouble(values) - value);
      values[i] = at;
      error += up > down ? up : down;
    }
    boolean isDiscrete = averages.stream().allMatch(a -> a.over().isDiscrete());
    return new Estimate(
        value,
        Double.isInfinite(value) ? 0 : error,
        isDiscrete ? Method.SUMMATION : Method.QUADRATURE,
        evaluations);
  }
}
