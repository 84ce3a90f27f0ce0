package org.pushforward.engine.variable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Values of expressions at given parameters. */
final class Numbers {
  private Numbers() {}

  static double value(Expr e, Map<String, Double> parameters) {
    return Double.isNaN(e.constantOrNaN()) ? values(List.of(e), parameters)[0] : e.constantOrNaN();
  }

  static double[] values(List<Expr> formulas, Map<String, Double> parameters) {
    return function(x -> formulas, parameters).apply(0);
  }

  /** The value of a formula of one number. */
  static DoubleUnaryOperator of(UnaryOperator<Expr> formula, Map<String, Double> parameters) {
    DoubleFunction<double[]> values = function(x -> List.of(formula.apply(x)), parameters);
    return at -> values.apply(at)[0];
  }

  private static DoubleFunction<double[]> function(
      Function<Expr, List<Expr>> formulas, Map<String, Double> parameters) {
    List<String> names = List.copyOf(parameters.keySet());
    Column x = Column.of("?x");
    Program program = Lowering.program(formulas.apply(x), names, List.of(x.name()));
    Kernel kernel = new ReferenceBackend().kernel(program);
    double[] point = names.stream().mapToDouble(parameters::get).toArray();
    return at -> {
      double[][] outputs = new double[program.outputs()][1];
      kernel.evaluate(point, new EventBlock(new double[][] {{at}}, 1), outputs);
      return Arrays.stream(outputs).mapToDouble(output -> output[0]).toArray();
    };
  }
}
