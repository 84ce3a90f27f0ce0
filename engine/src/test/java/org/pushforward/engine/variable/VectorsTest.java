package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Densities and draws of vectors. */
class VectorsTest {
  /** Laws and maps of vectors, of the parameters m, s, r and nu. */
  static final List<String> MODELS =
      List.of(
          "y ~ multivariate_normal({m, 1}, {{s^2, r*s}, {r*s, 1}})",
          "y ~ multivariate_t(nu, {m, 1}, {{s^2, r*s}, {r*s, 1}})",
          "y ~ dirichlet({s, nu, 2})",
          "y ~ ordered(iid(3, normal(m, s)))",
          "y ~ softmax_centred(iid(3, normal(m, s)))",
          "y ~ stick_breaking(iid(3, normal(m, s)))",
          "y ~ correlation_cholesky(iid(3, normal(m, s)))",
          "y ~ permutation({3, 1, 2}, lower_triangular({{1}, {r, s}, {1, 2, 3}}, iid(3, normal(m, s))))",
          "y ~ lu({{2, 1}, {r, s}}, tanh(multivariate_normal({m, 1}, {{1, r}, {r, 1}})))");

  private static final List<String> NAMES = List.of("m", "s", "r", "nu");

  /** Values and gradients; conditions of the matrices are below 1e3. */
  @Test
  void theLawsOfVectorsAreThoseOfMpmath() {
    int rows = 0;
    for (String[] row : Reference.rows("variable/vector_laws_mpmath.csv")) {
      double[] parameters = numbers(row[1]);
      double[] x = numbers(row[2]);
      double expected = Double.parseDouble(row[3]);
      double[] gradient = numbers(row[4]);
      RandomVector law = read("y ~ " + row[0].replace(';', ',')).parts().get(0).vector();
      List<Expr> outputs = new ArrayList<>();
      outputs.add(law.logDensity(placeholders(x.length)));
      for (String name : NAMES) {
        outputs.add(Derivative.of(outputs.get(0), Parameter.of(name)));
      }
      double[] found = at(outputs, parameters, x);
      String where = row[0] + " " + row[1] + " at " + row[2];
      assertEquals(expected, found[0], 1e-13 * Math.max(1, Math.abs(expected)), where);
      for (int k = 0; k < 4; k++) {
        double scale = Math.max(1, Math.max(Math.abs(expected), Math.abs(gradient[k])));
        assertEquals(gradient[k], found[1 + k], 1e-12 * scale, where + " by " + NAMES.get(k));
      }
      rows++;
    }
    assertEquals(81, rows);
  }

  private static final String FORMULA =
      "x ~ iid(3, normal(0, 1))\ny ~ {m + s*x1 + x2^3, x2 + x3^2/2, sinh(x3) + x3}";

  /**
   * y = (m + s x1 + x2^3, x2 + x3^2/2, sinh x3 + x3): det = s (1 + cosh x3), and the log density at
   * y(x) is sum log phi(x_i) - log |det|.
   */
  @Test
  void theLogDeterminantOfAFormulaIsTheHandDerivedOne() {
    RandomVector y = vector(FORMULA);
    double logRoot = 0.91893853320467274178;
    for (double[] x : new double[][] {{.3, -.7, 1.2}, {-2, 1.5, -.4}, {0, 0, 0}, {1, 3, 2.5}}) {
      double m = 0.5;
      double s = -1.7;
      double[] at = {
        m + s * x[0] + x[1] * x[1] * x[1], x[1] + x[2] * x[2] / 2, Math.sinh(x[2]) + x[2]
      };
      double logDet = Math.log(Math.abs(s) * (1 + Math.cosh(x[2])));
      double square = x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
      double expected = -square / 2 - 3 * logRoot - logDet;
      double found = at(List.of(y.logDensity(placeholders(3))), new double[] {m, s, 0, 0}, at)[0];
      assertEquals(expected, found, 1e-13 * Math.max(1, Math.abs(expected)));
      PushedVector pushed = (PushedVector) y;
      double alone =
          at(List.of(pushed.map().forward(placeholders(3)).logDet()), new double[] {m, s, 0, 0}, x)[
              0];
      assertEquals(logDet, alone, 1e-13 * Math.max(1, Math.abs(logDet)));
    }
  }

  /** y = 2 x + sum x in 20 dimensions: det = 2^19 (2 + 20), and at x = (1, .., 1) y = (22, ..). */
  @Test
  void manyFormulasThatAreLinearInEachOtherAreEliminated() {
    int n = 20;
    StringBuilder sum = new StringBuilder("x1");
    StringBuilder formulas = new StringBuilder();
    for (int i = 2; i <= n; i++) {
      sum.append(" + x").append(i);
    }
    for (int i = 1; i <= n; i++) {
      formulas.append(i == 1 ? "{" : ", ").append("2*x").append(i).append(" + ").append(sum);
    }
    RandomVector y = vector("x ~ iid(20, normal(0, 1))\ny ~ " + formulas + "}");
    double[] at = new double[n];
    Arrays.fill(at, 22);
    double found = at(List.of(y.logDensity(placeholders(n))), new double[4], at)[0];
    double expected = -n * (0.5 + 0.91893853320467274178) - 19 * Math.log(2) - Math.log(22);
    assertEquals(expected, found, 1e-13 * Math.abs(expected));
  }

  /** By scipy.stats: log densities, and those given that u is in [-1, 3], of each vector alone. */
  @Test
  void vectorsAreMixed() {
    RandomVector mixed =
        vector(
            "{u, v} ~ mix(0.3 -> multivariate_normal({0, 0}, {{2, 1}, {1, 1}}), 0.7 -> iid(2,"
                + " normal(0, 3)))");
    RandomVector inside = mixed.conditioned(0, -1, 3);
    double[][] rows = {
      {0, 0, -2.811326212123449, -2.402769413159553},
      {1, -2, -4.6619277509231525, -3.91372472666034},
      {10, 10, -15.502887698795407, Double.NEGATIVE_INFINITY}
    };
    for (double[] row : rows) {
      double[] at = {row[0], row[1]};
      List<Expr> both =
          List.of(mixed.logDensity(placeholders(2)), inside.logDensity(placeholders(2)));
      assertArrayEquals(new double[] {row[2], row[3]}, at(both, new double[4], at), 1e-13);
    }
  }

  /** A general linear map of independent normals is the multivariate normal of A A'. */
  @Test
  void aLinearFormulaOfNormalsIsMultivariateNormal() {
    RandomVector image =
        vector(
            "x ~ iid(3, normal(0, 1))\n"
                + "y ~ {m + 2*x1 - x2 + x3, s*x1 + 3*x2 - x3, x1 + x2 + r*x3}");
    double m = 0.4;
    double s = 1.5;
    double r = -0.8;
    // A = {{2, -1, 1}, {s, 3, -1}, {1, 1, r}}
    double[][] a = {{2, -1, 1}, {s, 3, -1}, {1, 1, r}};
    StringBuilder covariance = new StringBuilder("{");
    for (int i = 0; i < 3; i++) {
      covariance.append(i == 0 ? "{" : ", {");
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += a[i][k] * a[j][k];
        }
        covariance.append(j == 0 ? "" : ", ").append(sum);
      }
      covariance.append("}");
    }
    RandomVector law = vector("y ~ multivariate_normal({m, 0, 0}, " + covariance + "})");
    for (double[] y : new double[][] {{0, 0, 0}, {1, -2, 3}, {-4, 0.5, 2}}) {
      double[] point = {m, s, r, 0};
      double expected = at(List.of(law.logDensity(placeholders(3))), point, y)[0];
      double found = at(List.of(image.logDensity(placeholders(3))), point, y)[0];
      assertEquals(expected, found, 1e-13 * Math.max(1, Math.abs(expected)));
    }
  }

  /** Formulas of all components of a vector, and of vectors and variables together. */
  @Test
  void componentsThatDependOnEachOtherAreUsedTogether() {
    String rotated =
        "{u, v} ~ multivariate_normal({m, 0}, {{s^2, 0.5*s}, {0.5*s, 1}})\n" + "y ~ {u + v, u - v}";
    // Var u + v = s^2 + 1 + s, u - v: s^2 + 1 - s, Cov = s^2 - 1; each has mean m.
    String direct =
        "y ~ multivariate_normal({m, m}, {{s^2 + 1 + s, s^2 - 1}, {s^2 - 1, s^2 + 1 - s}})";
    double[] point = {0.3, 1.4, 0, 0};
    for (double[] y : new double[][] {{0, 0}, {2, -1}}) {
      assertEquals(value(direct, point, y), value(rotated, point, y), 1e-13);
    }
    String joined =
        "{u, v} ~ multivariate_t(nu, {0, 0}, {{1, 0.5}, {0.5, 1}})\nw ~ normal(0, 1)\n"
            + "y ~ {u, v + w*2, w}";
    String apart = "{u, v} ~ multivariate_t(nu, {0, 0}, {{1, 0.5}, {0.5, 1}})";
    double[] nu = {0, 1, 0, 4};
    double normal = -0.5 * 0.09 - 0.91893853320467274178;
    assertEquals(
        value(apart, nu, 0.4, 1.1 - 0.6) + normal, value(joined, nu, 0.4, 1.1, 0.3), 1e-13);
  }

  private static double value(String model, double[] point, double... y) {
    RandomVector vector = vector(model);
    return at(List.of(vector.logDensity(placeholders(y.length))), point, y)[0];
  }

  /** Sums and single components of a multivariate normal are normal. */
  @Test
  void whatIsLinearInANormalVectorIsNormal() {
    String vector = "{u, v} ~ multivariate_normal({m, 1}, {{4, 1}, {1, 9}})\n";
    double[] point = {0.5, 1, 0, 0};
    for (String[] pair :
        new String[][] {
          {"y ~ u - 2*v", "y ~ normal(m - 2, sqrt(4 - 4 + 36))"},
          {"y ~ u + v", "y ~ normal(m + 1, sqrt(15))"}
        }) {
      RandomVariable found =
          read(vector + pair[0]).variables().get("y").resolved(new Domain(-5, 5), Map.of("m", 0.5));
      RandomVariable law = read(pair[1]).variables().get("y");
      Expr x = Parameter.of("x1");
      assertEquals(
          at(List.of(law.logDensity(x)), point, 0.7)[0],
          at(List.of(found.logDensity(x)), point, 0.7)[0],
          1e-10,
          pair[0]);
    }
  }

  /**
   * A numeric convolution, beta(1, 1) + cauchy, by the arctangents that it is; and discrete
   * variables, whose probabilities no determinant changes. By mpmath.
   */
  @Test
  void sumsAndDiscreteVariablesAreMapped() {
    double[] point = {0.2, 0.9, 0.4, 3.5};
    RandomVector mapped =
        vector("x ~ beta(1, 1) + cauchy(0, 0.3)\ny ~ normal(0, s)\nz ~ {x + 2*y, y}");
    RandomVector sum =
        mapped.resolved(List.of(new Domain(-5, 5), new Domain(-5, 5)), Map.of("s", 2.0));
    Expr logDensity = sum.logDensity(placeholders(2));
    double[][] expected = {
      {1.7, 0.4, -1.6054906302055572}, {-3, -2, -4.1810997514800232}, {9, 0.1, -7.39864568311135}
    };
    for (double[] row : expected) {
      // 1e-9 of the peak, 0.5.
      double tolerance = 1e-9 * Math.exp(-row[2]);
      assertEquals(row[2], at(List.of(logDensity), point, row[0], row[1])[0], tolerance);
    }
    // Where data are the table is, as far as they may be from what is probable.
    RandomVector wide =
        mapped.resolved(List.of(new Domain(-5, 3000), new Domain(-5, 5)), Map.of("s", 2.0));
    double far = at(List.of(wide.logDensity(placeholders(2))), point, 2000, 0.1)[0];
    double tail = Math.log(0.3 / Math.PI / (1999.3 * 1999.3));
    assertEquals(tail - 0.5 * Math.log(2 * Math.PI * 0.81) - 0.01 / 1.62, far, 0.1);
    Expr counts =
        vector("k ~ poisson(nu)\ne ~ normal(0, s)\nz ~ {2*k - 3, 1.5*k + e}")
            .logDensity(placeholders(2));
    assertEquals(-2.5361355294688756, at(List.of(counts), point, 5, 6.3)[0], 1e-14);
    assertEquals(Double.NEGATIVE_INFINITY, at(List.of(counts), point, 6, 6.3)[0]);
    Expr both =
        vector("a ~ poisson(nu)\nb ~ poisson(s)\nz ~ {0.3*a + 0.1*b, 0.3*a - 0.1*b}")
            .logDensity(placeholders(2));
    double[] found = at(List.of(both), point, 0.3 * 4 + 0.1 * 3, 0.3 * 4 - 0.1 * 3);
    assertEquals(-4.6748429725680075, found[0], 1e-14);
  }

  /** Where there is no preimage the density is 0, and nothing is NaN. */
  @Test
  void theDensityIsZeroOutsideTheRange() {
    String[] models = {
      "y ~ dirichlet({s, 2, 3})",
      "y ~ softmax_centred(iid(2, normal(m, 1)))",
      "y ~ stick_breaking(iid(2, normal(m, 1)))",
      "x ~ iid(2, normal(m, 1))\ny ~ {exp(x1), x2 + x1}",
      "x ~ iid(2, uniform(0, 1))\ny ~ {x1^2, x2 + x1}",
    };
    double[][] outside = {{0.5, 0.7}, {-0.1, 0.5}, {1.2, 0.1}, {-0.5, 0}, {1.5, 2}};
    for (int i = 0; i < models.length; i++) {
      RandomVector y = vector(models[i]);
      Expr logDensity = y.logDensity(placeholders(2));
      Expr slope = Derivative.of(logDensity, Parameter.of("m"));
      double[] found = at(List.of(logDensity, slope), new double[] {0.2, 1.5, 0, 0}, outside[i]);
      assertEquals(Double.NEGATIVE_INFINITY, found[0], models[i]);
      assertTrue(found[1] == 0, models[i] + " " + found[1]);
    }
  }

  /** A draw's log density along the forward path is the density there. */
  @Test
  void aDrawHasTheDensityOfItsPlace() {
    List<String> models = new ArrayList<>(MODELS);
    models.add(FORMULA);
    for (String model : models) {
      RandomVector y = vector(model);
      Sampler.VectorSample sample = Sampler.sample(y, 1);
      List<Expr> outputs = new ArrayList<>(sample.values());
      outputs.add(sample.logDensity());
      outputs.add(y.logDensity(sample.values()));
      int rows = 500;
      double[][] found = new double[outputs.size()][rows];
      double[] point = {0.2, 0.9, 0.4, 3.5};
      EventBlock block = EventBlock.samples(7, 0, rows);
      new SimdBackend()
          .kernel(Lowering.program(outputs, NAMES, List.of()))
          .evaluate(point, block, found);
      int n = y.dimension();
      for (int row = 0; row < rows; row++) {
        double tolerance = 1e-9 * Math.max(1, Math.abs(found[n][row]));
        assertEquals(found[n][row], found[n + 1][row], tolerance, model);
      }
      double[][] reference = new double[outputs.size()][rows];
      Kernel kernel = new ReferenceBackend().kernel(Lowering.program(outputs, NAMES, List.of()));
      kernel.evaluate(point, block, reference);
      assertTrue(Arrays.deepEquals(reference, found), model + " on both backends");
    }
  }

  private static RandomVector vector(String model) {
    return read(model).parts().get(0).vector();
  }

  private static Model read(String model) {
    return ModelReader.read(Text.of("model", model), NAMES);
  }

  private static List<Expr> placeholders(int n) {
    List<Expr> x = new ArrayList<>();
    for (int i = 1; i <= n; i++) {
      x.add(Parameter.of("at" + i));
    }
    return x;
  }

  private static double[] at(List<Expr> outputs, double[] parameters, double... x) {
    Map<String, Double> point = new HashMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      point.put(NAMES.get(i), parameters[i]);
    }
    for (int i = 0; i < x.length; i++) {
      point.put("at" + (i + 1), x[i]);
      point.put("x" + (i + 1), x[i]);
    }
    double[][] rows = Evaluation.rows(new ReferenceBackend(), outputs, point, "none", 0);
    return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
