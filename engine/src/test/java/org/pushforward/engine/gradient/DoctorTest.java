package org.pushforward.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pushforward.engine.gradient.Asked.at;
import static org.pushforward.engine.gradient.Asked.independent;
import static org.pushforward.engine.gradient.Asked.score;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.gradient.Estimator.Baseline;
import org.pushforward.engine.gradient.Finding.Kind;

/** What is said of gradients that are traps. */
class DoctorTest {
  private static final Choice PATHWISE = independent(new Estimator.Pathwise());
  private static final Choice SCORE = score(Baseline.NONE);
  private static final Choice MEASURE_VALUED = independent(new Estimator.MeasureValued());

  private static List<Finding> of(Kind kind, Plan plan) {
    return plan.diagnosis().stream().filter(f -> f.kind() == kind).toList();
  }

  private static String only(Kind kind, Plan plan) {
    List<Finding> found = of(kind, plan);
    assertEquals(1, found.size(), () -> "of " + kind + ": " + plan.diagnosis());
    return found.get(0).text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "normal(mu, 2)",
        "cauchy(mu, 2)",
        "logistic(mu, 2)",
        "laplace(mu, 2)",
        "student_t(4, mu, 2)"
      })
  void theTrapIsExactlyZeroAndSaysWhy(String law) {
    Asked asked = Asked.of("logp(y)", "y ~ " + law, at("mu", 0.3), "mu");
    Plan plan = asked.plan(PATHWISE);
    String text = only(Kind.ZERO, plan);
    assertTrue(
        text.startsWith("exactly 0: d log p(x) / d mu = 0 where x is the variable's own draw")
            && text.contains("logp(stop(x) | x)"),
        text);
    assertEquals(0.0, asked.estimate(1000, PATHWISE).value());
  }

  @Test
  void whatDependsOnNothingIsZero() {
    Plan plan = Asked.of("x", "x ~ normal(0, 1)", at("mu", 0.3), "mu").plan(PATHWISE);
    assertEquals(
        "exactly 0: neither f nor the law of what it is of depends on mu", only(Kind.ZERO, plan));
  }

  @Test
  void aJumpIsRefusedForPathwiseAlone() {
    Asked asked = Asked.of("x < 0.5", "x ~ normal(mu, 1)", at("mu", 0.3), "mu");
    Plan plan = asked.plan(PATHWISE, SCORE, MEASURE_VALUED);
    String text = only(Kind.REFUSED, plan);
    assertTrue(
        text.contains("f jumps") && text.contains("(x < 0.5)") && text.contains("take score"),
        text);
    double exact = -Math.exp(-0.02) / Math.sqrt(2 * Math.PI);
    List<GradientEstimate> estimates = asked.estimates(1 << 20, PATHWISE, SCORE, MEASURE_VALUED);
    assertEquals(2, estimates.size());
    // 4 standard errors: fails by luck with 1e-4.
    estimates.forEach(e -> assertEquals(exact, e.value(), 4 * e.standardError()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abs(x)", "max(x, mu)", "select(x < 0, -x, x)", "min(x^2, 1)"})
  void aKinkIsNot(String f) {
    Plan plan = Asked.of(f, "x ~ normal(mu, 1)", at("mu", 0.3), "mu").plan(PATHWISE, SCORE);
    assertEquals(List.of(), of(Kind.REFUSED, plan));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x < mu", "floor(x - mu)"})
  void aJumpThatTheParameterMovesIsRefusedForAllThatAreUnbiasedElsewhere(String f) {
    Plan plan =
        Asked.of(f, "x ~ normal(0, 1)", at("mu", 0.3), "mu").plan(PATHWISE, SCORE, MEASURE_VALUED);
    assertEquals(3, of(Kind.REFUSED, plan).size());
    assertEquals(List.of(), plan.gradients());
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform(0, a)", "mix(0.3 -> uniform(0, a), 0.7 -> normal(0, 1))"})
  void aDensityWhoseJumpTheParameterMovesIsRefusedForScore(String law) {
    Plan plan = Asked.of("x^2", "x ~ " + law, at("a", 1.5), "a").plan(PATHWISE, SCORE);
    assertTrue(only(Kind.REFUSED, plan).contains("a moves the place"));
  }

  @Test
  void drawsThatAreDiscreteHaveNoPath() {
    Plan plan = Asked.of("x^2", "x ~ poisson(m)", at("m", 1.5), "m").plan(PATHWISE, SCORE);
    assertTrue(only(Kind.REFUSED, plan).contains("discrete"));
  }

  @Test
  void stoppedDrawsAreForPathwiseAlone() {
    Plan plan =
        Asked.of("stop(x)*x", "x ~ normal(m, 1)", at("m", 1.5), "m")
            .plan(PATHWISE, SCORE, MEASURE_VALUED);
    assertEquals(2, of(Kind.REFUSED, plan).size());
  }

  /** Of degree d in x: E g^2 is infinite where 2 d >= nu. */
  @ParameterizedTest
  @CsvSource({"x^2, 3, true", "x^2, 9, false", "x, 1.5, true", "cos(x), 1, false"})
  void infiniteVarianceOfAScoreIsSeenFromTheFormula(String f, double nu, boolean isInfinite) {
    Plan plan = Asked.of(f, "x ~ student_t(nu, 0, s)", at("nu", nu, "s", 1.0), "s").plan(SCORE);
    List<Finding> found =
        of(Kind.INFINITE_VARIANCE, plan).stream().filter(x -> !x.estimator().isEmpty()).toList();
    assertEquals(isInfinite, !found.isEmpty(), plan.diagnosis()::toString);
    if (isInfinite) {
      assertTrue(found.get(0).text().contains("grows as the power"), found.get(0).text());
    }
  }

  @Test
  void infiniteVarianceOfAnImportanceWeightIsSeenFromTheSamples() {
    // p / q of a wide p by a narrow q: E (p / q)^2 is infinite for s^2 > 2.
    Plan plan =
        Asked.of(
                "exp(logp(x | normal(m, s)) - logp(stop(x) | x))",
                "x ~ normal(0, 1)",
                at("m", 0, "s", 4),
                "m")
            .plan(PATHWISE);
    assertFalse(of(Kind.INFINITE_VARIANCE, plan).isEmpty(), plan.diagnosis()::toString);
  }

  @Test
  void samplesThatAreNotFiniteAreCounted() {
    Plan plan = Asked.of("log(x)", "x ~ normal(m, 1)", at("m", 3), "m").plan(SCORE);
    // P(x < 0) = 1.35e-3: 22 of 16384, and 5 standard deviations more are 45.
    String text = only(Kind.NOT_FINITE, plan);
    int count = Integer.parseInt(text.substring(0, text.indexOf(' ')));
    assertTrue(count > 3 && count < 45, text);
  }

  @Test
  void theBestEstimatorIsThatOfLeastVarianceTimesCost() {
    Map<String, Double> at = at("mu", 0, "sigma", 1);
    Asked smooth = Asked.of("(x - 3)^2", "x ~ normal(mu, sigma)", at, "mu", "sigma");
    Asked jump = Asked.of("x < 0.5", "x ~ normal(mu, sigma)", at, "mu", "sigma");
    Plan best = Plan.of(smooth.expectation(), Plan.all(Numbers.INDEPENDENT, false), true, 1);
    assertEquals(
        List.of("pathwise", "pathwise"),
        of(Kind.CHOICE, best).stream().map(Finding::estimator).toList());
    Plan ofJump = Plan.of(jump.expectation(), Plan.all(Numbers.INDEPENDENT, false), true, 1);
    assertEquals(
        List.of("measure_valued", "score (optimal)"),
        of(Kind.CHOICE, ofJump).stream().map(Finding::estimator).toList());
  }

  @Test
  void aSampleIsReproducedByItsIndexAlone() {
    Asked asked = Asked.of("x", "x ~ normal(mu, 2)", at("mu", 1), "mu");
    Gradient gradient = asked.plan(SCORE).gradients().get(0);
    double[] sample = gradient.sample(Asked.SIMD, 123_456_789L);
    assertEquals(sample[0] * (sample[0] - 1) / 4, sample[1], 1e-15 * Math.abs(sample[1]));
    assertEquals(sample[0], gradient.sample(Asked.SIMD, 123_456_789L)[0]);
    assertFalse(sample[0] == gradient.sample(Asked.SIMD, 123_456_788L)[0]);
  }
}
