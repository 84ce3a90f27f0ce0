package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expBelowMax;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.stop;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/**
 * One of several variables, taken with given probabilities (which may leave [0, 1] while a fit
 * looks for its way).
 *
 * @param isWhole whether it is conditioned as a whole, as an image or a sum is; else each component
 */
public record Mixture(List<Component> components, boolean isWhole) implements RandomVariable {

  /** A variable and the probability that it is the one. */
  public record Component(Expr weight, RandomVariable variable) {}

  public Mixture {
    components = List.copyOf(components);
  }

  public Mixture(List<Component> components) {
    this(components, false);
  }

  @Override
  public Expr logShape(Expr x) {
    return logSum(
        components.stream().map(Component::weight).toList(),
        components.stream().map(c -> c.variable.logDensity(x)).toList());
  }

  /**
   * log sum_k w_k exp(d_k), d_k log densities, as M + log sum_k w_k exp(d_k - M) with M = max_k
   * d_k: finite where any term is. The sum is the same for any M, so derivatives take it as a
   * constant. M is kept finite, so that nothing is left, and not NaN, where all terms are empty.
   */
  static Expr logSum(List<Expr> weights, List<Expr> logs) {
    return logs.size() == 2
        ? logOfTwo(weights.get(0), logs.get(0), weights.get(1), logs.get(1))
        : logOfAny(weights, logs);
  }

  /** With M one of the two, one exponential is 1. */
  private static Expr logOfTwo(Expr v, Expr a, Expr w, Expr b) {
    Expr sum = v.times(expBelowMax(a, b)).plus(w.times(expBelowMax(b, a)));
    return stop(select(lessOrEqual(b, a), a, b)).plus(log(sum));
  }

  private static Expr logOfAny(List<Expr> weights, List<Expr> logs) {
    Expr lowest = Expr.of(-Double.MAX_VALUE);
    Expr largest = stop(max(logs.stream().reduce((a, b) -> max(a, b)).orElseThrow(), lowest));
    Expr sum = Expr.of(0);
    for (int k = 0; k < logs.size(); k++) {
      sum = sum.plus(weights.get(k).times(exp(logs.get(k).minus(largest))));
    }
    return largest.plus(log(sum));
  }

  @Override
  public Expr logMass() {
    return Expr.of(0);
  }

  @Override
  public Expr mass(Expr a, Expr b) {
    return weighted(v -> v.probability(a, b));
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    return log(mass(a, b));
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    return mass(a, b);
  }

  @Override
  public Expr cdf(Expr x) {
    return weighted(v -> v.cdf(x));
  }

  @Override
  public Expr survival(Expr x) {
    return weighted(v -> v.survival(x));
  }

  @Override
  public Support support() {
    return components.stream().map(c -> c.variable.support()).reduce(Support::hull).orElseThrow();
  }

  @Override
  public boolean isDiscrete() {
    return components.get(0).variable.isDiscrete();
  }

  @Override
  public Expr before(Expr x) {
    return components.stream()
        .map(c -> c.variable.before(x))
        .reduce((a, b) -> max(a, b))
        .orElseThrow();
  }

  @Override
  public Expr after(Expr x) {
    return components.stream()
        .map(c -> c.variable.after(x))
        .reduce((a, b) -> min(a, b))
        .orElseThrow();
  }

  @Override
  public RandomVariable resolved(Domain domain, Map<String, Double> reference, Scheme scheme) {
    return each(v -> v.resolved(domain, reference, scheme));
  }

  @Override
  public RandomVariable conditioned(Expr low, Expr high) {
    return isWhole
        ? RandomVariable.super.conditioned(low, high)
        : each(v -> v.conditioned(low, high));
  }

  /** The mixture of these in the place of the variables. */
  Mixture each(Function<RandomVariable, RandomVariable> change) {
    return new Mixture(
        components.stream().map(c -> new Component(c.weight, change.apply(c.variable))).toList(),
        isWhole);
  }

  /** The mixture of the variables' images, which is the image of the mixture. */
  Mixture image(Function<RandomVariable, RandomVariable> image) {
    return new Mixture(each(image).components, true);
  }

  private Expr weighted(Function<RandomVariable, Expr> value) {
    return components.stream()
        .map(c -> c.weight.times(value.apply(c.variable)))
        .reduce(Expr.of(0), Expr::plus);
  }
}
