package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.Integrand;
import org.pushforward.engine.variable.RandomVector;

/**
 * One draw of all variables. With z the leaves that x is made of and z', theta' the stopped copies,
 * f is F(z, z', theta, theta'), of which derivatives are taken by z and theta; then z and z' are
 * the draws, and theta' is theta.
 */
final class World {
  private final Expectation expectation;
  private final Source source;
  private final List<Leaf> leaves;
  private final Expr formula;

  /** Of leaves that are observables. */
  private final Map<Expr, String> names = new HashMap<>();

  /** z, z' and theta' by what they are in the end. */
  private final Map<Parameter, Expr> end = new HashMap<>();

  private final Set<Parameter> stoppedLeaves;

  /** Of the leaves that were asked for. */
  private final Map<Leaf, List<WeakDerivative>> weak = new HashMap<>();

  /** dF/dtheta, then dF/dz in the order of the leaves' symbols. */
  private final List<Expr> slopes;

  /**
   * @param isInside whether all maps are taken off, those with theta in them too
   */
  World(Expectation expectation, Source source, boolean isInside) {
    this.expectation = expectation;
    this.source = source;
    Leaves taken = new Leaves(source, expectation.thetas(), expectation::resolved, isInside);
    List<Leaves.Made> made = new ArrayList<>();
    for (RandomVector part : expectation.parts()) {
      made.add(taken.of(part));
    }
    leaves = taken.all();
    Map<Parameter, Expr> stoppedZ = new LinkedHashMap<>();
    for (Leaf leaf : leaves) {
      for (int i = 0; i < leaf.symbols().size(); i++) {
        Parameter z = leaf.symbols().get(i);
        Parameter stopped = stopped(z);
        stoppedZ.put(z, stopped);
        end.put(z, leaf.draws().get(i));
        end.put(stopped, leaf.draws().get(i));
      }
    }
    formula = composed(made, stoppedZ);
    stoppedLeaves =
        Substitution.among(
            Set.copyOf(stoppedZ.values().stream().map(Parameter.class::cast).toList()), formula);
    List<Parameter> by = new ArrayList<>(expectation.theta());
    leaves.forEach(leaf -> by.addAll(leaf.symbols()));
    slopes = Derivative.gradient(formula, by);
  }

  private Expr composed(List<Leaves.Made> made, Map<Parameter, Expr> stoppedZ) {
    Integrand f = expectation.integrand();
    Map<Parameter, Expr> stoppedAll = new HashMap<>(stoppedZ);
    f.stopped().forEach((stopped, original) -> stoppedAll.put(original, stopped));
    Map<Parameter, Expr> values = new HashMap<>();
    List<Expr> x = made.stream().flatMap(m -> m.values().stream()).toList();
    for (int i = 0; i < x.size(); i++) {
      values.put(f.values().get(i), x.get(i));
      names.put(x.get(i), f.names().get(i));
    }
    f.stopped()
        .forEach(
            (stopped, original) -> {
              Expr value = values.get(original);
              if (value == null) {
                end.put(stopped, original);
              } else {
                values.put(stopped, Substitution.of(value, stoppedAll));
              }
            });
    Expr over = f.formula();
    for (Integrand.OwnDensity density : f.densities()) {
      Supplier<Expr> own = made.get(density.part()).logDensity();
      if (isIn(density.live(), over)) {
        values.put(density.live(), own.get());
      }
      if (isIn(density.atStopped(), over)) {
        values.put(density.atStopped(), Substitution.of(own.get(), stoppedZ));
      }
      if (isIn(density.stopped(), over)) {
        values.put(density.stopped(), Substitution.of(own.get(), stoppedAll));
      }
    }
    return Substitution.of(over, values);
  }

  private static boolean isIn(Parameter symbol, Expr e) {
    return !Substitution.among(Set.of(symbol), e).isEmpty();
  }

  /** The stopped copy of a leaf's symbol. */
  static Parameter stopped(Parameter z) {
    return Parameter.of("?stopped " + z.name());
  }

  /** The stopped copies of parameters, by what they copy. */
  Map<Parameter, Parameter> stoppedParameters() {
    Map<Parameter, Parameter> stopped = new HashMap<>(expectation.integrand().stopped());
    stopped.values().removeAll(expectation.integrand().values());
    return stopped;
  }

  List<Leaf> leaves() {
    return leaves;
  }

  /** A text about symbols of leaves with the names of observables, where they are these. */
  String said(String text) {
    String said = text;
    for (Leaf leaf : leaves) {
      for (Parameter z : leaf.symbols()) {
        String name = names.getOrDefault(z, "z" + leaves.indexOf(leaf));
        said = said.replace(z.name(), name);
      }
    }
    return said;
  }

  /** F, of leaves and theta. */
  Expr formula() {
    return formula;
  }

  /** f at the draws. */
  Expr value() {
    return closed(formula);
  }

  /** A formula of leaves and theta, at the draws. */
  Expr closed(Expr e) {
    return Substitution.of(e, end);
  }

  /** dF/dtheta at fixed leaves. */
  Expr explicit(int parameter) {
    return slopes.get(parameter);
  }

  /**
   * dF/dz dz/dtheta, summed over the leaves that are so wanted.
   *
   * @throws Refused where draws do not move with theta
   */
  Expr alongPaths(int parameter, Predicate<Leaf> isWanted) {
    Expr sum = Expr.of(0);
    int at = expectation.theta().size();
    for (Leaf leaf : leaves) {
      if (isWanted.test(leaf)) {
        List<Expr> velocity = null;
        for (int i = 0; i < leaf.symbols().size(); i++) {
          if (!slopes.get(at + i).is(0)) {
            velocity =
                velocity == null ? leaf.velocity(expectation.theta().get(parameter)) : velocity;
            sum = sum.plus(slopes.get(at + i).times(velocity.get(i)));
          }
        }
      }
      at += leaf.symbols().size();
    }
    return sum;
  }

  /** d log p(z; theta) / dtheta at fixed z, summed over the leaves that are so wanted. */
  Expr score(int parameter, Predicate<Leaf> isWanted) {
    Parameter theta = expectation.theta().get(parameter);
    Expr sum = Expr.of(0);
    for (Leaf leaf : leaves) {
      if (isWanted.test(leaf) && leaf.dependsOn(theta)) {
        sum = sum.plus(Derivative.of(leaf.logDensity(), theta));
      }
    }
    return sum;
  }

  /**
   * F has no derivative by the law of a draw that stands still.
   *
   * @throws Refused if draws are stopped in f
   */
  void requireNoneStopped(String estimator) {
    if (!stoppedLeaves.isEmpty()) {
      throw new Refused(
          estimator
              + " moves the law, and stop(..) of what is drawn asks for a gradient along draws:"
              + " take pathwise");
    }
  }

  /** F with all draws and theta where one parameter is moved by {@code step}. */
  Expr moved(int parameter, Expr step) {
    Parameter theta = expectation.theta().get(parameter);
    Map<Parameter, Expr> there = new HashMap<>();
    there.put(theta, theta.plus(step));
    for (Leaf leaf : leaves) {
      for (int i = 0; i < leaf.symbols().size(); i++) {
        there.put(leaf.symbols().get(i), Substitution.of(leaf.draws().get(i), there));
      }
    }
    return closed(Substitution.of(formula, there));
  }

  /**
   * The part of the derivative by theta that is the law's, as differences of f between two laws.
   *
   * @throws Refused where a leaf's law has none
   */
  Expr differences(int parameter) {
    Parameter theta = expectation.theta().get(parameter);
    Expr sum = Expr.of(0);
    for (Leaf leaf : leaves) {
      if (leaf.dependsOn(theta)) {
        for (WeakDerivative d : weak.computeIfAbsent(leaf, this::derivatives)) {
          Expr slope = Derivative.of(d.argument(), theta);
          if (!slope.is(0)) {
            Expr difference = at(leaf, d.plus()).minus(at(leaf, d.minus()));
            sum = sum.plus(slope.times(d.scale()).times(difference));
          }
        }
      }
    }
    return sum;
  }

  private List<WeakDerivative> derivatives(Leaf leaf) {
    if (!leaf.isScalar() || !(leaf.variable() instanceof Draw draw)) {
      throw new Refused(
          "no measure-valued derivative of a mixture, a truncation or a vector is known");
    }
    return WeakDerivative.of(draw.law(), leaf.draws().get(0), source);
  }

  private Expr at(Leaf leaf, Expr value) {
    return closed(Substitution.of(formula, leaf.symbols().get(0), value));
  }
}
