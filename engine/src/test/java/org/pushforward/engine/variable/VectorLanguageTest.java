package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;

/** Vectors in models: how they are written and named, and what is refused. */
class VectorLanguageTest {

  @Test
  void theComponentsOfAVectorAreNumberedOrNamed() {
    assertEquals(List.of("y1", "y2", "y3"), read("y ~ iid(3, normal(m, 1))").names());
    Model model = read("{u, v} ~ iid(2, normal(0, s))\nw ~ normal(0, 1)");
    assertEquals(List.of("u", "v", "w"), model.names());
    assertEquals(2, model.parts().size());
    assertEquals(List.of("u", "v", "w"), List.copyOf(model.variables().keySet()));
  }

  @Test
  void componentsThatAreUsedAreNotObserved() {
    Model model = read("x ~ iid(3, normal(m, 1))\ny ~ exp(x2) + normal(0, 1)");
    assertEquals(List.of("x1", "x3", "y"), model.names());
  }

  @Test
  void namesOfComponentsAreTakenOnce() {
    check("x1 ~ normal(0, 1)\nx ~ iid(2, normal(0, 1))", "\"x1\" is already declared", "another");
    check("x ~ iid(2, normal(0, 1))\nx ~ normal(0, 1)", "\"x\" is already declared", "another");
    check("{u, u} ~ iid(2, normal(0, 1))", "\"u\" is already declared", "another");
    check("{m, u} ~ iid(2, normal(0, 1))", "\"m\" is already a parameter", "another");
  }

  @Test
  void aVectorHasAsManyNamesAsComponents() {
    check("{u, v} ~ iid(3, normal(0, 1))", "3 components, and there are 2 names", "each");
    check("{u, v} ~ normal(0, 1)", "this is no vector", "without braces");
    check("x ~ iid(0, normal(0, 1))", "whole number from 1 to 64", "iid(3");
    check("x ~ iid(m, normal(0, 1))", "whole number from 1 to 64", "iid(3");
    check("x ~ iid(normal(0, 1))", "iid takes 2 arguments", "iid(3");
  }

  @Test
  void vectorsOfAMixtureAreAlike() {
    String x = "x ~ mix(0.3 -> iid(2, normal(0, 1)), 0.7 -> ";
    check(x + "iid(3, normal(0, 1)))", "3 components, and the first of the mixture 2", "as many");
    check(x + "iid(2, poisson(1)))", "has no density", "discrete in the same components");
    check(x + "normal(0, 1))", "this is no vector", "iid(3, X)");
    check("y ~ iid(2, normal(0, 1))\n" + x + "y)", "named variable is one draw", "write its law");
    check("x ~ mix(iid(2, normal(0, 1)), iid(2, normal(0, 2)))", "needs its probability", "mix(f");
  }

  @Test
  void whatIidDrawsAfreshIsNoNamedVariable() {
    check("x ~ normal(0, 1)\ny ~ iid(2, 2*x)", "drawn afresh", "law in its place");
  }

  @Test
  void formulasWithoutAKnownInverseAreRefusedWithTheReason() {
    String x = "x ~ iid(2, normal(0, 1))\n";
    check(x + "y ~ {x1 + x2, 2*x1 + 2*x2}", "the determinant of their derivatives is 0", "linear");
    check(x + "y ~ {x1^2 + x2, x2}", "not known to rise or to fall with x1", "rises or falls");
    check(x + "y ~ {x1*x2, x2}", "not known to rise or to fall with x1", "rises or falls");
    check(
        x + "y ~ {x1^3 + x2, x2^3 + x1}",
        "the determinant of their derivatives is not known",
        "linear");
    check(x + "y ~ {log(x1) + x2, x2}", "may be undefined", "");
    check(x + "y ~ {select(x1 < 0, x1, x1 - 5) + x2, x2}", "may be undefined or jump", "");
    check(x + "y ~ {x1 + x2, x1 - x2, x1}", "3 formulas of 2 variables", "as many");
    String k = "k ~ poisson(s)\ne ~ normal(0, 1)\n";
    check(k + "y ~ {k + e, e}", "a continuous one in it: together they have no density", "linear");
    check(k + "y ~ {k + e, k - e}", "k + e has to give a discrete variable", "linear");
    check(k + "y ~ {exp(k), k + e}", "exp(k) is not linear in variables that are", "linear");
    check("y ~ ordered(iid(2, poisson(s)))", "there is a discrete one here", "{k, a*k + x}");
    check(k + "y ~ {k, k + e}\nz ~ tanh(y)", "there is a discrete one here", "{k, a*k + x}");
    read("y ~ ordered(iid(2, cauchy(0, 1) + normal(0, 1)))");
    read("x ~ iid(2, uniform(0, 1))\ny ~ {x1*x2, x2}");
    read(x + "y ~ {x1*select(x2 < 0, 2, 3), x2}");
    read(x + "y ~ {x1/s + log(m) + x2, x2}");
    read(x + "y ~ {asin(tanh(x1)) + acosh(1 + exp(x2)), x2}");
  }

  @Test
  void matricesThatCannotBeAreRefused() {
    String normal = "y ~ multivariate_normal({0, 0}, ";
    check(normal + "{{1, 2}, {2, 1}})", "not positive definite", "");
    check(normal + "{{1, m}, {s, 1}})", "not symmetric", "same formula");
    check(normal + "{{1, 0.5}})", "1 items, not 2", "");
    check(normal + "sd={1, 0})", "must be positive", "");
    check(normal + "skale={1, 0})", "no argument \"skale\"", "");
    check("y ~ dirichlet({1})", "at least two", "dirichlet");
    check("y ~ multivariate_t(0, {0}, {{1}})", "nu must be positive", "");
  }

  @Test
  void aVectorStandsWhereAVectorIsWanted() {
    check("x ~ iid(2, normal(0, 1))\ny ~ x + 1", "a vector cannot stand here", "x1, x2");
    check("y ~ 2*iid(2, normal(0, 1))", "a vector cannot stand here", "components");
    check("y ~ ordered(normal(0, 1))", "this is no vector", "iid");
    check("y ~ permutation({1, 1}, iid(2, normal(0, 1)))", "no order of 1 to 2", "{2, 1, 3}");
    check("y ~ correlation_cholesky(iid(2, normal(0, 1)))", "2 entries below", "1, 3, 6");
  }

  static void check(String model, String problem, String advice) {
    SpecException e = assertThrows(SpecException.class, () -> read(model));
    assertTrue(e.problem().contains(problem), e.getMessage());
    assertTrue(e.advice().contains(advice), e.getMessage());
  }

  static Model read(String model) {
    return ModelReader.read(Text.of("model", model), List.of("m", "s", "r", "nu"));
  }
}
