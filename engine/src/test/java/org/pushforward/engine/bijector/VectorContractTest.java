package org.pushforward.engine.bijector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.LogDeterminants;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** What holds for every map of vectors. */
class VectorContractTest {
  private static final Expr[] X =
      IntStream.range(0, 6).mapToObj(i -> parameter(i)).toArray(Expr[]::new);

  record Entry(String name, VectorBijector map) {
    @Override
    public String toString() {
      return name + map.dimension();
    }
  }

  static Stream<Entry> entries() throws VectorFormula.NotInvertible {
    VectorBijector triangular =
        new LowerTriangular(matrix(new double[][] {{1.5}, {-.25, .75}, {2, -1, -3}}));
    return Stream.of(
        new Entry("softmax_centred", new SoftmaxCentred(1)),
        new Entry("softmax_centred", new SoftmaxCentred(3)),
        new Entry("softmax_centred", new SoftmaxCentred(4)),
        new Entry("stick_breaking", new StickBreaking(1)),
        new Entry("stick_breaking", new StickBreaking(3)),
        new Entry("stick_breaking", new StickBreaking(4)),
        new Entry("ordered", new Ordered(1)),
        new Entry("ordered", new Ordered(3)),
        new Entry("ordered", new Ordered(4)),
        new Entry("correlation_cholesky", new CorrelationCholesky(2)),
        new Entry("correlation_cholesky", new CorrelationCholesky(3)),
        new Entry("correlation_cholesky", new CorrelationCholesky(4)),
        new Entry("lower_triangular", triangular),
        new Entry(
            "lu",
            new LuMatrix(
                new Permutation(List.of(2, 0, 1)),
                matrix(new double[][] {{2, 1, -1}, {.5, -1.5, .25}, {-.75, 2, 3}}))),
        new Entry("permutation", new Permutation(List.of(1, 2, 0))),
        new Entry("elementwise", new Elementwise(List.of(new Tanh(), new Exp(), new Sigmoid()))),
        new Entry("formula", formula()),
        new Entry("coupled", coupled()),
        new Entry("chain", new VectorChain(triangular, new Ordered(3))));
  }

  /** {1/2 + 2 x_0 + x_1^3 x_2, x_1 + x_2^2 / 2, exp(x_2) + x_2}. */
  private static VectorFormula formula() throws VectorFormula.NotInvertible {
    List<Parameter> x = List.of(parameter(0), parameter(1), parameter(2));
    return VectorFormula.of(
        x,
        List.of(
            Expr.of(0.5)
                .plus(x.get(0).times(2))
                .plus(Formulas.pow(x.get(1), Expr.of(3)).times(x.get(2))),
            x.get(1).plus(x.get(2).square().times(0.5)),
            Formulas.exp(x.get(2)).plus(x.get(2))),
        List.of(Interval.LINE, Interval.LINE, Interval.LINE),
        Map.of(),
        Set.of());
  }

  /** {x_0 + sin(x_1) / 2, x_1 + cos(x_0) / 2}. */
  private static VectorFormula coupled() throws VectorFormula.NotInvertible {
    List<Parameter> x = List.of(parameter(0), parameter(1));
    return VectorFormula.of(
        x,
        List.of(
            x.get(0).plus(Formulas.sin(x.get(1)).times(0.5)),
            x.get(1).plus(Formulas.cos(x.get(0)).times(0.5))),
        List.of(Interval.LINE, Interval.LINE),
        Map.of(),
        Set.of());
  }

  private static Parameter parameter(int i) {
    return Parameter.of("x" + i);
  }

  private static List<List<Expr>> matrix(double[][] rows) {
    return Arrays.stream(rows).map(row -> Arrays.stream(row).mapToObj(Expr::of).toList()).toList();
  }

  private static List<Expr> x(VectorBijector map) {
    return List.of(X).subList(0, map.dimension());
  }

  private static List<Expr> outputs(VectorImage image) {
    List<Expr> outputs = new ArrayList<>(image.values());
    outputs.add(image.logDet());
    return outputs;
  }

  private static double[] at(List<Expr> outputs, double... x) {
    Map<String, Double> point = new HashMap<>();
    for (int i = 0; i < x.length; i++) {
      point.put("x" + i, x[i]);
    }
    double[][] rows = Evaluation.rows(new ReferenceBackend(), outputs, point, "none", 0);
    return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** Coordinates to 20 ulp of the largest, log-determinants to 1e-13 of the sum of n terms. */
  @ParameterizedTest
  @MethodSource("entries")
  void valuesAndLogDeterminantsAreThoseOfMpmath(Entry entry) {
    int rows = 0;
    for (String[] row : Reference.rows("bijector/vector_maps_mpmath.csv")) {
      double[] x = numbers(row[1]);
      if (!row[0].equals(entry.name()) || x.length != entry.map().dimension()) {
        continue;
      }
      double[] y = numbers(row[2]);
      double logDet = Double.parseDouble(row[3]);
      double[] found = at(outputs(entry.map().forward(x(entry.map()))), x);
      double largest = Arrays.stream(y).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < y.length; i++) {
        assertEquals(y[i], found[i], 20 * 0x1p-53 * largest, entry + " coordinate " + i);
      }
      assertEquals(
          logDet, found[y.length], 1e-13 * Math.max(1, Math.abs(logDet)), entry + " log-det");
      rows++;
    }
    assertEquals(4, rows, entry.toString());
  }

  @Test
  void everyMapOfTheTableIsRegistered() throws VectorFormula.NotInvertible {
    List<String> names = entries().map(e -> e.name() + e.map().dimension()).toList();
    for (String[] row : Reference.rows("bijector/vector_maps_mpmath.csv")) {
      assertTrue(names.contains(row[0] + numbers(row[1]).length), row[0]);
    }
  }

  /** By the batched elimination of the derived Jacobian, both directions. */
  @ParameterizedTest
  @MethodSource("entries")
  void theLogDeterminantIsThatOfTheDerivedJacobian(Entry entry) {
    int n = entry.map().dimension();
    VectorImage image = entry.map().forward(x(entry.map()));
    List<Expr> outputs = new ArrayList<>(jacobian(image.values(), n));
    outputs.add(image.logDet());
    VectorImage inverse = entry.map().inverse(x(entry.map()));
    List<Expr> back = new ArrayList<>(jacobian(inverse.values(), n));
    back.add(inverse.logDet());
    for (double[] x : points(n, 2)) {
      double[] y = Arrays.copyOf(at(image.values(), x), n);
      // Derivatives with conditions above 1e3 are not asked to keep 12 digits.
      assertEquals(logDet(at(outputs, x), n), at(outputs, x)[n * n], 1e-12, entry + " forward");
      assertEquals(logDet(at(back, y), n), at(back, y)[n * n], 1e-10, entry + " inverse");
    }
  }

  private static List<Expr> jacobian(List<Expr> values, int n) {
    return values.stream()
        .flatMap(v -> IntStream.range(0, n).mapToObj(j -> Derivative.of(v, parameter(j))))
        .toList();
  }

  private static double logDet(double[] jacobian, int n) {
    double[] logs = new double[1];
    new LogDeterminants(new ReferenceBackend(), n)
        .compute(1, Arrays.copyOf(jacobian, n * n), logs, new double[1]);
    return logs[0];
  }

  @ParameterizedTest
  @MethodSource("entries")
  void aPointComesBackFromItsImage(Entry entry) {
    int n = entry.map().dimension();
    VectorImage there = entry.map().forward(x(entry.map()));
    VectorImage back = entry.map().inverse(there.values());
    List<Expr> outputs = outputs(back);
    outputs.add(there.logDet());
    outputs.add(entry.map().isImage(there.values()));
    for (double[] x : points(n, 2)) {
      double[] found = at(outputs, x);
      for (int i = 0; i < n; i++) {
        // An image of size 1 moves by 2^-53; the maps' slopes there are above e^-9.
        assertEquals(x[i], found[i], 1e-12, entry + " at " + Arrays.toString(x));
      }
      assertEquals(-found[n + 1], found[n], 1e-11, entry + " log-det");
      assertEquals(1, found[n + 2], entry + " is an image");
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theBitsAreTheSameOnBothBackends(Entry entry) {
    int n = entry.map().dimension();
    List<Expr> x = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      names.add("c" + i);
      x.add(Column.of("c" + i));
    }
    List<Expr> outputs = outputs(entry.map().forward(x));
    outputs.addAll(outputs(entry.map().inverse(x)));
    outputs.add(entry.map().isImage(x));
    Program program = Lowering.program(outputs, List.of(), names);
    double[][] columns = new double[n][300];
    SplittableRandom random = new SplittableRandom(5);
    for (double[] column : columns) {
      Arrays.setAll(column, i -> random.nextDouble(-3, 3));
    }
    SameBits.check(
        entry.toString(),
        new ReferenceBackend(),
        new SimdBackend(),
        program,
        new double[0],
        1,
        new EventBlock(columns, 300));
  }

  @Test
  void pointsOutsideTheRangeAreNoImages() {
    outside(new SoftmaxCentred(2), 0.5, 0.5);
    outside(new SoftmaxCentred(2), -0.1, 0.5);
    outside(new StickBreaking(2), 0.7, 0.4);
    outside(new Ordered(3), 0, 2, 2);
    outside(new CorrelationCholesky(3), 0.5, 0.8, 0.6);
    outside(new Elementwise(List.of(new Exp(), new Tanh())), 1, 1);
    outside(new VectorChain(new Ordered(2), new Elementwise(List.of(new Exp(), new Exp()))), 2, 1);
    outside(new VectorInverse(new VectorInverse(new Ordered(2))), 2, 1);
  }

  private static void outside(VectorBijector map, double... y) {
    assertEquals(0, at(List.of(map.isImage(x(map))), y)[0], map.toString());
  }

  private static List<double[]> points(int n, double size) {
    SplittableRandom random = new SplittableRandom(17);
    return Stream.generate(() -> random.doubles(n, -size, size).toArray()).limit(25).toList();
  }
}
