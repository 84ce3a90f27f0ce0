package org.pushforward.engine.variable;

import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.ReferenceBackend;

/** The value of an expression at given parameters. */
final class Numbers {
  private Numbers() {}

  static double value(Expr e, Map<String, Double> parameters) {
    List<String> names = List.copyOf(parameters.keySet());
    Program program = Lowering.program(List.of(e), names, List.of());
    double[][] output = new double[1][1];
    double[] point = names.stream().mapToDouble(parameters::get).toArray();
    new ReferenceBackend()
        .kernel(program)
        .evaluate(point, new EventBlock(new double[0][], 1), output);
    return output[0][0];
  }
}
