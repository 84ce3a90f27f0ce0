package org.pushforward.engine.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Expr;

/** Values of expressions of parameters and one column, by a backend. */
public final class Evaluation {
  private Evaluation() {}

  /** [output][row] at these values of the column. */
  public static double[][] rows(
      Backend backend,
      List<Expr> outputs,
      Map<String, Double> point,
      String column,
      double... values) {
    return run(backend, outputs, point, column, values, values.length);
  }

  /** [output][bin] for these edges of contiguous bins. */
  public static double[][] bins(
      Backend backend,
      List<Expr> outputs,
      Map<String, Double> point,
      String column,
      double... edges) {
    return run(backend, outputs, point, column, edges, edges.length - 1);
  }

  private static double[][] run(
      Backend backend,
      List<Expr> outputs,
      Map<String, Double> point,
      String column,
      double[] values,
      int rows) {
    List<String> names = point.keySet().stream().sorted().toList();
    Kernel kernel = backend.kernel(Lowering.program(outputs, names, List.of(column)));
    double[][] results = new double[outputs.size()][rows];
    kernel.evaluate(
        names.stream().mapToDouble(point::get).toArray(),
        new EventBlock(new double[][] {Arrays.copyOf(values, values.length)}, rows),
        results);
    return results;
  }
}
