package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Gradients and Hessians of every form of a model, against differences of what they are of. */
class ModelDerivativeTest {
  private static final Column X = Column.of("x");
  private static final Column EDGE = Column.edges("x");
  private static final Map<String, Double> POINT = Map.of("m", 0.4, "s", 0.7, "k", 0.6, "f", 0.3);
  private static final double[] AT = {0.15, 0.8, 1.9, 3.3};

  private static Stream<String> laws() {
    return Stream.of(
        "x ~ normal(m, s)",
        "x ~ cauchy(m, s)",
        "x ~ exponential(k)",
        "x ~ uniform(-k, 6*s)",
        "x ~ exp(normal(m, s))",
        "x ~ mix(f -> normal(m, s), 1-f -> exponential(k))",
        "x ~ cauchy(m, k) + normal(0, s)",
        "x ~ half_normal(s)",
        "x ~ half_cauchy(s)",
        "x ~ gamma(k, s)",
        "x ~ inverse_gamma(3*k, s)",
        "x ~ student_t(5*k, m, s)",
        "x ~ f(5*k, 7*s)",
        "x ~ arcsine(-k, 6*s)",
        "x ~ triangular(-k, m, 6*s)",
        "x ~ trapezoidal(-k, m, 2*k, 6*s)",
        "x ~ inverse_gaussian(k, s)",
        "x ~ exponentially_modified_normal(m, s, k)",
        "x ~ generalized_normal(m, s, 3*k)",
        "x ~ johnson_su(m, s, k, f)",
        "x ~ sinh_arcsinh(m, s, f, k)",
        "x ~ crystal_ball(m, s, k, 4*k)",
        "x ~ crystal_ball(m, s, -k, 4*k)",
        "x ~ double_crystal_ball(m, s, k, 4*k, f, 9*s)",
        "x ~ argus(6*s, -k, f)",
        "x ~ relativistic_breit_wigner(3*m, s)",
        "x ~ bernstein(-k, 6*s, {m, f, s})",
        "x ~ chebyshev(-k, 6*s, {m, f})",
        "x ~ histogram({-k, m, 6*s}, {f, k})",
        "x ~ kernel_density({m, f, 2*s}, k)");
  }

  @ParameterizedTest
  @MethodSource("laws")
  @ValueSource(
      strings = {
        "x ~ normal(m, exp(s))*2 + k",
        "x ~ 3 - exponential(k)/2*s + m",
        "x ~ exp(k*cauchy(m, s))",
        "x ~ uniform(m - 2, 9*s)*k + f",
        "x ~ mix(f -> normal(m, s), (1-f)*k -> cauchy(m, s), (1-f)*(1-k) -> exponential(k))",
        "x ~ truncate(normal(m, s), -1, 6*s)",
        "x ~ truncate(mix(f -> cauchy(m, s), 1-f -> exponential(k)), 0.1, 4)",
        "x ~ uniform(-k, 3*k) + normal(m, s)",
        "x ~ uniform(-k, 3*k) + uniform(0, s) + normal(m, s)",
        "x ~ uniform(-k, k) + uniform(0, s) + normal(m, 9*s)",
        "x ~ trapezoidal(-k, m, 2*k, 6*s) + normal(m, s/9)",
        "x ~ uniform(-k, 3*k) + logistic(m, s/1000)",
        "x ~ uniform(-k, 3*k) + gamma(4*s, k)",
        "x ~ uniform(0, s/20) + gamma(3*k, s)",
        "x ~ -2*(uniform(-k, k) + normal(m, s)) + 3",
        "x ~ mix(f -> cauchy(m, k) + normal(0, s), 1-f -> exponential(k))",
        "x ~ truncate(exponential(k) + normal(m, s), -1, 5)",
      })
  void derivativesAreTheLimitsOfDifferences(String model) {
    RandomVariable v = read(model, POINT);
    check(v.logDensity(X), X, AT, AT.length, model + " log density");
    check(v.probability(EDGE, Formulas.ahead(EDGE)), EDGE, AT, AT.length - 1, model + " bins");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.4, -1e-9, 1e-7, 0.9, 3})
  void anExponentialOfAnyRateIsFineOnABoundedRange(double rate) {
    Map<String, Double> point = Map.of("k", rate);
    RandomVariable v = read("x ~ exponential(k)", point).conditioned(0.5, 3.5);
    double[] at = {0.5, 0.9, 2, 3.5};
    double[] logs = rows(List.of(v.logDensity(X)), point, at, 4)[0];
    double mass = rate == 0 ? 3 : (Math.exp(-0.5 * rate) * -Math.expm1(-3 * rate)) / rate;
    for (int i = 0; i < 4; i++) {
      assertEquals(-rate * at[i] - Math.log(mass), logs[i], 1e-13 * 20);
    }
    check(v.logDensity(X), point, at, 4, "rate " + rate);
    check(v.probability(EDGE, Formulas.ahead(EDGE)), point, at, 3, "rate " + rate + " bins");
  }

  @ParameterizedTest
  @MethodSource("laws")
  @ValueSource(
      strings = {
        "x ~ uniform(-k, k) + normal(m, s)",
        "x ~ uniform(-k, k) + uniform(0, 1) + normal(m, s)",
        "x ~ triangular(-k, -k, s) + normal(m, 9*s)",
        "x ~ uniform(-k, k) + gamma(s, k)",
        "x ~ tanh(normal(m, s))",
        "x ~ 3 - 2*sigmoid(logistic(m, s))",
        "x ~ tanh(uniform(-k, k) + normal(m, s))",
        "x ~ normal(m, s)^3",
        "x ~ 1/exponential(k)",
        "x ~ truncate(normal(m, s), -1, 5)",
        "x ~ beta(k, s)",
        "x ~ kumaraswamy(k, s)",
        "x ~ trapezoidal(-k, -k, m, m)",
      })
  void emptyTailsHaveMassZeroAndNoNaN(String model) {
    Expr mass = read(model, POINT).probability(EDGE, Formulas.ahead(EDGE));
    List<Parameter> all = parameters(POINT);
    List<Expr> outputs = new ArrayList<>(List.of(mass));
    outputs.addAll(Derivative.gradient(mass, all));
    outputs.addAll(Derivative.hessian(mass, all));
    double[] edges = {-1e60, -1e40, -1e9, -1, 0, 2, 1e9, 1e40, 1e60};
    double[][] found = rows(outputs, POINT, edges, edges.length - 1);
    for (double[] output : found) {
      for (double value : output) {
        assertTrue(Double.isFinite(value), model + " " + Arrays.toString(output));
      }
    }
    assertEquals(0, found[0][0], 1e-30);
    assertEquals(0, found[0][7], 1e-30);
  }

  @Test
  void aMixtureIsEmptyWhereAllItsComponentsAre() {
    RandomVariable v = read("x ~ mix(f -> uniform(0, 1), 1-f -> exponential(k))", POINT);
    double[][] found = rows(List.of(v.logDensity(X), v.density(X)), POINT, new double[] {-1}, 1);
    assertEquals(Double.NEGATIVE_INFINITY, found[0][0]);
    assertEquals(0, found[1][0]);
  }

  private static void check(Expr f, Column column, double[] at, int rows, String where) {
    check(f, POINT, at, rows, where);
  }

  private static void check(
      Expr f, Map<String, Double> point, double[] at, int rows, String where) {
    List<Parameter> all = parameters(point);
    List<Expr> gradient = Derivative.gradient(f, all);
    List<Expr> hessian = Derivative.hessian(f, all);
    double[][] slopes = rows(gradient, point, at, rows);
    double[][] curvatures = rows(hessian, point, at, rows);
    int entry = 0;
    for (int i = 0; i < all.size(); i++) {
      double[][] expected = differences(List.of(f), point, all.get(i).name(), at, rows);
      close(expected[0], slopes[i], where + " d/d" + all.get(i));
      double[] forward = rows(List.of(Derivative.of(f, all.get(i))), point, at, rows)[0];
      for (int row = 0; row < rows; row++) {
        double size = Math.max(1, Math.abs(forward[row]));
        assertEquals(forward[row], slopes[i][row], 1e-11 * size, where + " forward " + all.get(i));
      }
      for (int j = i; j < all.size(); j++) {
        double[][] second =
            differences(List.of(gradient.get(i)), point, all.get(j).name(), at, rows);
        close(second[0], curvatures[entry++], where + " d2/d" + all.get(i) + " d" + all.get(j));
      }
    }
  }

  private static void close(double[] expected, double[] found, String where) {
    for (int row = 0; row < expected.length; row++) {
      double size = Math.max(1, Math.abs(expected[row]));
      assertEquals(expected[row], found[row], 1e-7 * size, where + " row " + row);
    }
  }

  /** Richardson: (4 D(h/2) - D(h)) / 3, an error of h^4 = 1e-12 and rounding of 1e-16 / h. */
  private static double[][] differences(
      List<Expr> f, Map<String, Double> point, String name, double[] at, int rows) {
    double h = 1e-3;
    double[][] wide = central(f, point, name, at, rows, h);
    double[][] narrow = central(f, point, name, at, rows, h / 2);
    for (int k = 0; k < wide.length; k++) {
      for (int row = 0; row < rows; row++) {
        wide[k][row] = (4 * narrow[k][row] - wide[k][row]) / 3;
      }
    }
    return wide;
  }

  private static double[][] central(
      List<Expr> f, Map<String, Double> point, String name, double[] at, int rows, double h) {
    Map<String, Double> moved = new HashMap<>(point);
    moved.put(name, point.get(name) + h);
    double[][] up = rows(f, moved, at, rows);
    moved.put(name, point.get(name) - h);
    double[][] down = rows(f, moved, at, rows);
    for (int k = 0; k < up.length; k++) {
      for (int row = 0; row < rows; row++) {
        up[k][row] = (up[k][row] - down[k][row]) / (2 * h);
      }
    }
    return up;
  }

  private static double[][] rows(
      List<Expr> outputs, Map<String, Double> point, double[] at, int rows) {
    return rows == at.length
        ? Evaluation.rows(new ReferenceBackend(), outputs, point, "x", at)
        : Evaluation.bins(new ReferenceBackend(), outputs, point, "x", at);
  }

  private static List<Parameter> parameters(Map<String, Double> point) {
    return point.keySet().stream().sorted().map(Parameter::of).toList();
  }

  private static RandomVariable read(String model, Map<String, Double> point) {
    return ModelReader.read(Text.of("model", model), point.keySet())
        .variables()
        .get("x")
        .resolved(new Domain(-1, 5), point);
  }
}
