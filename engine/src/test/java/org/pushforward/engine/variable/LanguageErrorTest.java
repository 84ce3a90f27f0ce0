package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;

class LanguageErrorTest {

  @Test
  void anUnknownDistributionIsAnsweredWithTheNearest() {
    check(
        "x ~ mix(f -> cauchi(m, s), 1-f -> normal(m, s))",
        "cauchi",
        "there is no distribution \"cauchi\"",
        "did you mean \"cauchy\"?");
  }

  @Test
  void aWrongNumberOfArgumentsIsAnsweredWithTheSignature() {
    check(
        "x ~ normal(m)", "normal(m)", "normal takes 2 arguments, not 1", "write normal(mean, sd)");
    check("x ~ exponential(m, s)", "exponential(m, s)", "takes 1 argument, not 2", "rate");
    check("x ~ normal(m, exp(s, s))", "exp(s, s)", "exp takes 1 argument, not 2", "");
    check("x ~ normal(m, logsumexp(s))", "logsumexp(s)", "takes at least 2 arguments, not 1", "");
    check("x ~ normal(m, hypot(s))", "hypot(s)", "takes 2 arguments, not 1", "");
  }

  @Test
  void anUnknownArgumentIsAnsweredWithTheNearest() {
    check("x ~ normal(mean=m, sf=s)", "s", "normal has no argument \"sf\"", "sd");
  }

  @Test
  void aNumberThatAnArgumentCannotBeIsRefused() {
    check("x ~ normal(0, -1)", "-1", "sd must be positive, not -1", "");
    check("x ~ normal(sd=1 - 3, mean=0)", "1 - 3", "sd must be positive, not -2", "");
    check("x ~ uniform(m, 1) + uniform(2, 1)", "1", "high must be above low, not 1", "");
    check("x ~ trapezoidal(0, -1, 2, 3)", "-1", "b must not be below low, not -1", "");
    check("x ~ triangular(1, 1, 1)", "1", "high must be above low, not 1", "");
    check("x ~ crystal_ball(m, s, 0, 2)", "0", "alpha must not be 0", "");
    check("x ~ argus(1, -3, -1)", "-1", "power must be above -1, not -1", "");
    check("x ~ histogram({0, 2, 1}, {1, 1})", "1", "each of edges must be above the one", "");
    check("x ~ histogram({0, 1, m}, {1, -2})", "-2", "each of heights must not be neg", "");
    check("x ~ histogram({0, 1}, {1, 1})", "{1, 1}", "\"heights\" there are 2, and 1 places", "");
    check("x ~ binomial(8, 1.5)", "1.5", "probability must not be above 1, not 1.5", "");
    check(
        "x ~ categorical({0.5, 0.25})",
        "{0.5, 0.25}",
        "probabilities add up to 0.75, not to 1",
        "");
    read("x ~ categorical({0.1, 0.2, 0.7}) + categorical({m, 1 - m})");
    read("x ~ truncate(exponential(-1), 0, 2)");
  }

  @Test
  void anUnknownParameterIsAnsweredWithTheNearest() {
    check(
        "x ~ normal(m, sigm)",
        "sigm",
        "there is no parameter or variable \"sigm\"",
        "did you mean \"sigma\"?");
  }

  @Test
  void aProductOfRandomVariablesIsNotDerived() {
    check(
        "x ~ normal(m, s)*cauchy(m, s)",
        "normal(m, s)*cauchy(m, s)",
        "the density of \"*\" of two random variables is not derived",
        "multiply one by a formula");
  }

  @Test
  void whatIsDiscreteIsNotMixedWithWhatIsNot() {
    String mixture = "mix(f -> poisson(3), 1-f -> normal(m, s))";
    check("x ~ " + mixture, mixture, "a discrete and a continuous variable has no density", "add");
    check("x ~ sqrt(poisson(3))", "sqrt(poisson(3))", "this one may be 0", "truncate it");
  }

  @Test
  void imagesWithoutDerivationSayWhichThereAre() {
    check("x ~ cos(normal(m, s))", "cos(normal(m, s))", "not shown", "to a bounded range");
    check("x ~ (m < normal(m, s))", "m < normal(m, s)", "not derived", "softsign, sqrt, tan, tanh");
    check("x ~ 0^normal(m, s)", "0^normal(m, s)", "not derived", "c^X");
    check("x ~ pow(1, normal(m, s))", "pow(1, normal(m, s))", "not derived", "c^X");
    check("x ~ normal(m, s)^f", "normal(m, s)^f", "not derived", "X^c");
    check("x ~ normal((normal(m, s) < f), s)", "normal(m, s) < f", "a random variable", "formula");
    check("x ~ normal(m, s)^-0.5", "normal(m, s)", "positive variables only", "truncate it");
  }

  @Test
  void imagesAreRefusedWhereTheVariableMayLeaveTheDomain() {
    String outside = "and this one may lie outside";
    check("x ~ atanh(normal(m, s))", "atanh(normal(m, s))", "between -1 and 1 only, ", "truncate");
    check("x ~ logit(uniform(0, m))", "logit(uniform(0, m))", "between 0 and 1 only", "truncate");
    check("x ~ logit(uniform(0, 1) - 1/2)", "logit(uniform(0, 1) - 1/2)", outside, "truncate");
    check(
        "x ~ log1p(normal(m, s))", "log1p(normal(m, s))", "above -1 only, " + outside, "truncate");
    check(
        "x ~ log(uniform(-1, 1)^3)", "log(uniform(-1, 1)^3)", "positive variables only", "exp(X)");
    check("x ~ uniform(-1, 1)^1.5", "uniform(-1, 1)", "positive variables only", "truncate");
  }

  @Test
  void aBracketNeverClosedIsShownWhereItOpens() {
    check("x ~ normal(m, s", "(", "this bracket is never closed", "");
    check("x ~ 2*(normal(m, s) + 1", "(", "this bracket is never closed", "");
  }

  @Test
  void numbersAndVariablesAreNotMixedUp() {
    check("x ~ m + 1", "m + 1", "this is a number, not a random variable", "normal(0, 1)");
    check("x ~ normal(normal(m, s), s)", "normal(m, s)", "a random variable cannot", "formula");
    check("x ~ 0*normal(m, s)", "0*normal(m, s)", "times 0", "");
    check("x ~ mix(f -> normal(m, s))", "mix(f -> normal(m, s))", "at least two", "mix");
    check("x ~ truncate(normal(m, s), 1, 1)", "truncate(normal(m, s), 1, 1)", "empty", "low");
    check("x ~ truncate(normal(m, s), inf, 1)", "truncate(normal(m, s), inf, 1)", "empty", "low");
    check("x ~ normal(inf, s)", "inf", "there is no parameter or variable \"inf\"", "");
    String three = "multivariate_normal({0, 0, 0}, {{1, m, m}, {m, 1, m}, {m, m, 1}})";
    String box = "truncate(" + three + ", {0, 0, 0}, {1, 1, inf})";
    check("x ~ " + box, box, "an integral over the 3 components", "to fewer components");
    read("x ~ truncate(" + three + ", {0, -inf, 0}, {1, inf, inf})");
    String pair = "truncate(iid(2, normal(0, 1))";
    check("x ~ truncate(iid(2, normal(0, 1)), {0}, {1})", "{0}", "1 items, not 2", "");
    check("x ~ truncate(iid(2, normal(0, 1)), 0, 1)", "0", "a group of numbers", "braces");
    check("x ~ " + pair + ", {0, 0})", pair + ", {0, 0})", "takes 3 arguments", "of a vector");
    check("x ~ " + pair + ", {0, 2}, {1, 1})", pair + ", {0, 2}, {1, 1})", "empty", "low");
    check("m ~ normal(0, s)", "m", "\"m\" is already a parameter", "another name");
  }

  @Test
  void theCaretsStandUnderTheMistake() {
    SpecException e = assertThrows(SpecException.class, () -> read("x ~ normal(m, sigm)"));
    String[] lines = e.getMessage().split("\n");
    assertEquals(lines[1].indexOf("sigm"), lines[2].indexOf("^^^^"));
  }

  /** The mistake is shown at {@code marked}. */
  private static void check(String model, String marked, String problem, String advice) {
    SpecException e = assertThrows(SpecException.class, () -> read(model));
    assertTrue(e.problem().contains(problem), e.getMessage());
    assertTrue(e.advice().contains(advice), e.getMessage());
    int start = e.place().column() - 1;
    assertEquals(marked, model.substring(start, start + e.place().length()), e.getMessage());
  }

  private static Model read(String model) {
    return ModelReader.read(Text.of("model", model), List.of("m", "s", "f", "sigma"));
  }
}
