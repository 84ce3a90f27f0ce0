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
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;
import org.pushforward.engine.kernel.opencl.OpenClBackend;
import org.pushforward.engine.kernel.opencl.TestDevice;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Every backend computes every law to the same bits. */
class NamedLawsBitsTest {
  private static final Column X = Column.of("x");

  static Stream<String> laws() {
    return Stream.of(NamedLaws.CONTINUOUS, NamedLaws.DISCRETE).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void simdGivesTheReferenceBits(String law) {
    NamedLaws.Open open = NamedLaws.open(law);
    List<Parameter> parameters = open.point().keySet().stream().map(Parameter::of).toList();
    Expr log = open.law().logDensity(X);
    List<Expr> outputs = new ArrayList<>(List.of(log, open.law().cdf(X), open.law().survival(X)));
    outputs.addAll(Derivative.gradient(log, parameters));
    check(law, new SimdBackend(), outputs, open);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void openClGivesTheReferenceBits(String law) {
    NamedLaws.Open open = NamedLaws.open(law);
    Backend opencl = new OpenClBackend(TestDevice.find(), new SimdBackend());
    check(law, opencl, List.of(open.law().logDensity(X), open.law().cdf(X)), open);
  }

  private static void check(String law, Backend backend, List<Expr> outputs, NamedLaws.Open open) {
    List<String> names = List.copyOf(open.point().keySet());
    double[] point = open.point().values().stream().mapToDouble(Double::doubleValue).toArray();
    double[] x = IntStream.range(0, 301).mapToDouble(i -> (i - 150) / 40.0).toArray();
    x[5] = -1e30;
    x[290] = 1e30;
    x[170] = Double.NaN;
    EventBlock block = new EventBlock(new double[][] {x}, x.length);
    SameBits.check(
        law,
        new ReferenceBackend(),
        backend,
        Lowering.program(outputs, names, List.of("x")),
        point,
        1,
        block);
  }
}
