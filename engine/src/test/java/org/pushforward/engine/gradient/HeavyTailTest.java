package org.pushforward.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.atan;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sin;
import static org.pushforward.engine.expr.Formulas.sqrt;
import static org.pushforward.engine.expr.Formulas.tanh;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;
import org.pushforward.engine.variable.NamedLaws;
import org.pushforward.engine.variable.RandomVariable;

class HeavyTailTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Parameter X = Parameter.of("?z0");
  private static final Parameter C = Parameter.of("c");
  private static final End HIGH = new End(INFINITY, true);
  private static final End LOW = new End(-INFINITY, false);

  private static double degree(Expr g, End end) {
    return Growth.degree(g, X, end, Map.of(C, 2.5));
  }

  @Test
  void degreesAreThoseOfTheLeadingPower() {
    assertEquals(2, degree(X.square().minus(X.times(1e6)), HIGH), 1e-9);
    assertEquals(1.5, degree(X.times(sqrt(abs(X.plus(C)))), LOW), 1e-9);
    assertEquals(-1, degree(X.over(X.square().plus(C)), HIGH), 1e-9);
    assertEquals(0, degree(tanh(X).plus(atan(X)), HIGH), 1e-9);
    assertEquals(3, degree(max(X, Expr.of(0)).square().times(X).plus(1), HIGH), 1e-9);
    assertEquals(0, degree(max(X, Expr.of(0)).square().times(X).plus(1), LOW), 1e-9);
    assertEquals(1, degree(select(less(X, C), X.square(), X), HIGH), 1e-9);
    assertEquals(9, degree(X.square().square().square().times(X), LOW), 1e-9);
  }

  @Test
  void logarithmsAndSignsDoNotCount() {
    assertEquals(0, degree(log(X), HIGH), 1e-3);
    assertEquals(1, degree(X.times(log(X)).times(log(X)), HIGH), 2e-3);
    assertEquals(1, degree(X.times(sin(X)), HIGH), 1e-3);
  }

  @Test
  void exponentialsAreOfNoDegree() {
    assertEquals(INFINITY, degree(exp(X), HIGH));
    assertEquals(-INFINITY, degree(exp(X), LOW));
    assertEquals(-INFINITY, degree(X.times(exp(X.square().negate())), LOW));
    assertEquals(INFINITY, degree(exp(log(X).square()), HIGH));
    assertEquals(-INFINITY, degree(Expr.of(0).times(X), HIGH));
  }

  /** Near an end: g = x^-1/2 near 0 is T^1/2, T = 1/x. */
  @Test
  void degreesAtAFiniteEndAreThoseInTheDistance() {
    Expr near = Expr.of(2.25).minus(X);
    Expr far = Expr.of(1).over(near.times(sqrt(near)));
    assertEquals(0.5, degree(Expr.of(1).over(sqrt(X)), new End(0, false)), 1e-9);
    assertEquals(0, degree(log(X), new End(0, false)), 1e-3);
    assertEquals(1.5, degree(far, new End(2.25, true)), 1e-9);
  }

  private static double exponent(String law, boolean isHigh) {
    RandomVariable x = NamedLaws.read(law);
    return HeavyTail.exponent(x, End.of(x, Map.of()).get(isHigh ? 1 : 0), Map.of());
  }

  /** P(X > t) falls as t^-a: the exponents by the laws' formulas. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "cauchy(-0.3, 0.6): 1",
        "half_cauchy(0.6): 1",
        "student_t(3.5, -0.3, 0.6): 3.5",
        "student_t(0.5, 1e5, 0.001): 0.5",
        "pareto(0.5, 1.5): 1.5",
        "levy(0.25, 0.8): 0.5",
        "frechet(1.7, 1.5): 1.7",
        "inverse_gamma(2.5, 1.2): 2.5",
        "beta_prime(2.5, 0.6): 0.6",
        "f(3.5, 5): 2.5",
        "voigt(0.25, 0.6, 0.4): 1",
        "crystal_ball(0.3, 0.8, -0.75, 4.5): 3.5",
        "double_crystal_ball(0.3, 0.8, 1.25, 2.5, 0.75, 6): 5",
        "relativistic_breit_wigner(1.2, 0.4): 3",
        "mix(0.01 -> cauchy(0, 1), 0.99 -> normal(0, 1)): 1",
        "student_t(3, 0, 1) + normal(0, 1) + cauchy(0, 1): 1",
        "student_t(3, 0, 1) + normal(0, 1): 3",
        "3 - 2 * student_t(1.5, 0, 1): 1.5",
      })
  void tailsOfPowersHaveTheirExponents(String law, double expected) {
    assertEquals(expected, exponent(law, true), 1e-6);
  }

  /** Those of all laws that are not in the list above. */
  @ParameterizedTest
  @MethodSource("light")
  void otherTailsFallFasterThanAnyPower(String law) {
    assertEquals(INFINITY, HeavyTail.exponent(NamedLaws.read(law), HIGH, Map.of()), law);
  }

  static Stream<String> light() {
    List<String> heavy =
        List.of(
            "cauchy",
            "half_cauchy",
            "student_t",
            "pareto",
            "levy",
            "frechet",
            "inverse_gamma",
            "beta_prime",
            "f",
            "voigt",
            "double_crystal_ball",
            "relativistic_breit_wigner");
    return NamedLaws.CONTINUOUS.stream()
        .filter(
            law ->
                !heavy.contains(law.substring(0, law.indexOf('(')))
                    && !law.equals("crystal_ball(0.3, 0.8, -0.75, 4.5)"));
  }

  /** P(X - b < 1 / t) falls as t^-a where the density rises as (x - b)^(a - 1). */
  @Test
  void endsHaveExponentsToo() {
    assertEquals(0.6, exponent("gamma(0.6, 1.5)", false), 1e-9);
    assertEquals(0.6, exponent("beta(0.6, 2.5)", false), 1e-9);
    assertEquals(2.5, exponent("beta(0.6, 2.5)", true), 1e-3);
    assertEquals(0.5, exponent("arcsine(0, 2.25)", true), 1e-3);
    assertEquals(1, exponent("uniform(-0.5, 2.25)", true), 1e-9);
    assertEquals(INFINITY, exponent("inverse_gamma(2.5, 1.2)", false));
  }

  private static boolean isInfinite(String law, Expr g) {
    return HeavyTail.ofSecondMoment(g, X, NamedLaws.read(law), Map.of(C, 2.5)).isPresent();
  }

  /** d log p / d location at the law's own value; f times it is the score estimator. */
  private static Expr score(String law) {
    NamedLaws.Open open = NamedLaws.open(law);
    Map<Parameter, Expr> point = new HashMap<>();
    open.point().forEach((p, v) -> point.put(Parameter.of(p), Expr.of(v)));
    Parameter location = Parameter.of(law.startsWith("student") ? "p01" : "p00");
    return Substitution.of(Derivative.of(open.law().logDensity(X), location), point);
  }

  /** The score in the location falls as 1 / x, so that x s is bounded and x^2 s grows as x. */
  @Test
  void scoreEstimatorsOfHeavyTails() {
    Expr cauchy = score("cauchy(0.5, 1.5)");
    assertFalse(isInfinite("cauchy(0.5, 1.5)", cauchy));
    assertFalse(isInfinite("cauchy(0.5, 1.5)", cauchy.times(X)));
    assertTrue(isInfinite("cauchy(0.5, 1.5)", cauchy.times(X.square())));
    Expr three = score("student_t(3, 0.5, 1.5)");
    assertFalse(isInfinite("student_t(3, 0.5, 1.5)", three.times(X.square())));
    assertTrue(isInfinite("student_t(3, 0.5, 1.5)", X.square()));
    HeavyTail cubed =
        HeavyTail.ofSecondMoment(
                three.times(X.square().times(X)),
                X,
                NamedLaws.read("student_t(3, 0.5, 1.5)"),
                Map.of())
            .orElseThrow();
    assertEquals(-INFINITY, cubed.end());
    assertEquals(2, cubed.degree(), 1e-6);
    assertEquals(3, cubed.exponent(), 1e-6);
    Expr normal = score("normal(0.7, 1.3)");
    assertFalse(isInfinite("normal(0.7, 1.3)", normal.times(X.square().square())));
  }

  /** 2 d = a counts: the integral of 1 / t. */
  @Test
  void theSecondMomentEndsWhereTwiceTheDegreeReachesTheExponent() {
    assertTrue(isInfinite("student_t(2, 0, 1)", X));
    assertFalse(isInfinite("student_t(2.01, 0, 1)", X));
    assertTrue(isInfinite("student_t(1.99, 0, 1)", X));
    assertTrue(isInfinite("beta(0.5, 2)", Expr.of(1).over(sqrt(sqrt(X)))));
    assertFalse(isInfinite("beta(0.51, 2)", Expr.of(1).over(sqrt(sqrt(X)))));
    assertFalse(isInfinite("gamma(0.5, 2)", log(X)));
    assertTrue(isInfinite("uniform(0, 1)", Expr.of(1).over(Expr.of(1).minus(X))));
  }

  @Test
  void theFirstMomentEndsAtTheExponentItself() {
    RandomVariable law = NamedLaws.read("student_t(1.5, 0, 1)");
    assertTrue(HeavyTail.ofFirstMoment(X, X, law, Map.of()).isEmpty());
    assertTrue(HeavyTail.ofFirstMoment(X.times(sqrt(abs(X))), X, law, Map.of()).isPresent());
  }

  /** E exp(c x)^2 under exp(-|x|) is finite for |c| < 1/2, under a normal law for all c. */
  @Test
  void exponentialsAreWeighedAgainstExponentialTails() {
    assertTrue(isInfinite("cauchy(0, 1)", exp(X.times(0.01))));
    assertTrue(isInfinite("laplace(0, 1)", exp(X.times(0.51))));
    assertFalse(isInfinite("laplace(0, 1)", exp(X.times(0.49))));
    assertFalse(isInfinite("normal(0, 1)", exp(X.times(3))));
    assertTrue(isInfinite("normal(0, 1)", exp(X.square().times(0.26))));
    assertFalse(isInfinite("normal(0, 1)", exp(X.square().times(0.24))));
    assertTrue(isInfinite("log_normal(0, 1)", exp(X.times(0.01))));
  }
}
