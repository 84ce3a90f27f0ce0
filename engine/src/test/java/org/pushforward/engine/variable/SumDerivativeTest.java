package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.engine.convolution.Algorithm;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;

/** Gradients and Hessians of numeric sums through what is made of them. */
final class SumDerivativeTest {
  private static final Map<String, Double> POINT =
      new TreeMap<>(Map.of("a", 2.5, "b", 1.5, "c", 0.3, "d", 0.4, "f", 0.35, "m", -0.2, "w", 0.6));

  /**
   * Differences D(h) = (f(h) - f(-h)) / 2h and (4 D(h/2) - D(h)) / 3, which is off by h^4 f5 / 480,
   * 1e-10 or so, and by the rounding of tables, 1e-14 / h. The tables are those of one point.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mix(f -> exponential(b) + normal(m, d), 1-f -> cauchy(c, d) + normal(m, w)) | -2 | 3"
            + " | -1.1 0.2 0.77 2.3",
        "tanh(logistic(c, d) + cauchy(m, w))                   | -0.999 | 0.999 | -0.9 -0.3 0.11 0.95",
        "logistic(c, d) + gumbel(m, w) + cauchy(a, b)          | -5 | 12 | -3.1 0.3 1.9 7.7",
        "truncate(cauchy(m, w) + logistic(c, d), m - 1, 3)     | -2 | 4 | -0.9 0.35 1.1 2.6",
        "truncate(uniform(m, m + 1) + cauchy(c, w), -2, 2*a)   | -2 | 4 | -0.9 0.35 1.1 2.6",
        "tanh(mix(f -> gumbel(c, d) + normal(m, w), 1-f -> logistic(c, 2*d) - exponential(b)))"
            + " | -0.9 | 0.99 | -0.3 0.2 0.9",
      })
  void gradientAndHessianAreTheLimitsOfDifferences(
      String model, double low, double high, String at) {
    double[] x = Arrays.stream(at.split(" ")).mapToDouble(Double::parseDouble).toArray();
    List<String> names =
        POINT.keySet().stream().filter(n -> model.matches(".*\\b" + n + "\\b.*")).toList();
    List<Parameter> parameters = names.stream().map(Parameter::of).toList();
    for (Algorithm algorithm : List.of(Algorithm.DIRECT, Algorithm.FFT)) {
      NumericSum sum = NumericSum.of(model, POINT, low, high, algorithm);
      assertTrue(Sum.isIn(NumericSum.written(model, POINT.keySet())));
      Expr log = sum.variable().logDensity(NumericSum.X);
      List<Expr> gradient = Derivative.gradient(log, parameters);
      List<Expr> values = new ArrayList<>(List.of(log));
      values.addAll(gradient);
      double[][] found = sum.values(values, x);
      double[][] hessian = sum.values(Derivative.hessian(log, parameters), x);
      int next = 0;
      for (int j = 0; j < names.size(); j++) {
        double[][] slopes = slopes(sum, values, names.get(j), x);
        String by = model + " " + algorithm + " by " + names.get(j);
        assertClose(slopes[0], found[1 + j], 1e-9, by);
        for (int l = j; l < names.size(); l++) {
          assertClose(slopes[1 + l], hessian[next++], 1e-8, by + " and " + names.get(l));
        }
      }
    }
  }

  /**
   * Cells end where the laws do, wherever parameters move both ends, or the ends of both. The
   * closed forms are right to 1e-12; what the tables lack is of the sixth order, of their
   * derivatives by an end of the fourth.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uniform(m, 1 + w) + normal(0, d)",
        "uniform(-w, w) + normal(m, d)",
        "m + exponential(b) + uniform(0, 1)",
        "(c + exponential(1)) - exponential(b)",
      })
  void endsThatMoveStayEdgesOfCells(String model) {
    double[] x = {-1.3, -0.61, 0.1, 0.5, 1.2, 1.9}; // away from kinks, which no table has
    List<String> names =
        POINT.keySet().stream().filter(n -> model.matches(".*\\b" + n + "\\b.*")).toList();
    List<Parameter> parameters = names.stream().map(Parameter::of).toList();
    Map<String, Double> moved = new TreeMap<>(POINT);
    moved.replaceAll((name, value) -> 1.07 * value);
    for (Algorithm algorithm : List.of(Algorithm.DIRECT, Algorithm.FFT)) {
      for (Map<String, Double> at : List.of(POINT, moved)) {
        double[][][] both = new double[2][][];
        for (Algorithm one : List.of(Algorithm.CLOSED, algorithm)) {
          NumericSum sum = NumericSum.of(model, POINT, -3, 4, one);
          Expr density = sum.variable().density(NumericSum.X);
          List<Expr> values = new ArrayList<>(List.of(density));
          values.addAll(Derivative.gradient(density, parameters));
          values.addAll(Derivative.hessian(density, parameters));
          both[one == algorithm ? 1 : 0] = sum.at(at).values(values, x);
        }
        for (int k = 0; k < both[0].length; k++) {
          double tolerance = k == 0 ? 1e-9 : k <= names.size() ? 1e-7 : 1e-5;
          String where = model + " " + algorithm + ", number " + k + " of " + names + " at " + at;
          assertClose(both[0][k], both[1][k], tolerance, where);
        }
      }
    }
  }

  private static void assertClose(
      double[] expected, double[] found, double tolerance, String where) {
    for (int i = 0; i < found.length; i++) {
      assertEquals(expected[i], found[i], tolerance * (1 + Math.abs(found[i])), where + " " + i);
    }
  }

  private static double[][] slopes(NumericSum sum, List<Expr> values, String name, double[] x) {
    double h = 2e-3;
    double[][] wide = difference(sum, values, name, h, x);
    double[][] near = difference(sum, values, name, h / 2, x);
    for (int k = 0; k < wide.length; k++) {
      for (int i = 0; i < x.length; i++) {
        near[k][i] += (near[k][i] - wide[k][i]) / 3;
      }
    }
    return near;
  }

  private static double[][] difference(
      NumericSum sum, List<Expr> values, String name, double h, double[] x) {
    double[][] up = at(sum, name, h).values(values, x);
    double[][] down = at(sum, name, -h).values(values, x);
    for (int k = 0; k < up.length; k++) {
      for (int i = 0; i < x.length; i++) {
        up[k][i] = (up[k][i] - down[k][i]) / (2 * h);
      }
    }
    return up;
  }

  private static NumericSum at(NumericSum sum, String name, double h) {
    Map<String, Double> moved = new TreeMap<>(sum.point());
    moved.merge(name, h, Double::sum);
    return sum.at(moved);
  }
}
