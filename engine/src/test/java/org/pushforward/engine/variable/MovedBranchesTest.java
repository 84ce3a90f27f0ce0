package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** Images whose turning points and poles depend on parameters, or lie anywhere. */
class MovedBranchesTest {
  private static final Column Y = Column.of("y");

  private static final Map<String, Bounds> KNOWN =
      Map.of(
          "a", Bounds.between(0.1, 10),
          "b", Bounds.between(0.2, 0.8),
          "m", Bounds.LINE,
          "o", Bounds.between(-1, 1),
          "p", Bounds.between(0, Double.POSITIVE_INFINITY));

  @Test
  void imagesHaveTheDensityOfTheirBranchesAndItsDerivatives() {
    List<String[]> rows = Reference.rows("variable/moved_mpmath.csv");
    assertTrue(rows.size() > 40);
    for (String[] cells : rows) {
      String[] row = String.join(",", cells).split("\\|", -1);
      Map<String, Double> point = point(row[2]);
      RandomVariable v = read(row[0] + "\n" + row[1], point);
      List<Expr> outputs = new ArrayList<>(List.of(v.density(Y), v.cdf(Y), v.survival(Y)));
      outputs.addAll(Derivative.gradient(v.logDensity(Y), parameters(point)));
      double y = Double.parseDouble(row[3]);
      double[][] found = Evaluation.rows(new ReferenceBackend(), outputs, point, "y", y);
      String where = String.join("|", row);
      double density = Double.parseDouble(row[4]);
      double cdf = Double.parseDouble(row[5]);
      // 1/100 from a turning value f' has lost two digits, and d log p has them squared.
      assertEquals(density, found[0][0], 2e-13 * density, where);
      assertEquals(cdf, found[1][0], 4e-15, where);
      assertEquals(1 - cdf, found[2][0], 4e-15, where);
      String[] slopes = row[6].isEmpty() ? new String[0] : row[6].split(" ");
      assertEquals(point.size(), slopes.length);
      for (int k = 0; k < slopes.length; k++) {
        double slope = Double.parseDouble(slopes[k]);
        assertEquals(slope, found[3 + k][0], 1e-12 * (1 + Math.abs(slope)), where);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "z ~ normal(0, 1)  | y ~ z^3 - a*z       | a=0.75",
        "z ~ normal(0, 1)  | y ~ z + 1/(z - b)   | b=0.5",
        "z ~ uniform(0, 5) | y ~ tan(z)          | ''",
        "z ~ normal(0, 1)  | y ~ cosh(a*z) + b*z | a=1.5 b=0.5",
      })
  void drawsAreOfTheLaw(String variable, String image, String at) {
    Map<String, Double> point = point(at);
    RandomVariable v = read(variable + "\n" + image, point);
    int count = 20000;
    double[][] found = new double[1][count];
    new ReferenceBackend()
        .kernel(
            Lowering.program(
                List.of(Sampler.draw(v, 0)), List.copyOf(point.keySet()), List.<String>of()))
        .evaluate(
            point.values().stream().mapToDouble(x -> x).toArray(),
            EventBlock.samples(20261122, 0, count),
            found);
    double[] sorted = found[0];
    Arrays.sort(sorted);
    double[] cdf =
        Evaluation.rows(new ReferenceBackend(), List.of(v.cdf(Y)), point, "y", sorted)[0];
    double d = 0;
    for (int i = 0; i < count; i++) {
      d = Math.max(d, Math.max((i + 1.0) / count - cdf[i], cdf[i] - (double) i / count));
    }
    // Kolmogorov-Smirnov: exceeded by chance once in 10^7 of such tests, 2 exp(-2 n d^2).
    assertTrue(2 * Math.exp(-2 * count * d * d) > 1e-7, image + " " + d);
  }

  @Test
  void simdGivesTheSameBits() {
    for (String image : List.of("z^3 - a*z", "z/(z - b) + 0*a", "a*z^2 + z", "z + 1/(z - b)")) {
      Map<String, Double> point = new TreeMap<>(Map.of("a", 1.25, "b", 0.5));
      RandomVariable v = read("z ~ normal(0, 1)\ny ~ " + image, point);
      double[] at = new double[301];
      Arrays.setAll(at, i -> -3 + 0.02 * i);
      List<Expr> outputs = new ArrayList<>(List.of(v.logDensity(Y), v.cdf(Y)));
      outputs.addAll(Derivative.gradient(v.logDensity(Y), parameters(point)));
      double[][] expected = Evaluation.rows(new ReferenceBackend(), outputs, point, "y", at);
      double[][] found = Evaluation.rows(new SimdBackend(), outputs, point, "y", at);
      for (int k = 0; k < expected.length; k++) {
        assertArrayEquals(expected[k], found[k], image);
      }
    }
  }

  /** At a = 0 the middle branch is empty; what is left is the image under z^3. */
  @Test
  void anEndOfTheRangeWhereBranchesMeetIsTheLimit() {
    Map<String, Double> point = Map.of("p", 0.0);
    RandomVariable v = read("z ~ normal(0, 1)\ny ~ z^3 - p*z", point);
    RandomVariable cube = read("z ~ normal(0, 1)\ny ~ z^3", point);
    for (double y : new double[] {-5, -0.1, 0.3, 2}) {
      for (int k = 0; k < 2; k++) {
        double[] found = new double[2];
        for (int i = 0; i < 2; i++) {
          RandomVariable w = i == 0 ? v : cube;
          Expr e = k == 0 ? w.density(Y) : w.cdf(Y);
          found[i] = Evaluation.rows(new ReferenceBackend(), List.of(e), point, "y", y)[0][0];
        }
        assertEquals(found[1], found[0], 1e-13 * found[1]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1/(z - 1)",
        "z^-3",
        "1/(z - 1) + 1/(z + 1)",
        "z + 1/z^2",
        "exp(z) - a*z",
        "1/(z - b)^2 + z",
        "a*z^2 + m*z",
        "z^2/(z - 1)",
        "abs(z - m)",
      })
  void massesOfBranchesAreWhatTheDensityHolds(String image) {
    Map<String, Double> point = Map.of("a", 1.5, "b", 0.5, "m", -0.75);
    RandomVariable v = read("z ~ normal(0, 1)\ny ~ " + image, point);
    assertInstanceOf(Branched.class, v);
    // Simpson's rule, away from turning values: h^4 / 180 of the fourth derivative, h = 5e-4.
    double h = 5e-4;
    double[] at = new double[2001];
    Arrays.setAll(at, i -> 4.5 + i * h);
    double[][] found =
        Evaluation.rows(
            new ReferenceBackend(), List.of(v.density(Y), v.cdf(Y), v.survival(Y)), point, "y", at);
    double integral = 0;
    for (int i = 0; i < at.length; i++) {
      int weight = i == 0 || i == at.length - 1 ? 1 : i % 2 == 1 ? 4 : 2;
      integral += weight * found[0][i] * h / 3;
      assertEquals(1, found[1][i] + found[2][i], 1e-14);
    }
    assertTrue(integral > 1e-6, image);
    assertEquals(found[1][at.length - 1] - found[1][0], integral, 1e-13, image);
  }

  @ParameterizedTest
  @ValueSource(strings = {"z^3 - o*z", "z/(z - o)", "1/(z - m) + m*z", "z^4 - a*z^2 + o*z"})
  void whatMayChangeTheNumberOfBranchesIsRefusedWithItsName(String image) {
    SpecException e =
        assertThrows(SpecException.class, () -> read("z ~ normal(0, 1)\ny ~ " + image, Map.of()));
    assertTrue(e.problem().contains("rise or fall on a few pieces"), e.getMessage());
    assertTrue(e.advice().contains(" a range in which it has the same turning"), e.getMessage());
    assertTrue(e.advice().contains(image.contains("o") ? "o" : "m"), e.getMessage());
  }

  private static List<Parameter> parameters(Map<String, Double> point) {
    return point.keySet().stream().map(Parameter::of).toList();
  }

  private static Map<String, Double> point(String text) {
    Map<String, Double> point = new TreeMap<>();
    for (String word : text.isEmpty() ? new String[0] : text.split(" ")) {
      point.put(word.split("=")[0], Double.parseDouble(word.split("=")[1]));
    }
    return point;
  }

  private static RandomVariable read(String model, Map<String, Double> point) {
    return ModelReader.read(Text.of("model", model), KNOWN)
        .variables()
        .get("y")
        .resolved(new Domain(-50, 150), point);
  }
}
