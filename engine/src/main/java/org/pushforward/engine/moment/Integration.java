package org.pushforward.engine.moment;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.RandomVariable;

/** Quantities by quadrature, those of discrete variables by summation. */
public final class Integration {
  private final Calculator calculator;
  private final Map<Average, double[]> found = new LinkedHashMap<>(); // value, error
  private long evaluations;

  private Integration(Calculator calculator) {
    this.calculator = calculator;
  }

  /** The quantities, in their order. */
  public static List<Estimate> of(List<Quantity> quantities, Calculator calculator) {
    Integration integration = new Integration(calculator);
    List<Average> averages = Quantity.averages(quantities);
    Set<Subject> subjects = new LinkedHashSet<>();
    averages.forEach(a -> subjects.add(a.over()));
    for (Subject subject : subjects) {
      integration.integrate(subject, averages.stream().filter(a -> a.over() == subject).toList());
    }
    return quantities.stream()
        .map(q -> q.integrated(integration.found, integration.evaluations))
        .toList();
  }

  private void integrate(Subject subject, List<Average> averages) {
    averages.forEach(a -> found.put(a, new double[2]));
    for (Path path : subject.integrated()) {
      RandomVariable leaf = path.leaf();
      double probability = calculator.value(path.walk(x -> Expr.of(0)).weight());
      if (probability == 0) {
        continue;
      }
      Function<Expr, List<Expr>> integrands =
          x -> {
            Path.End end = path.walk(any -> x);
            return averages.stream()
                .map(a -> a.integrand().at(end.values(), end.logDensity()))
                .toList();
          };
      Averages part =
          leaf.isDiscrete()
              ? new Summation(calculator).over(leaf, integrands)
              : new Quadrature(calculator).over(leaf, integrands);
      evaluations += part.evaluations();
      for (int k = 0; k < averages.size(); k++) {
        double[] sum = found.get(averages.get(k));
        sum[0] += probability * part.values()[k];
        sum[1] += Math.abs(probability) * part.errors()[k];
      }
    }
  }
}
