package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.bijector.VectorBijector;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;
import org.pushforward.engine.kernel.opencl.OpenClBackend;
import org.pushforward.engine.kernel.opencl.TestDevice;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Formulas of vectors whose unknowns have to be found together. */
class CoupledTest {
  private static final List<String> NAMES = List.of("a", "b");
  private static final String NORMAL = "x ~ normal(0, 1)\ny ~ normal(0, 1)\n";
  private static final String UNIFORM = "x ~ uniform(0, 1)\ny ~ uniform(0, 1)\n";
  private static final String POSITIVE = "x ~ log_normal(0, 1)\ny ~ log_normal(0, 1)\n";

  /** As in engine/src/test/python/vectors.py. */
  private static final Map<String, String> MODELS =
      Map.of(
          "sines", NORMAL + "z ~ {x + a*sin(y), y + a*cos(b*x)}",
          "cubic", NORMAL + "z ~ {x + b*y^3, y - a*tanh(x)}",
          "exponential", "x ~ normal(0, b)\ny ~ exponential(1)\nz ~ {exp(x)*y, y - a*x}",
          "bounded", UNIFORM + "z ~ {x^2 + a*y, y - b*x}",
          "three",
              "x ~ iid(3, normal(0, 1))\n"
                  + "z ~ {x1 + a*tanh(x2), x2 + a*tanh(x3), x3 + b*tanh(x1)}");

  /** The Jacobians' conditions are below 1e3: 1e-16 in y moves 1e-13 in x. */
  @Test
  void densitiesAndTheirDerivativesAreThoseOfMpmath() {
    int rows = 0;
    for (String[] row : Reference.rows("variable/coupled_mpmath.csv")) {
      double[] y = numbers(row[2]);
      Expr log = read(MODELS.get(row[0])).logDensity(columns(y.length));
      List<Expr> outputs = new ArrayList<>(List.of(log));
      outputs.addAll(Derivative.gradient(log, NAMES.stream().map(Parameter::of).toList()));
      double[] found = at(outputs, numbers(row[1]), y);
      double expected = Double.parseDouble(row[3]);
      assertEquals(expected, found[0], 1e-13 * Math.max(1, Math.abs(expected)), row[0]);
      double[] gradient = numbers(row[4]);
      for (int k = 0; k < 2; k++) {
        double scale = Math.max(Math.abs(expected), Math.abs(gradient[k]));
        assertEquals(gradient[k], found[1 + k], 1e-12 * Math.max(1, scale), row[0] + " " + k);
      }
      rows++;
    }
    assertEquals(30, rows);
  }

  /** log |1 + a^2 b cos y sin(b x)| and so on, along the way there and back. */
  @Test
  void theLogDeterminantIsTheHandDerivedOne() {
    double a = 0.5;
    double b = 1.25;
    SplittableRandom random = new SplittableRandom(5);
    for (int k = 0; k < 50; k++) {
      double x = random.nextDouble(-3, 3);
      double y = random.nextDouble(-3, 3);
      check("sines", Math.log(1 + a * a * b * Math.cos(y) * Math.sin(b * x)), x, y);
      double sech = 1 / Math.cosh(x);
      check("cubic", Math.log(1 + 3 * b * y * y * a * sech * sech), x, y);
      double u = Math.abs(x) / 3;
      double v = Math.abs(y) / 3;
      check("exponential", Math.log(Math.exp(x) * (v + a)), x, v);
      check("bounded", Math.log(2 * u + a * b), u, v);
    }
  }

  private static void check(String model, double expected, double... x) {
    VectorBijector map = map(MODELS.get(model));
    VectorImage there = map.forward(columns(2));
    VectorImage back = map.inverse(there.values());
    List<Expr> outputs = new ArrayList<>(back.values());
    outputs.addAll(List.of(there.logDet(), back.logDet(), map.isImage(there.values())));
    double[] found = at(outputs, new double[] {0.5, 1.25}, x);
    String where = model + Arrays.toString(x);
    assertEquals(x[0], found[0], 1e-13 * 10, where);
    assertEquals(x[1], found[1], 1e-13 * 10, where);
    assertEquals(expected, found[2], 1e-13 * Math.max(1, Math.abs(expected)), where);
    assertEquals(-expected, found[3], 1e-12 * Math.max(1, Math.abs(expected)), where);
    assertEquals(1, found[4], where);
  }

  /**
   * (x y, x / y) of log-normals: log x + log y and log x - log y are independent, of variance 2.
   */
  @Test
  void productAndQuotientOfLogNormalsAreIndependentLogNormals() {
    RandomVector z = read(POSITIVE + "z ~ {x*y, x/y}");
    RandomVector known = read("z ~ {log_normal(0, sqrt(2)), log_normal(0, sqrt(2))}");
    List<Expr> u = columns(2);
    List<Expr> outputs = List.of(z.logDensity(u), known.logDensity(u));
    for (double p : new double[] {1e-6, 0.01, 1, 3.5, 1e4}) {
      for (double q : new double[] {1e-5, 0.3, 1, 70, 1e6}) {
        double[] found = at(outputs, new double[2], p, q);
        assertEquals(found[1], found[0], 1e-12 * Math.max(1, Math.abs(found[1])), p + " " + q);
      }
    }
    for (double[] outside : new double[][] {{-1, 1}, {1, -1}, {0, 1}, {-2, -2}}) {
      assertEquals(Double.NEGATIVE_INFINITY, at(outputs, new double[2], outside)[0]);
    }
  }

  /**
   * Trapezoids of an analytic density that has fallen to e^-40 at the ends are exact to rounding.
   */
  @Test
  void theDensityIntegratesToOne() {
    assertEquals(1, integral(MODELS.get("sines"), 400, -10, 10, -10, 10), 1e-12);
    assertEquals(
        1, integral(NORMAL + "z ~ {x + a*tanh(y), y - b*atan(x)}", 400, -11, 11, -12, 12), 1e-12);
  }

  /**
   * The image of a square is bounded by curves, where the density jumps: of 1000^2 points 4000
   * stand for squares that the edge cuts, each right to 1/2 of 25/1000^2 at most and as often too
   * many as too few; a wrong edge would cost percents.
   */
  @Test
  void theDensityIsZeroBeyondTheImageOfASquare() {
    assertEquals(1, integral(MODELS.get("bounded"), 1000, -0.1, 1.6, -1.3, 1.1), 2e-3);
    assertEquals(
        1, integral(UNIFORM + "z ~ {x + a*sin(3*y), y + a*cos(x)}", 1000, -1, 2, -1, 2), 2e-3);
  }

  private static double integral(
      String model, int n, double fromX, double toX, double fromY, double toY) {
    double[][] points = new double[2][n * n];
    for (int i = 0; i < n * n; i++) {
      points[0][i] = fromX + (toX - fromX) * (i % n + 0.5) / n;
      points[1][i] = fromY + (toY - fromY) * (i / n + 0.5) / n;
    }
    Program program =
        Lowering.program(List.of(read(model).logDensity(columns(2))), NAMES, List.of("x1", "x2"));
    double[][] logs = new double[1][n * n];
    new SimdBackend()
        .kernel(program)
        .evaluate(new double[] {0.5, 1.25}, new EventBlock(points, n * n), logs);
    double sum = Arrays.stream(logs[0]).map(Math::exp).sum();
    return sum * (toX - fromX) * (toY - fromY) / n / n;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sines", "cubic", "exponential", "bounded", "three"})
  void theBitsAreTheSameOnAllBackends(String model) {
    RandomVector z = read(MODELS.get(model));
    int n = z.dimension();
    Expr log = z.logDensity(columns(n));
    List<Expr> outputs = new ArrayList<>(List.of(log));
    outputs.addAll(Derivative.gradient(log, NAMES.stream().map(Parameter::of).toList()));
    List<String> columns = IntStream.rangeClosed(1, n).mapToObj(i -> "x" + i).toList();
    Program program = Lowering.program(outputs, NAMES, columns);
    double[][] x = new double[n][301];
    SplittableRandom random = new SplittableRandom(8);
    for (double[] column : x) {
      Arrays.setAll(column, i -> random.nextDouble(-4, 4));
      column[7] = Double.NaN;
    }
    x[0][9] = 1e30;
    x[0][11] = Double.POSITIVE_INFINITY;
    double[] point = {0.25, 0.75};
    EventBlock block = new EventBlock(x, 301);
    SameBits.check(model, new ReferenceBackend(), new SimdBackend(), program, point, 1, block);
    Backend opencl = new OpenClBackend(TestDevice.find(), new SimdBackend());
    SameBits.check(model, new ReferenceBackend(), opencl, program, point, 1, block);
  }

  @Test
  void whatIsNotKnownToHaveAnInverseIsRefusedWithTheReason() {
    // z -> z^2 of the plane takes each value twice; its determinant is 0 at one point alone.
    refused(NORMAL + "z ~ {x^2 - y^2, 2*x*y}", "the determinant of their derivatives");
    refused(
        NORMAL + "z ~ {x + 3*a*sin(y), y + 3*a*cos(x)}", "the determinant of their derivatives");
    // Each sector has its own image.
    refused(
        "x ~ exponential(1)\ny ~ uniform(0, 1.5)\nz ~ {x*cos(y), x*sin(y)}",
        "which values they take together");
    refused(NORMAL + "z ~ {x + 0.3*abs(y), y + 0.3*cos(x)}", "kink");
    refused(
        "x ~ iid(5, normal(0, 1))\n"
            + "z ~ {x1 + tanh(x2), x2 + tanh(x3), x3 + tanh(x4), x4 + tanh(x5), x5 + tanh(x1)}",
        "up to 4");
  }

  private static void refused(String model, String reason) {
    SpecException refused = assertThrows(SpecException.class, () -> read(model));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  private static RandomVector read(String model) {
    Map<String, Bounds> lie = Map.of("a", Bounds.between(0.01, 0.6), "b", Bounds.between(0.1, 1.5));
    return ModelReader.read(Text.of("model", model), lie).parts().get(0).vector();
  }

  private static VectorBijector map(String model) {
    return ((PushedVector) read(model)).map();
  }

  private static List<Expr> columns(int n) {
    return IntStream.rangeClosed(1, n).<Expr>mapToObj(i -> Column.of("x" + i)).toList();
  }

  private static double[] at(List<Expr> outputs, double[] parameters, double... x) {
    List<String> columns = IntStream.rangeClosed(1, x.length).mapToObj(i -> "x" + i).toList();
    double[][] block = Arrays.stream(x).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    double[][] found = new double[outputs.size()][1];
    new ReferenceBackend()
        .kernel(Lowering.program(outputs, NAMES, columns))
        .evaluate(parameters, new EventBlock(block, 1), found);
    return Arrays.stream(found).mapToDouble(row -> row[0]).toArray();
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
