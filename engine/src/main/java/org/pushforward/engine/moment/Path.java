package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logsumexp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pushforward.engine.bijector.Image;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Sum;

/**
 * One way in which a variable comes about from independent ones of known density, its leaves: an
 * average over the variable is the sum of those over its paths, each times its weight.
 *
 * <p>The log density goes along: that of an image is log p(x) - log |dy/dx| from the leaf x, right
 * where y itself has rounded to an end of its range. That of a discrete variable is the log of a
 * probability, which images keep.
 */
interface Path {

  /**
   * Where a path ends.
   *
   * @param weight the path's probability
   * @param value of the variable
   * @param logDensity of the variable there, derived when it is asked for
   */
  record End(Expr weight, Expr value, Supplier<Expr> logDensity) {}

  /**
   * Goes along.
   *
   * @param source the value of each leaf, which is a draw from a law or something truncated
   */
  End walk(Function<RandomVariable, Expr> source);

  /** The leaf of a path that has only one. */
  default RandomVariable leaf() {
    AtomicReference<RandomVariable> leaf = new AtomicReference<>();
    walk(
        x -> {
          leaf.set(x);
          return Expr.of(0);
        });
    return leaf.get();
  }

  /**
   * The paths of a variable: one, but for mixtures.
   *
   * @param resolved the same variable with densities for its sums; the paths of {@code resolved}
   *     itself, given twice, have one leaf for each sum
   */
  static List<Path> of(RandomVariable variable, RandomVariable resolved) {
    if (variable instanceof Pushed x && resolved instanceof Pushed r) {
      return of(x.variable(), r.variable()).stream().map(inner -> image(x, inner)).toList();
    }
    if (variable instanceof Mixture x && resolved instanceof Mixture r) {
      List<Path> paths = new ArrayList<>();
      for (int k = 0; k < x.components().size(); k++) {
        int component = k;
        of(x.components().get(k).variable(), r.components().get(k).variable())
            .forEach(inner -> paths.add(component(r, component, inner)));
      }
      return paths;
    }
    if (variable instanceof Sum x) {
      List<Path> paths = new ArrayList<>();
      for (Path first : of(x.first(), x.first())) {
        for (Path second : of(x.second(), x.second())) {
          paths.add(sum(first, second, resolved));
        }
      }
      return paths;
    }
    return List.of(
        source -> {
          Expr x = source.apply(resolved);
          return new End(Expr.of(1), x, () -> resolved.logDensity(x));
        });
  }

  private static Path image(Pushed pushed, Path inner) {
    return source -> {
      End x = inner.walk(source);
      Image y = pushed.map().forward(x.value());
      return new End(
          x.weight(),
          y.value(),
          pushed.isDiscrete() ? x.logDensity() : () -> x.logDensity().get().minus(y.logDet()));
    };
  }

  /** log sum_j w_j p_j, with p_k as its own path has it. */
  private static Path component(Mixture mixture, int k, Path inner) {
    return source -> {
      End end = inner.walk(source);
      Supplier<Expr> logDensity =
          () -> {
            Expr sum = null;
            for (int j = 0; j < mixture.components().size(); j++) {
              Mixture.Component c = mixture.components().get(j);
              Expr own = j == k ? end.logDensity().get() : c.variable().logDensity(end.value());
              Expr term = log(c.weight()).plus(own);
              sum = sum == null ? term : logsumexp(sum, term);
            }
            return sum;
          };
      return new End(
          end.weight().times(mixture.components().get(k).weight()), end.value(), logDensity);
    };
  }

  private static Path sum(Path first, Path second, RandomVariable resolved) {
    return source -> {
      End x = first.walk(source);
      End y = second.walk(source);
      Expr value = x.value().plus(y.value());
      return new End(x.weight().times(y.weight()), value, () -> resolved.logDensity(value));
    };
  }
}
