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
  void whatIidDrawsAfreshIsNoNamedVariable() {
    check("x ~ normal(0, 1)\ny ~ iid(2, 2*x)", "drawn afresh", "law in its place");
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
