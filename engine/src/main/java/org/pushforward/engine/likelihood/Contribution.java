package org.pushforward.engine.likelihood;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.ahead;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;

/**
 * What one row adds to the negative log-likelihood.
 *
 * @param term the addend
 * @param columns of a block: unbinned, the observables and, if there are weights, {@link #WEIGHT};
 *     binned, the edges and {@link #COUNT}
 */
public record Contribution(Expr term, List<String> columns) {
  public static final String WEIGHT = "weight";
  public static final String COUNT = "count";

  /**
   * -w sum_i log p_i(x_i), the observables being independent.
   *
   * @param variables by observable: a column within its range, on which the variable is conditioned
   */
  public static Contribution unbinned(Map<Column, RandomVariable> variables, boolean weighted) {
    RandomVector all = new Independent(List.copyOf(variables.values()));
    return unbinned(List.copyOf(variables.keySet()), List.of(all), weighted);
  }

  /**
   * -w sum_i log p_i(x_i), the vectors being independent.
   *
   * @param observables of all components, one vector's after the other's: each a column within its
   *     range, on which the component is conditioned
   */
  public static Contribution unbinned(
      List<Column> observables, List<RandomVector> vectors, boolean weighted) {
    Expr logDensity = Expr.of(0);
    int next = 0;
    for (RandomVector vector : vectors) {
      List<Expr> x = List.copyOf(observables.subList(next, next + vector.dimension()));
      logDensity = logDensity.plus(vector.logDensity(x));
      next += vector.dimension();
    }
    List<String> columns = new ArrayList<>(observables.stream().map(Column::name).toList());
    if (weighted) {
      columns.add(WEIGHT);
      logDensity = logDensity.times(Column.of(WEIGHT));
    }
    return new Contribution(logDensity.negate(), List.copyOf(columns));
  }

  /**
   * -n log p, p the probability of a bin; an empty bin adds nothing, whatever p.
   *
   * @param edge the edges of the observable's bins, within its range
   */
  public static Contribution binned(Column edge, RandomVariable variable) {
    Expr count = Column.of(COUNT);
    Expr counted = select(less(Expr.of(0), count), probability(edge, variable), Expr.of(1));
    return new Contribution(count.times(log(counted)).negate(), List.of(edge.name(), COUNT));
  }

  /**
   * Of a bin, which holds its lower edge; the last one holds both.
   *
   * @param edge the edges of bins within a range, of which the last edge is the upper end
   */
  public static Expr probability(Column edge, RandomVariable variable) {
    Expr end = Expr.of(edge.high());
    Expr below = variable.isDiscrete() ? select(less(edge, end), variable.before(edge), end) : edge;
    return variable.probability(below, ahead(below));
  }

  /** What the two differ by, in size. */
  public Contribution distance(Contribution other) {
    return new Contribution(abs(term.minus(other.term)), columns);
  }

  /** Outputs: the value, then the gradient by the free parameters. */
  public Program gradient(List<String> parameters, List<String> free) {
    List<Expr> outputs = new ArrayList<>();
    outputs.add(term);
    outputs.addAll(Derivative.gradient(term, parameters(free)));
    return Lowering.program(outputs, parameters, columns);
  }

  /** Outputs: the upper triangle of the Hessian by the free parameters, row by row. */
  public Program hessian(List<String> parameters, List<String> free) {
    return Lowering.program(Derivative.hessian(term, parameters(free)), parameters, columns);
  }

  private static List<Parameter> parameters(List<String> names) {
    return names.stream().map(Parameter::of).toList();
  }
}
