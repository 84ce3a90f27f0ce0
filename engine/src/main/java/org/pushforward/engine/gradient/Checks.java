package org.pushforward.engine.gradient;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;

/**
 * What a derivative must not be taken inside an expectation over: formulas that jump where draws or
 * parameters move them across, and laws of which theta moves a jump.
 */
final class Checks {
  private final Expectation expectation;
  private final Map<Expr, List<Jumps.Jump>> known = new HashMap<>();

  Checks(Expectation expectation) {
    this.expectation = expectation;
  }

  /**
   * That f does not jump where theta moves draws, or itself, across.
   *
   * @param isMoved the leaves whose draws move
   * @throws Refused if it does
   */
  void requireContinuous(World world, int parameter, Predicate<Leaf> isMoved, String estimator) {
    Parameter theta = expectation.theta().get(parameter);
    Set<Parameter> moving = new HashSet<>(Set.of(theta));
    for (Leaf leaf : world.leaves()) {
      if (isMoved.test(leaf) && leaf.dependsOn(theta)) {
        moving.addAll(leaf.symbols());
      }
    }
    for (Jumps.Jump jump : jumps(world.formula(), ranges(world))) {
      if (!jump.among(moving).isEmpty()) {
        boolean isTheta = !jump.among(Set.of(theta)).isEmpty();
        throw new Refused(
            "f jumps: "
                + world.said(jump.because())
                + "; "
                + (isTheta
                    ? theta.name() + " itself moves the jump, which no derivative of f sees"
                    : "the derivative along the draws leaves out what crosses the jump")
                + ", so "
                + estimator
                + " is biased: take "
                + (isTheta ? "finite_difference" : "score or measure_valued"));
      }
    }
  }

  /**
   * That the densities of leaves do not jump where theta moves the place, as an end of the support.
   *
   * @throws Refused if one does
   */
  void requireFixedEnds(World world, int parameter, Predicate<Leaf> isScored) {
    Parameter theta = expectation.theta().get(parameter);
    for (Leaf leaf : world.leaves()) {
      if (isScored.test(leaf) && leaf.dependsOn(theta) && !leaf.isDiscrete()) {
        Map<Parameter, Bounds> ranges = parameters();
        leaf.symbols().forEach(z -> ranges.put(z, Bounds.LINE));
        for (Jumps.Jump jump : jumps(Formulas.exp(leaf.logDensity()), ranges)) {
          if (!jump.among(Set.of(theta)).isEmpty()) {
            throw new Refused(
                "the density of what is drawn jumps, and "
                    + theta.name()
                    + " moves the place: the score leaves out what crosses it, so score is"
                    + " biased: take pathwise");
          }
        }
      }
    }
  }

  private List<Jumps.Jump> jumps(Expr formula, Map<Parameter, Bounds> ranges) {
    return known.computeIfAbsent(formula, f -> Jumps.of(f, ranges));
  }

  private Map<Parameter, Bounds> parameters() {
    Map<Parameter, Bounds> ranges = new LinkedHashMap<>();
    expectation
        .calculator()
        .at()
        .forEach((name, v) -> ranges.put(Parameter.of(name), Bounds.between(v, v)));
    return ranges;
  }

  private Map<Parameter, Bounds> ranges(World world) {
    Map<Parameter, Bounds> ranges = parameters();
    world
        .stoppedParameters()
        .forEach((stopped, original) -> ranges.put(stopped, ranges.get(original)));
    for (Leaf leaf : world.leaves()) {
      for (int i = 0; i < leaf.symbols().size(); i++) {
        Support support = leaf.resolved().support(i);
        Bounds range =
            Bounds.between(
                expectation.calculator().value(support.low()),
                expectation.calculator().value(support.high()));
        ranges.put(leaf.symbols().get(i), range);
        ranges.put(World.stopped(leaf.symbols().get(i)), range);
      }
    }
    return ranges;
  }
}
