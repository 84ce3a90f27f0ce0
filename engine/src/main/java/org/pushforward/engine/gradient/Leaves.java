package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.pushforward.engine.bijector.Image;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.Joined;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.PushedVector;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.engine.variable.Sum;

/**
 * Takes a vector apart into the independent variables that it is made of: x = T(z; theta). The log
 * density goes along, that of an image being log p(z) - log |dT/dz| from z itself, right where x
 * has rounded to an end of its range.
 *
 * <p>Maps with theta in them are left whole, so that each leaf has the density of its values; or,
 * if it is asked for, all maps are taken off.
 */
final class Leaves {
  /**
   * What leaves make.
   *
   * @param values T
   * @param logDensity of x, over z and theta
   */
  record Made(List<Expr> values, Supplier<Expr> logDensity) {}

  private final Source source;
  private final Set<Parameter> theta;
  private final UnaryOperator<RandomVector> resolved;
  private final boolean isInside;
  private final List<Leaf> leaves = new ArrayList<>();

  /**
   * @param resolved gives sums their densities
   * @param isInside whether maps with theta in them are taken off too
   */
  Leaves(
      Source source, Set<Parameter> theta, UnaryOperator<RandomVector> resolved, boolean isInside) {
    this.source = source;
    this.theta = theta;
    this.resolved = resolved;
    this.isInside = isInside;
  }

  List<Leaf> all() {
    return leaves;
  }

  Made of(RandomVector vector) {
    if (vector instanceof PushedVector p
        && isTakenOff(p.map().forward(columns(p.vector().dimension())).values())) {
      Made x = of(p.vector());
      VectorImage y = p.map().forward(x.values());
      return new Made(y.values(), () -> x.logDensity().get().minus(y.logDet()));
    }
    if (vector instanceof Joined joined) {
      return together(joined.vectors().stream().map(this::of).toList());
    }
    if (vector instanceof Independent independent) {
      return together(independent.components().stream().map(this::of).toList());
    }
    return leaf(vector);
  }

  private Made of(RandomVariable variable) {
    if (variable instanceof Pushed p
        && isTakenOff(List.of(p.map().forward(columns(1).get(0)).value()))) {
      Made x = of(p.variable());
      Image y = p.map().forward(x.values().get(0));
      return new Made(
          List.of(y.value()),
          p.isDiscrete() ? x.logDensity() : () -> x.logDensity().get().minus(y.logDet()));
    }
    RandomVector alone = new Independent(List.of(variable));
    if (variable instanceof Sum sum) {
      Expr first = of(sum.first()).values().get(0);
      Expr value = first.plus(of(sum.second()).values().get(0));
      return new Made(List.of(value), () -> resolved.apply(alone).logDensity(List.of(value)));
    }
    return leaf(alone);
  }

  private static List<Expr> columns(int n) {
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      columns.add(Column.of("?" + i));
    }
    return columns;
  }

  private boolean isTakenOff(List<Expr> images) {
    return isInside || images.stream().allMatch(y -> Substitution.among(theta, y).isEmpty());
  }

  private static Made together(List<Made> parts) {
    return new Made(
        parts.stream().flatMap(part -> part.values().stream()).toList(),
        () -> parts.stream().map(part -> part.logDensity().get()).reduce(Expr.of(0), Expr::plus));
  }

  private Made leaf(RandomVector vector) {
    List<Parameter> symbols = new ArrayList<>();
    for (int i = 0; i < vector.dimension(); i++) {
      symbols.add(Parameter.of("?z" + leaves.size() + "." + i));
    }
    Leaf leaf = new Leaf(vector, resolved.apply(vector), List.copyOf(symbols), source.draw(vector));
    leaves.add(leaf);
    return new Made(List.copyOf(symbols), leaf::logDensity);
  }
}
