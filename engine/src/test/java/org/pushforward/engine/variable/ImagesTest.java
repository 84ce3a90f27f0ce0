package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.distribution.Exponential;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Images of variables under bijections, as the language writes them. */
class ImagesTest {
  private static final Column X = Column.of("x");
  private static final Column EDGE = Column.edges("x");

  /** The variable, its map and where the preimages of the bins' edges are. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tanh(V)                   | normal(0.3, 0.7)     | -3 | 3",
        "tanh(V)                   | uniform(-2, 1)       | -2 | 1",
        "tanh(V)                   | exponential(1.5)     |  0 | 5",
        "sigmoid(V)                | normal(0.3, 0.7)     | -4 | 5",
        "sigmoid(V)                | uniform(-2, 1)       | -2 | 1",
        "sigmoid(V)                | exponential(1.5)     |  0 | 9",
        "logit(V)                  | uniform(0, 1)        | 0.001 | 0.999",
        "logit(V)                  | truncate(normal(0.3, 0.7), 0, 1) | 0.001 | 0.999",
        "atanh(V)                  | uniform(-1, 1)       | -0.999 | 0.999",
        "softplus(V)               | normal(0.3, 0.7)     | -4 | 5",
        "softplus(V)               | exponential(1.5)     |  0 | 9",
        "inverse_softplus(V)       | exponential(1.5)     |  0.01 | 9",
        "softsign(V)               | normal(0.3, 0.7)     | -4 | 5",
        "sinh(V)                   | normal(0.3, 0.7)     | -4 | 5",
        "asinh(V)                  | normal(0.3, 0.7)     | -4 | 5",
        "atan(V)                   | normal(0.3, 0.7)     | -4 | 5",
        "tan(V)                    | uniform(-1.5, 1)     | -1.5 | 1",
        "erf(V)                    | normal(0.3, 0.7)     | -2 | 2",
        "erfinv(V)                 | uniform(-1, 1)       | -0.999 | 0.999",
        "normal_cdf(V)             | normal(0.3, 0.7)     | -4 | 5",
        "normal_quantile(V)        | uniform(0, 1)        | 0.001 | 0.999",
        "expm1(V)                  | normal(0.3, 0.7)     | -4 | 5",
        "log1p(V)                  | exponential(1.5)     |  0 | 9",
        "V^3                       | uniform(-2, 1)       | -2 | 1",
        "V^5                       | normal(0.3, 0.7)     | -3 | 3",
        "cbrt(V)                   | normal(0.3, 0.7)     | -4 | 5",
        "2^V                       | normal(0.3, 0.7)     | -4 | 5",
        "0.5^V                     | exponential(1.5)     |  0 | 9",
        "log2(V)                   | exponential(1.5)     |  0.01 | 9",
        "(V - 3)^-1                | uniform(-2, 1)       | -2 | 1",
        "(V - 3)^2                 | uniform(-2, 1)       | -2 | 1",
        "3 - 2*tanh(exp(V/2) - 1)  | normal(0.3, 0.7)     | -4 | 4",
        "exp(2*V + 1)              | normal(0, 1)         | -4 | 4",
        "tanh(V)                   | mix(0.3 -> normal(0.3, 0.7), 0.7 -> uniform(-2, 1)) | -3 | 3",
        "log(V)                    | mix(0.3 -> exponential(1), 0.7 -> exponential(3)) | 0.01 | 9",
        "sinh(1.2*(asinh(V)+0.3))  | normal(0, 1)         | -6 | 6",
      })
  void theDistributionFunctionIsTheIntegralOfTheDensity(
      String image, String variable, double from, double to) {
    RandomVariable x = read("x ~ " + variable);
    RandomVariable y = read("x ~ " + image.replace("V", variable));
    Expr map = formula(image.replace("V", "v"));
    // So many bins, whose edges are images of a lattice with 0 and the ends of laws, that 5-point
    // Gauss is right to 1e-12 of a bin.
    double[] lattice =
        DoubleStream.concat(
                IntStream.rangeClosed(0, 3000).mapToDouble(i -> from + (to - from) * i / 3000),
                DoubleStream.of(0, -2, 1).filter(end -> end > from && end < to))
            .sorted()
            .distinct()
            .toArray();
    double[] edges = images(map, lattice);
    boolean falls = edges[0] > edges[1];
    if (falls) {
      edges = IntStream.range(0, edges.length).mapToDouble(reversed(edges)).toArray();
      lattice = IntStream.range(0, lattice.length).mapToDouble(reversed(lattice)).toArray();
    }
    double[] masses =
        Evaluation.bins(
            new ReferenceBackend(),
            List.of(y.probability(EDGE, Formulas.ahead(EDGE))),
            Map.of(),
            "x",
            edges)[0];
    double[] cdf = values(y.cdf(X), edges);
    double[] survival = values(y.survival(X), edges);
    double[] before = values(falls ? x.survival(X) : x.cdf(X), lattice);
    double[] integral = integrals(y.density(X), edges);
    double total = cdf[0] + survival[edges.length - 1];
    for (int i = 0; i < integral.length; i++) {
      String where = image + " of " + variable + " bin " + edges[i] + " " + edges[i + 1];
      // Of a power the density is infinite at 0, where no formula of quadrature is right.
      boolean isSingular = image.matches("V\\^[35]") && Math.abs(lattice[i] + lattice[i + 1]) < 0.1;
      double step = cdf[i + 1] - cdf[i];
      assertEquals(before[i], cdf[i], 1e-13, where);
      assertEquals(1, cdf[i] + survival[i], 1e-15, where);
      assertEquals(step, masses[i], 2e-15, where);
      // The ends' own rounding moves a bin's mass by density times an ulp.
      double moved = 4 * integral[i] * Math.ulp(Math.abs(edges[i]) + Math.abs(edges[i + 1]));
      double tolerance = 1e-13 + moved / (edges[i + 1] - edges[i]);
      assertEquals(step, isSingular ? step : integral[i], tolerance, where);
      total += isSingular ? step : integral[i];
    }
    assertEquals(1, total, 1e-10, image + " of " + variable);
  }

  private static IntToDoubleFunction reversed(double[] a) {
    return i -> a[a.length - 1 - i];
  }

  private static double[] images(Expr map, double[] v) {
    Kernel kernel =
        new ReferenceBackend().kernel(Lowering.program(List.of(map), List.of("v"), List.of()));
    double[][] image = new double[1][1];
    return Arrays.stream(v)
        .map(
            x -> {
              kernel.evaluate(new double[] {x}, new EventBlock(new double[0][], 1), image);
              return image[0][0];
            })
        .toArray();
  }

  private static double[] integrals(Expr density, double[] edges) {
    double[] nodes = {
      0, 0.5384693101056831, -0.5384693101056831, 0.906179845938664, -0.906179845938664
    };
    double[] weights = {
      0.5688888888888889,
      0.47862867049936647,
      0.47862867049936647,
      0.23692688505618908,
      0.23692688505618908
    };
    double[] integral = new double[edges.length - 1];
    for (int k = 0; k < nodes.length; k++) {
      double node = nodes[k];
      double[] at =
          IntStream.range(0, integral.length)
              .mapToDouble(
                  i -> (edges[i] + edges[i + 1]) / 2 + node * (edges[i + 1] - edges[i]) / 2)
              .toArray();
      double[] values = values(density, at);
      for (int i = 0; i < integral.length; i++) {
        integral[i] += weights[k] * values[i] * (edges[i + 1] - edges[i]) / 2;
      }
    }
    return integral;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tanh(normal(m, s))",
        "3 + 4*sigmoid(normal(m, s))",
        "tanh(uniform(-1, 1) + normal(m, s))",
        "softplus(exponential(s))",
        "1 - 2^logistic(m, s)"
      })
  void outsideTheRangeTheDensityIsZeroAndNothingIsNaN(String model) {
    Map<String, Double> point = Map.of("m", 0.4, "s", 0.8);
    RandomVariable y = read("x ~ " + model).resolved(new Domain(-9, 9), point);
    List<Expr> outputs = new ArrayList<>(List.of(y.density(X), y.cdf(X), y.survival(X)));
    for (Expr e : List.copyOf(outputs)) {
      outputs.addAll(Derivative.gradient(e, List.of(Parameter.of("m"), Parameter.of("s"))));
    }
    double[] at = {
      -1e300, -9, -1, Math.nextUp(-1.0), 0, 5e-324, 1, Math.nextDown(1.0), 3, 7, 1e300
    };
    double[][] found = Evaluation.rows(new ReferenceBackend(), outputs, point, "x", at);
    for (double[] output : found) {
      assertTrue(Arrays.stream(output).allMatch(Double::isFinite), model + Arrays.toString(output));
    }
    if (model.startsWith("tanh")) {
      for (int i : new int[] {0, 1, 2, 6, 8}) {
        assertEquals(0, found[0][i], model + " at " + at[i]);
        assertEquals(at[i] < 0 ? 0 : 1, found[1][i], model + " at " + at[i]);
        assertEquals(at[i] < 0 ? 1 : 0, found[2][i], model + " at " + at[i]);
      }
    }
  }

  /** P(X > 18.7) is a half, and all of that has the image 1. */
  @Test
  void whatRoundsToTheEndOfTheRangeIsCounted() {
    RandomVariable y = read("x ~ tanh(normal(18.7, 1))");
    double last = Math.nextDown(1.0);
    double[] edges = {-2, -1, 0.5, last, 1, 2};
    double[] mass =
        Evaluation.bins(
            new ReferenceBackend(),
            List.of(y.probability(EDGE, Formulas.ahead(EDGE))),
            Map.of(),
            "x",
            edges)[0];
    double beyond = values(y.survival(X), new double[] {last})[0];
    assertTrue(beyond > 0.4 && beyond < 0.6, "" + beyond);
    assertEquals(0, mass[0]);
    assertEquals(1 - beyond, mass[2], 1e-15);
    assertEquals(beyond, mass[3], 1e-15);
    assertEquals(0, mass[4]);
    RandomVariable given = read("x ~ truncate(tanh(normal(18.7, 1)), 0, 1)");
    Expr share = given.logMass().minus(y.logMass());
    assertEquals(0, values(share, new double[] {0})[0], 1e-15);
  }

  /** The ends of these domains have infinite preimages. */
  @Test
  void imagesOfInfinityAreResolved() {
    Expr reciprocal = read("x ~ 1/exponential(1)").resolved(new Domain(0, 5), Map.of()).cdf(X);
    double[] cdf = values(reciprocal, new double[] {-1, 0, 1, 4});
    assertEquals(0, cdf[0]);
    assertEquals(0, cdf[1]);
    assertEquals(Math.exp(-1), cdf[2], 1e-15);
    assertEquals(Math.exp(-0.25), cdf[3], 1e-15);
    Expr log = read("x ~ log(exponential(1))").resolved(new Domain(-1, 1e4), Map.of()).cdf(X);
    assertEquals(-Math.expm1(-1), values(log, new double[] {0})[0], 1e-15);
  }

  @Test
  void tanhOfASumIsTheImageOfItsDensity() {
    // Reference: of uniform(-1, 1) + normal(0, 0.1), p(0.5) and p(1.1), with 17 digits.
    RandomVariable y =
        read("x ~ tanh(uniform(-1, 1) + normal(0, 0.1))").resolved(new Domain(-1, 1), Map.of());
    double[] x = {0.5, 1.1};
    double[] p = {.49999985667421406, .079327626965728526};
    for (int i = 0; i < x.length; i++) {
      double at = Math.tanh(x[i]);
      double expected = p[i] / (1 - at * at);
      // At 1.1 the density is steep: an ulp of y moves it by 10 ulp.
      assertEquals(expected, values(y.density(X), new double[] {at})[0], 1e-14 * expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tanh(normal(0.3, 0.7))          | 2*sigmoid(2*normal(0.3, 0.7)) - 1",
        "logit(uniform(0, 1))            | logistic(0, 1)",
        "normal_quantile(uniform(0, 1))  | normal(0, 1)",
        "exp(2*normal(0, 1) + 1)         | log_normal(1, 2)",
        "2^normal(1, 2)                  | exp(normal(1, 2)*log(2))",
        "pow(2, normal(1, 2))            | exp2(normal(1, 2))",
        "pow(normal(1, 2), 3)            | normal(1, 2)^3",
        "atanh(tanh(normal(0.3, 0.7)))   | normal(0.3, 0.7)",
        "cbrt(normal(0.3, 0.7)^3)        | normal(0.3, 0.7)",
        "log10(exponential(1))           | log2(exponential(1))*0.30102999566398120",
        "tan(uniform(-pi/2, pi/2))       | cauchy(0, 1)",
        "1/(0 - exponential(2))          | 0 - 1/exponential(2)"
      })
  void oneLawWrittenInTwoWaysIsOneLaw(String first, String second) {
    double[] at = {-2.5, -0.9, -0.4, 0.03, 0.4, 0.9, 1.5, 4};
    double[] p = values(read("x ~ " + first).logDensity(X), at);
    double[] q = values(read("x ~ " + second).logDensity(X), at);
    for (int i = 0; i < at.length; i++) {
      assertEquals(p[i], q[i], p[i] == q[i] ? 0 : 1e-13 * (1 + Math.abs(p[i])), first + at[i]);
    }
  }

  /** With log tanh'(x) = 2 (log 2 - |x| - log(1 + exp(-2 |x|))) from Java's functions. */
  @Test
  void aSampleHasItsLogDensityWhereItHasRoundedToOne() {
    Expr x = Sampler.draw(read("x ~ normal(18, 3)"), 0);
    Sampler.Sample sample = Sampler.sample(read("x ~ tanh(normal(18, 3))"), 0);
    int count = 1000;
    double[][] found = new double[3][count];
    new ReferenceBackend()
        .kernel(
            Lowering.program(List.of(x, sample.value(), sample.logDensity()), List.of(), List.of()))
        .evaluate(new double[0], EventBlock.samples(20261121, 0, count), found);
    int ones = 0;
    for (int i = 0; i < count; i++) {
      double size = Math.abs(found[0][i]);
      double z = (found[0][i] - 18) / 3;
      double slope = 2 * (Math.log(2) - size - Math.log1p(Math.exp(-2 * size)));
      double expected = -z * z / 2 - Math.log(3 * Math.sqrt(2 * Math.PI)) - slope;
      assertEquals(expected, found[2][i], 1e-13 * Math.abs(expected));
      ones += found[1][i] == 1 ? 1 : 0;
    }
    assertTrue(ones > 200 && ones < 800, "ones " + ones);
  }

  @Test
  void aSampleOfAnythingElseHasItsDensity() {
    RandomVariable v =
        read("x ~ exp(mix(0.4 -> truncate(normal(0, 1), -1, 2), 0.6 -> sigmoid(normal(0, 1))))");
    Sampler.Sample sample = Sampler.sample(v, 3);
    List<Expr> outputs =
        List.of(
            sample.value(), sample.logDensity(), Sampler.draw(v, 3), v.logDensity(sample.value()));
    double[][] found = new double[4][500];
    new ReferenceBackend()
        .kernel(Lowering.program(outputs, List.of(), List.of()))
        .evaluate(new double[0], EventBlock.samples(7, 0, 500), found);
    for (int i = 0; i < 500; i++) {
      assertEquals(found[0][i], found[2][i]);
      // By exp and log x has lost some ulp.
      assertEquals(found[3][i], found[1][i], 1e-11 * (1 + Math.abs(found[3][i])));
    }
  }

  static RandomVariable read(String model) {
    return ModelReader.read(Text.of("model", model), List.of("m", "s", "v")).variables().get("x");
  }

  private static Expr formula(String formula) {
    Draw draw = (Draw) read("x ~ exponential(" + formula + ")");
    return ((Exponential) draw.law()).rate();
  }

  private static double[] values(Expr e, double[] x) {
    return Evaluation.rows(new ReferenceBackend(), List.of(e), Map.of(), "x", x)[0];
  }
}
