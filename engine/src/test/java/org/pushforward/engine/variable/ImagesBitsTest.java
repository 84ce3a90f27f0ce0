package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;
import org.pushforward.engine.kernel.opencl.OpenClBackend;
import org.pushforward.engine.kernel.opencl.TestDevice;
import org.pushforward.engine.kernel.simd.SimdBackend;

/**
 * Every backend computes images under formulas, and vectors, to the same bits: log densities with
 * their gradients, and draws with their log densities.
 */
class ImagesBitsTest {
  private static final List<String> NAMES = List.of("m", "s", "r", "nu");

  static Stream<String> models() {
    Stream<String> images =
        Stream.of(
            "z ~ normal(m, s)\ny ~ z^3 - z",
            "z ~ cauchy(m, s)\ny ~ z - 1/z",
            "z ~ normal(m, s)\ny ~ z + exp(r)*sinh(z)",
            "y ~ abs(student_t(nu, m, s))",
            "y ~ cos(truncate(normal(m, s), -1, 2))",
            "y ~ spline({-1, 0, 2}, {-3, m, 1}, {1, s, r}, logistic(m, s))",
            "x ~ iid(3, normal(0, 1))\ny ~ {m + s*x1 + x2^3, x2 + x3^2/2, sinh(x3) + x3}");
    return Stream.concat(images, VectorsTest.MODELS.stream());
  }

  @ParameterizedTest
  @MethodSource("models")
  void simdGivesTheReferenceBits(String model) {
    check(model, new SimdBackend());
  }

  @ParameterizedTest
  @MethodSource("models")
  void openClGivesTheReferenceBits(String model) {
    check(model, new OpenClBackend(TestDevice.find(), new SimdBackend()));
  }

  private static void check(String text, Backend backend) {
    Model model = ModelReader.read(Text.of("model", text), NAMES);
    Model.Part part = model.parts().get(model.parts().size() - 1);
    RandomVector y = part.vector();
    List<String> columns = IntStream.range(0, y.dimension()).mapToObj(i -> "at" + i).toList();
    Expr log = y.logDensity(columns.stream().<Expr>map(Column::of).toList());
    List<Expr> outputs = new ArrayList<>(List.of(log));
    outputs.addAll(Derivative.gradient(log, NAMES.stream().map(Parameter::of).toList()));
    Sampler.VectorSample sample = Sampler.sample(y, 3);
    outputs.addAll(sample.values());
    outputs.add(sample.logDensity());
    Program program = Lowering.program(outputs, NAMES, columns);
    double[] points = {0.2, 0.9, 0.4, 3.5, -0.3, 1.7, -0.6, 1.5};
    SameBits.check(text, new ReferenceBackend(), backend, program, points, 2, block(y.dimension()));
  }

  /** Points inside and outside, and special numbers. */
  private static EventBlock block(int dimension) {
    int rows = 150;
    double[][] columns = new double[dimension][rows];
    double[] special = {0, -1, 1, Double.NaN, 1e30, -1e30, Double.POSITIVE_INFINITY};
    for (int j = 0; j < dimension; j++) {
      for (int i = 0; i < rows; i++) {
        columns[j][i] =
            i < 2 * special.length
                ? special[(i + i / special.length * j) % special.length]
                : (i * (j + 0.6180339887498949) % 1 - (i % 2) / 2.0) * (1 + i % 5);
      }
    }
    return new EventBlock(columns, rows, 20261122, (1L << 32) - 70);
  }
}
