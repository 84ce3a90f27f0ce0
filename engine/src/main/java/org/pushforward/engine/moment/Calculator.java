package org.pushforward.engine.moment;

import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;

/** Evaluates formulas at given parameters. */
public record Calculator(Backend backend, Map<String, Double> at) {

  /** The parameters' values, in their order. */
  public double[] point() {
    return at.values().stream().mapToDouble(v -> v).toArray();
  }

  /** Names, in the order of {@link #point}. */
  public List<String> parameters() {
    return List.copyOf(at.keySet());
  }

  /** The value of a formula without columns. */
  public double value(Expr formula) {
    return Double.isNaN(formula.constantOrNaN())
        ? values(List.of(formula), "", new double[1], 1)[0][0]
        : formula.constantOrNaN();
  }

  /** {@code [formula][row]}, the formulas' one column being given. */
  double[][] values(List<Expr> formulas, String name, double[] column, int rows) {
    return values(formulas, List.of(name), new double[][] {column}, rows);
  }

  /**
   * {@code [formula][row]}.
   *
   * @param columns {@code [name][row]}
   */
  double[][] values(List<Expr> formulas, List<String> names, double[][] columns, int rows) {
    double[][] values = new double[formulas.size()][rows];
    backend
        .kernel(Lowering.program(formulas, parameters(), names))
        .evaluate(point(), new EventBlock(columns, rows), values);
    return values;
  }
}
