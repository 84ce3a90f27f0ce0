package org.pushforward.engine.gradient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;

/** A formula where some of its symbols go through rows of numbers and the rest stay. */
final class Rows {
  private final Kernel kernel;
  private final double[] point;

  /**
   * @param symbols what goes through rows
   * @param at what stays; of a symbol, what a table that was computed once takes it for
   */
  Rows(Expr formula, List<Parameter> symbols, Map<Parameter, Double> at) {
    Map<Parameter, Expr> columns = new HashMap<>();
    symbols.forEach(p -> columns.put(p, Column.of(p.name())));
    List<Parameter> fixed = List.copyOf(at.keySet());
    point = fixed.stream().mapToDouble(at::get).toArray();
    kernel =
        new ReferenceBackend()
            .kernel(
                Lowering.program(
                    List.of(Substitution.of(formula, columns)),
                    fixed.stream().map(Parameter::name).toList(),
                    symbols.stream().map(Parameter::name).toList()));
  }

  /**
   * The formula's values.
   *
   * @param rows [row][symbol]
   */
  double[] values(double[][] rows) {
    int symbols = rows.length == 0 ? 0 : rows[0].length;
    double[][] columns = new double[symbols][rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int k = 0; k < symbols; k++) {
        columns[k][row] = rows[row][k];
      }
    }
    double[][] values = new double[1][rows.length];
    kernel.evaluate(point, new EventBlock(columns, rows.length), values);
    return values[0];
  }
}
