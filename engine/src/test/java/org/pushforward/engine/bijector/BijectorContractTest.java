package org.pushforward.engine.bijector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.distribution.CdfMap;
import org.pushforward.engine.distribution.Gamma;
import org.pushforward.engine.distribution.Logistic;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Monotone;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.Reference;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.NamedLaws;

/** What holds for every bijection. */
class BijectorContractTest {
  private static final Column X = Column.of("x");
  private static final Parameter AT = Parameter.of("at");
  private static final Parameter A = Parameter.of("a");
  private static final Parameter B = Parameter.of("b");

  /** Of four pieces, one steep and one flat; a moves knots and b slopes. */
  private static final Bijector SPLINE =
      new Spline(
          List.of(Expr.of(-3), Expr.of(-1), A, Expr.of(1), Expr.of(4)),
          List.of(Expr.of(-5), Expr.of(-1.5), A.times(2), B.plus(6), Expr.of(7.5)),
          List.of(Expr.of(0.5), B, Expr.of(6), Expr.of(0.01), B.over(2)));

  /** A map of parameters a and b, and what they are where the table does not say. */
  record Entry(String name, Bijector map, double... parameters) {
    double parameter(int i) {
      return i < parameters.length ? parameters[i] : Double.NaN;
    }

    @Override
    public String toString() {
      return name + Arrays.toString(parameters);
    }
  }

  static Stream<Entry> entries() {
    return Stream.concat(maps(), laws());
  }

  /**
   * The cdf and the quantile function of laws that are no images; tables are the laws' own. Not of
   * those whose cdf is a sum of pieces or is searched for in such: it is right to a few roundings
   * of 1 only, and need not rise from double to double.
   */
  private static Stream<Entry> laws() {
    Set<String> sharp =
        Set.of(
            "normal",
            "uniform",
            "exponential",
            "cauchy",
            "logistic",
            "laplace",
            "half_normal",
            "half_cauchy",
            "gamma",
            "chi_squared",
            "student_t",
            "beta",
            "beta_prime",
            "arcsine",
            "kumaraswamy",
            "triangular",
            "trapezoidal",
            "inverse_gaussian",
            "exponentially_modified_normal",
            "generalized_normal");
    return NamedLaws.CONTINUOUS.stream()
        .filter(name -> sharp.contains(name.substring(0, name.indexOf('('))))
        .flatMap(
            name -> {
              Bijector cdf = new CdfMap(((Draw) NamedLaws.read(name)).law());
              return Stream.of(
                  new Entry("cdf of " + name, cdf),
                  new Entry("quantile of " + name, new Inverse(cdf)));
            });
  }

  private static Bijector formula(Expr f) {
    double far = Double.POSITIVE_INFINITY;
    return new Formula(
        f, AT, Monotone.pieces(f, AT, -far, far, Map.of()).orElseThrow().get(0), Optional.empty());
  }

  private static Stream<Entry> maps() {
    return Stream.of(
        new Entry("formula", formula(AT.times(2).plus(AT.square().times(AT)))),
        new Entry("falling_formula", formula(AT.plus(Formulas.sinh(AT)).negate())),
        new Entry("shift", new Shift(A), -0.7),
        new Entry("scale", new Scale(A), 2.5),
        new Entry("affine", new Affine(A, B), 0.3, -1.7),
        new Entry("exp", new Exp()),
        new Entry("log", new Log()),
        new Entry("expm1", new Expm1()),
        new Entry("log1p", new Inverse(new Expm1())),
        new Entry("power", new Power(A, true), 0.4),
        new Entry("power", new Power(A, false), -1),
        new Entry("power", new Power(A, true), 2.5),
        new Entry("cube", new OddPower(3)),
        new Entry("fifth", new OddPower(5)),
        new Entry("cbrt", new Inverse(new OddPower(3))),
        new Entry("tanh", new Tanh()),
        new Entry("atanh", new Inverse(new Tanh())),
        new Entry("sigmoid", new Sigmoid()),
        new Entry("logit", new Inverse(new Sigmoid())),
        new Entry("softplus", new Softplus()),
        new Entry("inverse_softplus", new Inverse(new Softplus())),
        new Entry("softsign", new Softsign()),
        new Entry("inverse_softsign", new Inverse(new Softsign())),
        new Entry("sinh", new Sinh()),
        new Entry("asinh", new Inverse(new Sinh())),
        new Entry("atan", new Atan()),
        new Entry("tan", new Inverse(new Atan())),
        new Entry("sinh_arcsinh", new SinhArcsinh(A, B), 0.3, 1.2),
        new Entry("sinh_arcsinh", new SinhArcsinh(A, B), -0.7, 0.6),
        new Entry("inverse_sinh_arcsinh", new Inverse(new SinhArcsinh(A, B)), 0.3, 1.2),
        new Entry("inverse_sinh_arcsinh", new Inverse(new SinhArcsinh(A, B)), -0.7, 0.6),
        new Entry("erf", new Erf()),
        new Entry("erfinv", new Inverse(new Erf())),
        new Entry("normal_cdf", new NormalCdf()),
        new Entry("normal_quantile", new Inverse(new NormalCdf())),
        new Entry("cdf_gamma", new CdfMap(new Gamma(A, B)), 2.5, 1.3),
        new Entry("quantile_gamma", new Inverse(new CdfMap(new Gamma(A, B))), 2.5, 1.3),
        new Entry("cdf_logistic", new CdfMap(new Logistic(A, B)), 0.3, 1.3),
        new Entry("quantile_logistic", new Inverse(new CdfMap(new Logistic(A, B))), 0.3, 1.3),
        new Entry("spline", SPLINE, 0.3, 1.2),
        new Entry("inverse_spline", new Inverse(SPLINE), 0.3, 1.2),
        // Chains have no rows in the table.
        new Entry("chain", new Chain(new Affine(A, B), new Tanh()), 0.3, -1.7),
        new Entry("chain", new Chain(new Inverse(new Sigmoid()), new Softplus())),
        new Entry("chain", new Chain(new Chain(new Sigmoid(), new Exp()), new Log())));
  }

  /**
   * Values and log-determinants to 8 ulp of the terms: of v(x), |v| + |x v'(x)| (and, where a
   * logarithm is of a number near 1, 1), as an argument's own rounding moves it by 1/2 ulp of that.
   */
  @ParameterizedTest
  @MethodSource("entries")
  void valuesAndLogDeterminantsAreThoseOfFiftyDigits(Entry entry) {
    int rows = 0;
    for (String[] row : Reference.rows("bijector/maps_mpmath.csv")) {
      if (!row[0].equals(entry.name()) || !row[1].equals(text(entry))) {
        continue;
      }
      double x = Double.parseDouble(row[2]);
      double[] expected = Arrays.stream(row).skip(3).mapToDouble(Double::parseDouble).toArray();
      Image image = entry.map().forward(AT);
      List<Expr> outputs = new ArrayList<>(List.of(image.value(), image.logDet()));
      outputs.add(Derivative.of(image.logDet(), AT));
      for (Parameter p : List.of(A, B).subList(0, entry.parameters().length)) {
        outputs.add(Derivative.of(image.value(), p));
        outputs.add(Derivative.of(image.logDet(), p));
      }
      double[] found = at(outputs, entry, x);
      double slope = Math.exp(expected[1]);
      String where = entry + " at " + x;
      close(expected[0], found[0], Math.abs(x * slope), where);
      close(expected[1], found[1], Math.abs(x * expected[2]), where + " log-det");
      for (int k = 2; k < expected.length; k++) {
        // A slope in x is a difference of terms below 2, those by parameters of larger ones.
        double tolerance = 1e-12 * Math.abs(expected[k]) + (k == 2 ? 0x1p-50 : 1e-12);
        assertEquals(expected[k], found[k], tolerance, where + " slope " + k);
      }
      rows++;
    }
    boolean hasNone = entry.name().equals("chain") || entry.name().contains(" of ");
    assertTrue(rows >= 7 || hasNone, entry + " has " + rows + " rows");
  }

  private static void close(double expected, double found, double conditioning, String where) {
    double tolerance = 16 * 0x1p-53 * (Math.abs(expected) + conditioning);
    assertEquals(expected, found, tolerance, where);
  }

  @Test
  void everyMapOfTheLineIsRegistered() {
    Set<Class<?>> registered = new HashSet<>();
    entries().forEach(entry -> registered.add(entry.map().getClass()));
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.pushforward.engine")
            .stream()
            .filter(type -> type.isAssignableTo(Bijector.class) && !type.isInterface())
            .forEach(type -> assertTrue(registered.contains(type.reflect()), type.getName()));
  }

  @Test
  void everyMapOfTheTableIsRegistered() {
    Set<String> names = new HashSet<>();
    entries().forEach(e -> names.add(e.name() + " " + text(e)));
    for (String[] row : Reference.rows("bijector/maps_mpmath.csv")) {
      assertTrue(names.contains(row[0] + " " + row[1]), row[0]);
    }
  }

  /** Values of the reference README. */
  @Test
  void logTanhSlopeKeepsItsDigitsWhereTanhIsOne() {
    double[] at = {1, 5, 20, 100};
    double[] expected = {
      -.86756166096605437, -8.6137964366785431, -38.613705638880109, -198.61370563888011
    };
    for (int i = 0; i < at.length; i++) {
      for (double x : new double[] {at[i], -at[i]}) {
        Expr logDet = new Tanh().forward(Expr.of(x)).logDet();
        assertEquals(expected[i], logDet.constantOrNaN(), 1e-13 * -expected[i]);
      }
    }
  }

  /**
   * Back at x within what half an ulp of y moves it by, and the ulps of the inverse itself, where
   * exponents (1/5 for the fifth power) are rounded.
   */
  @ParameterizedTest
  @MethodSource("entries")
  void aPointComesBackFromItsImage(Entry entry) {
    Image there = entry.map().forward(AT);
    Image back = entry.map().inverse(there.value());
    Expr slope = Derivative.of(there.logDet(), AT);
    List<Expr> outputs =
        List.of(there.value(), there.logDet(), back.value(), back.logDet(), slope, AT);
    for (double x : inside(entry.map().domain())) {
      double[] v = at(outputs, entry, x);
      Interval range = entry.map().range();
      boolean hasRounded = !(v[0] > range.low() && v[0] < range.high()) || Double.isInfinite(v[0]);
      boolean hasUnderflown = Math.abs(v[0]) < Double.MIN_NORMAL && v[0] != x;
      // Quantiles of less are not found, or underflow.
      boolean isTail =
          entry.name().contains(" of ") && Math.min(Math.abs(x), Math.abs(v[0])) < 1e-100;
      if (hasRounded || hasUnderflown || isTail) {
        continue;
      }
      double exponents = Math.max(1, Math.abs(Math.log(Math.max(Math.abs(x), Double.MIN_VALUE))));
      double rounding = v[0] == 0 ? 0 : Math.abs(v[0]) * Math.exp(-v[1]);
      double moved = 16 * 0x1p-53 * (rounding + Math.abs(x) * exponents);
      assertEquals(x, v[2], moved + Double.MIN_VALUE, entry + " at " + x);
      if (moved < 0.01 * Math.abs(x)) {
        double tolerance = 16 * 0x1p-53 * Math.abs(v[1]) + 2 * moved * Math.abs(v[4]);
        assertEquals(-v[1], v[3], tolerance, entry + " log-det at " + x);
      }
    }
  }

  /**
   * log |g'| by the chain rule, with a formula's own rounding, where it is neither 0 nor huge: both
   * are known at a value right to 16 roundings, which moves them by d log |g'| / dy times that.
   */
  @ParameterizedTest
  @MethodSource("entries")
  void theLogDeterminantIsThatOfTheDerivedSlope(Entry entry) {
    Image image = entry.map().forward(AT);
    Expr slope = Formulas.abs(Derivative.of(image.value(), AT));
    Expr change = Formulas.abs(Derivative.of(image.logDet(), AT).times(image.value()).over(slope));
    int compared = 0;
    for (double x : inside(entry.map().domain())) {
      double[] v = at(List.of(slope, image.logDet(), change), entry, x);
      if (v[0] > 1e-8 && v[0] < 1e8) {
        double moved = Double.isNaN(v[2]) ? 0 : 16 * 0x1p-53 * v[2];
        assertEquals(1, v[0] / Math.exp(v[1]), 1e-13 + moved, entry + " at " + x);
        compared++;
      }
    }
    assertTrue(compared > 8, entry + " " + compared);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theMapIsMonotoneFromEndToEnd(Entry entry) {
    Bijector map = entry.map();
    double[] x = inside(map.domain());
    double[] ends = new double[x.length + 2];
    ends[0] = map.domain().low();
    System.arraycopy(x, 0, ends, 1, x.length);
    ends[x.length + 1] = map.domain().high();
    double sign = at(List.of(map.rises()), entry, 0)[0] == 1 ? 1 : -1;
    double before = Double.NEGATIVE_INFINITY;
    for (double end : ends) {
      double y = sign * at(List.of(map.forward(AT).value()), entry, end)[0];
      assertTrue(y >= before, entry + " at " + end + ": " + y + " after " + before);
      before = y;
    }
    double first = at(List.of(map.forward(AT).value()), entry, ends[0])[0];
    double last = at(List.of(map.forward(AT).value()), entry, ends[x.length + 1])[0];
    if (!entry.name().equals("tan")) { // pi / 2 is no double
      assertEquals(map.range().low(), Math.min(first, last), entry + " low end");
      assertEquals(map.range().high(), Math.max(first, last), entry + " high end");
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void thereIsNoNaNInsideNorAtTheEnds(Entry entry) {
    Bijector map = entry.map();
    for (double x : inside(map.domain())) {
      assertNumbers(at(outputs(map.forward(AT)), entry, x), entry + " at " + x);
    }
    for (double y : inside(map.range())) {
      double[] inverse = at(outputs(map.inverse(AT)), entry, y);
      assertNumbers(inverse, entry + " from " + y);
      assertEquals(inverse[0], at(List.of(map.preimage(AT)), entry, y)[0], entry + " from " + y);
    }
    // Log-determinants of chains may be inf - inf there.
    for (double end : new double[] {map.domain().low(), map.domain().high()}) {
      assertNumbers(at(List.of(map.forward(AT).value()), entry, end), entry + " at " + end);
    }
  }

  private static List<Expr> outputs(Image image) {
    return List.of(image.value(), image.logDet());
  }

  private static void assertNumbers(double[] values, String where) {
    assertTrue(Arrays.stream(values).noneMatch(Double::isNaN), where + Arrays.toString(values));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theBitsAreTheSameOnBothBackends(Entry entry) {
    Image forward = entry.map().forward(X);
    Image inverse = entry.map().inverse(X);
    List<Expr> outputs =
        List.of(forward.value(), forward.logDet(), inverse.value(), inverse.logDet());
    Program program = Lowering.program(outputs, List.of("a", "b"), List.of("x"));
    SplittableRandom random = new SplittableRandom(20261121);
    double[] x =
        DoubleStream.concat(
                DoubleStream.of(inside(Interval.LINE)),
                random.doubles(2000).map(u -> Math.tan(3 * (u - 0.5))))
            .toArray();
    double[] point = {entry.parameter(0), entry.parameter(1)};
    EventBlock block = new EventBlock(new double[][] {x}, x.length);
    SameBits.check(
        entry.toString(), new ReferenceBackend(), new SimdBackend(), program, point, 1, block);
  }

  @Test
  void aChainIsDefinedOnWhatItsFirstMapGives() {
    assertThrows(IllegalArgumentException.class, () -> new Chain(new Sinh(), new Log()));
    double end = Math.tanh(-1);
    Interval range = new Chain(new Expm1(), new Tanh()).range();
    assertEquals(end, range.low(), 4 * Math.ulp(end));
    assertEquals(1, range.high());
    assertThrows(IllegalStateException.class, () -> new Chain(new Exp(), new Affine(A, B)).range());
  }

  /** Increasing points, dense in the middle and out to the ends. */
  private static double[] inside(Interval interval) {
    double[] sizes = {
      5e-324, 1e-300, 1e-20, 1e-8, 0.01, 0.25, 0.499999, 0.5, 0.7, 0.9999, 1, 1.5, 3, 8, 40, 710,
      1e9, 1e20, 1e300
    };
    Set<Double> points = new HashSet<>(Set.of(0.0));
    for (double size : sizes) {
      points.addAll(List.of(size, -size));
      points.addAll(List.of(interval.low() + size, interval.high() - size));
    }
    points.addAll(List.of(Math.nextUp(interval.low()), Math.nextDown(interval.high())));
    return points.stream()
        .mapToDouble(p -> p)
        .filter(p -> p > interval.low() && p < interval.high() && !Double.isInfinite(p))
        .sorted()
        .toArray();
  }

  private static double[] at(List<Expr> outputs, Entry entry, double x) {
    Map<String, Double> point = Map.of("at", x, "a", entry.parameter(0), "b", entry.parameter(1));
    double[][] rows = Evaluation.rows(new ReferenceBackend(), outputs, point, "none", 0);
    return Arrays.stream(rows).mapToDouble(r -> r[0]).toArray();
  }

  private static String text(Entry entry) {
    return String.join(" ", Arrays.stream(entry.parameters()).mapToObj(Double::toString).toList());
  }
}
