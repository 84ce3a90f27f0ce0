package org.pushforward.engine.moment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pushforward.engine.convolution.IntegratedSum;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Branched;
import org.pushforward.engine.variable.Conditioned;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.Joined;
import org.pushforward.engine.variable.MixedVector;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.PushedVector;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.engine.variable.Reach;
import org.pushforward.engine.variable.Sum;
import org.pushforward.engine.variable.Truncated;

/** A variable or vector at given parameters, of which something is asked. */
public final class Subject {
  /** A tail of this probability does not matter, even for the fourth moment. */
  private static final double NOTHING = 1e-14;

  /** The error of an integrated density. */
  private static final double INTEGRATED = 1e-13;

  private final RandomVariable variable;
  private final RandomVariable resolved;

  private final Function<List<Expr>, Expr> logDensity;
  private final List<Path> integrated;
  private final List<Path> sampled;

  private Subject(
      RandomVariable variable,
      RandomVariable resolved,
      Function<List<Expr>, Expr> logDensity,
      List<Path> integrated,
      List<Path> sampled) {
    this.variable = variable;
    this.resolved = resolved;
    this.logDensity = logDensity;
    this.integrated = integrated;
    this.sampled = sampled;
  }

  /** The vector, its sums convolved. */
  static Subject of(RandomVector vector, Calculator calculator) {
    return of(vector, resolved(vector, calculator));
  }

  /**
   * @param resolved {@link #resolved(RandomVector, Calculator)}
   */
  static Subject of(RandomVector vector, RandomVector resolved) {
    return new Subject(
        null, null, resolved::logDensity, Path.of(resolved, resolved), Path.of(vector, resolved));
  }

  /** The vector, the sums among its independent components convolved. */
  public static RandomVector resolved(RandomVector v, Calculator calculator) {
    if (v instanceof Joined j) {
      return new Joined(j.vectors().stream().map(part -> resolved(part, calculator)).toList());
    }
    if (v instanceof PushedVector p) {
      return new PushedVector(p.map(), resolved(p.vector(), calculator));
    }
    if (v instanceof MixedVector m) {
      return m.each(part -> resolved(part, calculator));
    }
    if (v instanceof Conditioned c) {
      Expr known = Expr.of(calculator.value(c.logProbability()));
      return new Conditioned(resolved(c.vector(), calculator), c.ranges(), known);
    }
    return v instanceof Independent i
        ? new Independent(
            i.components().stream().map(x -> Sum.isIn(x) ? resolved(x, calculator) : x).toList())
        : v;
  }

  /** The variable, its sums convolved. */
  public static Subject of(RandomVariable variable, Calculator calculator) {
    RandomVariable x = gathered(variable);
    RandomVariable resolved = Sum.isIn(x) ? resolved(x, calculator) : x;
    return new Subject(
        x,
        resolved,
        y -> resolved.logDensity(y.get(0)),
        Path.of(resolved, resolved),
        Path.of(x, resolved));
  }

  /**
   * A mixture of images under one bijection as the image of a mixture, so that those that round to
   * an end of the range are told apart.
   */
  private static RandomVariable gathered(RandomVariable v) {
    if (v instanceof Pushed p) {
      return new Pushed(p.map(), gathered(p.variable()));
    }
    if (!(v instanceof Mixture m)) {
      return v;
    }
    List<Mixture.Component> parts =
        m.components().stream()
            .map(c -> new Mixture.Component(c.weight(), gathered(c.variable())))
            .toList();
    if (!(parts.get(0).variable() instanceof Pushed first)
        || !parts.stream()
            .allMatch(c -> c.variable() instanceof Pushed p && p.map().equals(first.map()))) {
      return new Mixture(parts);
    }
    Mixture inner =
        new Mixture(
            parts.stream()
                .map(c -> new Mixture.Component(c.weight(), ((Pushed) c.variable()).variable()))
                .toList());
    return new Pushed(first.map(), gathered(inner));
  }

  RandomVariable variable() {
    return variable;
  }

  /** The variable with densities for its sums; null of a vector. */
  public RandomVariable resolved() {
    return resolved;
  }

  /** Numbers near which its components lie: they are these at the medians of a path's leaves. */
  double[] centre(Calculator calculator) {
    Path path = integrated.get(0);
    List<Expr> medians = new ArrayList<>();
    for (RandomVariable leaf : path.leaves()) {
      medians.add(Expr.of(Quantile.value(leaf, 0.5, calculator)));
    }
    return path.walk(medians).values().stream()
        .mapToDouble(e -> calculator.value(e))
        .map(c -> Math.abs(c) <= Double.MAX_VALUE ? c : 0)
        .toArray();
  }

  /** The log density or, of what is discrete, probability. */
  Expr logDensity(List<Expr> y) {
    return logDensity.apply(y);
  }

  /** Whether averages over it can be integrated. */
  boolean isIntegrable() {
    return integrated.stream().allMatch(path -> path.leaves().size() <= Integration.MOST_LEAVES);
  }

  /** Whether all that it is made of is. */
  boolean isDiscrete() {
    return integrated.stream()
        .flatMap(path -> path.leaves().stream())
        .allMatch(RandomVariable::isDiscrete);
  }

  /** The paths whose sums are one leaf each. */
  List<Path> integrated() {
    return integrated;
  }

  /** The paths whose leaves are drawn one by one. */
  List<Path> sampled() {
    return sampled;
  }

  /** Of the density of a leaf that is a sum, relative. */
  static double errorOfSum(RandomVariable leaf) {
    if (!(leaf instanceof Draw draw)) {
      return 0;
    }
    return draw.law() instanceof TabulatedSum table
        ? table.error()
        : draw.law() instanceof IntegratedSum ? INTEGRATED : 0;
  }

  private static RandomVariable resolved(RandomVariable v, Calculator calculator) {
    if (v instanceof Pushed p) {
      return new Pushed(p.map(), resolved(p.variable(), calculator));
    }
    if (v instanceof Branched b) {
      return new Branched(resolved(b.variable(), calculator), b.branches());
    }
    if (v instanceof Mixture m) {
      return new Mixture(
          m.components().stream()
              .map(c -> new Mixture.Component(c.weight(), resolved(c.variable(), calculator)))
              .toList());
    }
    if (v instanceof Truncated t) {
      return new Truncated(resolved(t.variable(), calculator), t.low(), t.high());
    }
    return v instanceof Sum sum ? resolved(sum, calculator) : v;
  }

  /** By a table, unless the law falls too slowly for one. */
  private static RandomVariable resolved(Sum sum, Calculator calculator) {
    Map<String, Double> at = calculator.at();
    UnaryOperator<RandomVariable> tabulated =
        v -> v.resolved(Reach.of(v, at).domain(), at, Scheme.AUTO.on(calculator.backend()));
    return Reach.of(sum, at).tail() > NOTHING
        ? sum.integrated(at, tabulated)
        : tabulated.apply(sum);
  }
}
