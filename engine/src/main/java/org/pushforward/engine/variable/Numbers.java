package org.pushforward.engine.variable;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.ReferenceBackend;

/** The value of an expression at given parameters. */
final class Numbers {
  private Numbers() {}

  static double value(Expr e, Map<String, Double> parameters) {
    return Double.isNaN(e.constantOrNaN())
        ? function(x -> e, parameters).applyAsDouble(0)
        : e.constantOrNaN();
  }

  /** The values of a formula of one number. */
  static DoubleUnaryOperator function(UnaryOperator<Expr> formula, Map<String, Double> parameters) {
    List<String> names = List.copyOf(parameters.keySet());
    Column x = Column.of("?x");
    Program program = Lowering.program(List.of(formula.apply(x)), names, List.of(x.name()));
    Kernel kernel = new ReferenceBackend().kernel(program);
    double[] point = names.stream().mapToDouble(parameters::get).toArray();
    return at -> {
      double[][] output = new double[1][1];
      kernel.evaluate(point, new EventBlock(new double[][] {{at}}, 1), output);
      return output[0][0];
    };
  }
}
