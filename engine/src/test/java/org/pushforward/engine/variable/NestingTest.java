package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Each operation of the algebra on what each other makes. */
class NestingTest {
  private static final Column X = Column.of("x");
  private static final Backend BACKEND = new SimdBackend();

  /** Nearer than this to +-1, tanh x says x to 10 digits and less. */
  private static final double NEAR = 1e-6;

  /** Such places, and their images under the second operation, are not integrated. */
  private static final double BLUR = 4 * NEAR;

  /**
   * Where the density goes as |y - e|^-1/2, numbers next to e, 2^-53 apart, miss the square root of
   * that, 1e-8, and their own rounding costs as much.
   */
  private static final double BESIDE_BREAK = 2e-8;

  private static final List<String> OPERATIONS =
      List.of(
          "1 - 2*v",
          "tanh(v)",
          "(v - 0.25)^2",
          "v^3 - v",
          "truncate(v, -0.5, 0.75)",
          "mix(0.25 -> v, 0.75 -> exponential(2))",
          "v + normal(0, 0.5)",
          "v + uniform(0, 1)");

  static Stream<String> pairs() {
    return OPERATIONS.stream()
        .flatMap(
            first ->
                OPERATIONS.stream()
                    .map(
                        second ->
                            "u ~ normal(0.25, 0.75); w ~ "
                                + first.replace("v", "u")
                                + "; x ~ "
                                + second.replace("v", "w")));
  }

  /** Kolmogorov-Smirnov; one of these tests fails by luck once in 10^6, 2 exp(-2 n d^2) = 1e-8. */
  @ParameterizedTest
  @MethodSource("pairs")
  void theDistributionFunctionIsThatOfDraws(String model) {
    RandomVariable written = read(model);
    RandomVariable x = written.resolved(new Domain(-8, 12), Map.of());
    int count = 4000;
    double[][] found = new double[1][count];
    BACKEND
        .kernel(Lowering.program(List.of(Sampler.draw(written, 0)), List.of(), List.of()))
        .evaluate(new double[0], EventBlock.samples(20261121, 0, count), found);
    Arrays.sort(found[0]);
    double[] cdf = values(x.cdf(X), found[0]);
    double d = 0;
    for (int i = 0; i < count; i++) {
      if (found[0][i] > -8 && found[0][i] < 12) {
        d = Math.max(d, Math.max((i + 1.0) / count - cdf[i], cdf[i] - (double) i / count));
      }
    }
    assertTrue(2 * Math.exp(-2 * count * d * d) > 1e-8, model + " " + d);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theDensityIntegratesToTheDistributionFunction(String model) {
    RandomVariable written = read(model);
    RandomVariable x = written.resolved(new Domain(-8, 12), Map.of());
    TreeSet<Double> breaks = breaks(model);
    TreeSet<Double> places = new TreeSet<>(breaks);
    IntStream.rangeClosed(-16, 24).forEach(i -> places.add(i / 2.0));
    double[] edges = places.stream().mapToDouble(place -> place).toArray();
    Kernel density = kernel(x.density(X));
    Column edge = Column.edges("x");
    double[] inBin =
        Evaluation.bins(
            BACKEND, List.of(x.probability(edge, Formulas.ahead(edge))), Map.of(), "x", edges)[0];
    double[] below = values(x.cdf(X), edges);
    double[] above = values(x.survival(X), edges);
    for (int i = 0; i < edges.length; i++) {
      assertEquals(1, below[i] + above[i], 1e-15, model + " " + edges[i]);
    }
    for (int i = 0; i + 1 < edges.length; i++) {
      String where = model + " [" + edges[i] + ", " + edges[i + 1] + "]";
      assertEquals(below[i + 1] - below[i], inBin[i], 1e-15, where);
      if (edges[i + 1] - edges[i] > BLUR) {
        boolean isBesideBreak = breaks.contains(edges[i]) || breaks.contains(edges[i + 1]);
        assertEquals(
            inBin[i],
            integral(density, edges[i], edges[i + 1], 8),
            (isBesideBreak ? BESIDE_BREAK : 1e-11) + jump(x),
            where);
      }
    }
    if (!Sum.isIn(written)) {
      int last = edges.length - 1;
      assertEquals(below[0], integral(density, edges[0], Double.NEGATIVE_INFINITY, 0), 1e-11);
      assertEquals(above[last], integral(density, edges[last], Double.POSITIVE_INFINITY, 0), 1e-11);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theWholeMassIsOne(String model) {
    RandomVariable x = read(model).resolved(new Domain(-8, 12), Map.of());
    double[] ends = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    assertArrayEquals(new double[] {0, 1}, values(x.cdf(X), ends));
    assertArrayEquals(new double[] {1, 0}, values(x.survival(X), ends));
    double[] at = new double[2001];
    Arrays.setAll(at, i -> -8.0037 + 0.01 * i);
    double[] density = values(x.density(X), at);
    double[] logDensity = values(x.logDensity(X), at);
    double[] cdf = values(x.cdf(X), at);
    double low = x.support().low().constantOrNaN();
    double high = x.support().high().constantOrNaN();
    for (int i = 0; i < at.length; i++) {
      if (at[i] < low || at[i] > high) {
        assertEquals(0, density[i], model + " " + at[i]);
        assertEquals(at[i] < low ? 0 : 1, cdf[i], model + " " + at[i]);
      }
      assertTrue(density[i] >= 0, model + " " + at[i] + " " + density[i]);
      double expected = Math.log(density[i]);
      assertTrue(
          expected == logDensity[i] || Math.abs(expected - logDensity[i]) < 1e-12,
          model + " " + at[i] + " " + expected + " " + logDensity[i]);
    }
  }

  /** What the table of a sum may be off by in the cell where the law ends, if it is one. */
  private static double jump(RandomVariable x) {
    if (x instanceof Draw draw && draw.law() instanceof TabulatedSum sum) {
      double[] at = new double[2001];
      Arrays.setAll(at, i -> -8 + 0.01 * i);
      double peak = Arrays.stream(values(x.density(X), at)).max().orElseThrow();
      return sum.error() * peak * sum.table().grids().table().step();
    }
    return 0;
  }

  private static RandomVariable read(String model) {
    return ModelReader.read(Text.of("model", model.replace("; ", "\n")), List.of())
        .variables()
        .get("x");
  }

  private static Kernel kernel(Expr e) {
    return BACKEND.kernel(Lowering.program(List.of(e), List.of(), List.of("x")));
  }

  /** Where the density of an image jumps, is infinite, or has a kink. */
  private static TreeSet<Double> breaks(String model) {
    TreeSet<Double> at = new TreeSet<>();
    for (String operation : model.split("; ")) {
      at = breaks(operation.substring(operation.indexOf('~') + 2), at);
    }
    return at;
  }

  private static TreeSet<Double> breaks(String operation, TreeSet<Double> before) {
    String what = operation.replaceAll("\\b[uw]\\b", "v");
    double turn = 1 / Math.sqrt(3);
    return switch (OPERATIONS.indexOf(what)) {
      case 0 -> images(before, v -> 1 - 2 * v);
      case 1 -> images(before, Math::tanh, -1, -1 + NEAR, 1 - NEAR, 1);
      case 2 -> images(before, v -> (v - 0.25) * (v - 0.25), 0);
      case 3 -> images(before, v -> v * v * v - v, -2 * turn / 3, 2 * turn / 3);
      case 4 -> images(before, v -> v, -0.5, 0.75);
      case 5 -> images(before, v -> v, 0);
      case 7 -> {
        TreeSet<Double> after = images(before, v -> v + 1);
        after.addAll(before);
        yield after;
      }
      default -> new TreeSet<>();
    };
  }

  private static TreeSet<Double> images(
      TreeSet<Double> before, DoubleUnaryOperator map, double... own) {
    TreeSet<Double> after = new TreeSet<>();
    before.forEach(v -> after.add(map.applyAsDouble(v)));
    Arrays.stream(own).forEach(after::add);
    return after;
  }

  /**
   * The integral of the density, by the double exponential rule, which suffers what is infinite at
   * an end: x = b - (b - a) q, q = 1 / (1 + exp(pi sinh t)), halved until two steps agree. To
   * infinity, x = a + exp(pi sinh t).
   */
  private static double integral(Kernel density, double a, double b, int halvings) {
    int half = 128;
    double step = 4.0 / half;
    double[] at = new double[2 * half + 1];
    double[] weight = new double[2 * half + 1];
    for (int i = -half; i <= half; i++) {
      double t = i * step;
      double slope = Math.PI * Math.cosh(t) * step;
      double e = Math.exp(Math.PI * Math.sinh(Math.abs(t)));
      double q = 1 / (1 + e);
      if (Double.isInfinite(b)) {
        double far = t < 0 ? 1 / e : e;
        at[half + i] = a + Math.copySign(far, b);
        weight[half + i] = far * slope;
      } else {
        at[half + i] = t < 0 ? a + (b - a) * q : b - (b - a) * q;
        weight[half + i] = (b - a) * q * (1 - q) * slope;
      }
    }
    double[][] found = new double[1][at.length];
    density.evaluate(new double[0], new EventBlock(new double[][] {at.clone()}, at.length), found);
    double fine = 0;
    double coarse = 0;
    for (int i = 0; i < at.length; i++) {
      // The ends themselves, which places near them round to, may have an infinite density.
      if (at[i] != a && at[i] != b && found[0][i] != 0) {
        fine += weight[i] * found[0][i];
        coarse += i % 2 == 0 ? 2 * weight[i] * found[0][i] : 0;
      }
    }
    if (Math.abs(fine - coarse) < 1e-13 || halvings == 0 || Double.isInfinite(b)) {
      return fine;
    }
    double middle = 0.5 * (a + b);
    return integral(density, a, middle, halvings - 1) + integral(density, middle, b, halvings - 1);
  }

  private static double[] values(Expr e, double... at) {
    return Evaluation.rows(BACKEND, List.of(e), Map.of(), "x", at)[0];
  }
}
