package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logsumexp;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pushforward.engine.bijector.Image;
import org.pushforward.engine.bijector.VectorBijector;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Parts;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Conditioned;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.DrawnVector;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.Joined;
import org.pushforward.engine.variable.MixedVector;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.PushedVector;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.engine.variable.Sum;
import org.pushforward.engine.variable.WholeNumbers;

/**
 * One way in which a variable comes about from independent ones of known density, its leaves: an
 * average over the variable is the sum of those over its paths, each times its weight.
 *
 * <p>The log density goes along: that of an image is log p(x) - log |dy/dx| from the leaf x, right
 * where y itself has rounded to an end of its range. That of a discrete variable is the log of a
 * probability, which images keep.
 */
interface Path {
  /** Each makes a part of the program of a sample. */
  int MOST = 256;

  /**
   * Where a path ends.
   *
   * @param weight the path's probability
   * @param ratio of the values' density to that which the leaves give them
   * @param values of the components, one of a variable
   * @param logDensity there, derived when it is asked for
   */
  record End(Expr weight, Expr ratio, List<Expr> values, Supplier<Expr> logDensity) {
    End(Expr weight, List<Expr> values, Supplier<Expr> logDensity) {
      this(weight, Expr.of(1), values, logDensity);
    }

    End(Expr weight, Expr value, Supplier<Expr> logDensity) {
      this(weight, List.of(value), logDensity);
    }

    /** What an integrand is here, the leaves being what they are. */
    Expr of(Integrand integrand) {
      Expr f = integrand.at(values, logDensity);
      return ratio.is(1) ? f : select(less(Expr.of(0), ratio), ratio.times(f), Expr.of(0));
    }

    Expr value() {
      return values.get(0);
    }

    /** With what is independent. */
    private End and(End other) {
      return new End(
          weight.times(other.weight),
          ratio.times(other.ratio),
          Stream.concat(values.stream(), other.values.stream()).toList(),
          () -> logDensity.get().plus(other.logDensity.get()));
    }
  }

  /** Gives leaves their values. */
  interface Source {
    /** Of a draw from a law, or of something truncated. */
    Expr at(RandomVariable leaf);

    /** Of the components of a law of several dimensions, and the log density there. */
    default End at(DrawnVector leaf) {
      Parts parts = leaf.law().parts();
      List<Expr> values = new ArrayList<>();
      Expr logDensity = Expr.of(0);
      for (Distribution law : parts.laws()) {
        RandomVariable part = new Draw(law);
        Expr value = at(part);
        values.add(value);
        logDensity = logDensity.plus(part.logDensity(value));
      }
      VectorImage whole = parts.whole(values);
      Expr there = logDensity.minus(whole.logDet());
      return new End(Expr.of(1), whole.values(), () -> there);
    }
  }

  /** Goes along. */
  End walk(Source source);

  /** Goes along with values of the leaves in their order. */
  default End walk(List<Expr> leaves) {
    Iterator<Expr> next = leaves.iterator();
    return walk(leaf -> next.next());
  }

  /** The leaves, in the order that they are asked for. */
  default List<RandomVariable> leaves() {
    List<RandomVariable> leaves = new ArrayList<>();
    walk(
        leaf -> {
          leaves.add(leaf);
          return Expr.of(0);
        });
    return leaves;
  }

  /** The leaf of a path that has only one. */
  default RandomVariable leaf() {
    return leaves().get(0);
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
    if (variable instanceof Mixture x && resolved instanceof Mixture r && !isSummed(r)) {
      List<Mixture.Component> components = r.components();
      return mixed(
          components.stream().map(Mixture.Component::weight).toList(),
          k -> of(x.components().get(k).variable(), components.get(k).variable()),
          (k, values) -> components.get(k).variable().logDensity(values.get(0)));
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
          Expr x = source.at(resolved);
          return new End(Expr.of(1), x, () -> resolved.logDensity(x));
        });
  }

  /** Whether what is a mixture is the sum of discrete terms, whose own values are fewer. */
  private static boolean isSummed(Mixture m) {
    return m.isWhole() && m.isDiscrete() && WholeNumbers.areAllOf(m);
  }

  /**
   * The paths of a vector, those of its components combined.
   *
   * @param resolved likewise
   */
  static List<Path> of(RandomVector vector, RandomVector resolved) {
    if (vector instanceof PushedVector x && resolved instanceof PushedVector r) {
      return of(x.vector(), r.vector()).stream().map(inner -> image(x.map(), inner)).toList();
    }
    if (vector instanceof MixedVector x && resolved instanceof MixedVector r) {
      List<MixedVector.Component> components = r.components();
      return mixed(
          r.weights(),
          k -> of(x.components().get(k).vector(), components.get(k).vector()),
          (k, values) -> components.get(k).vector().logDensity(values));
    }
    if (vector instanceof DrawnVector drawn) {
      return List.of(source -> source.at(drawn));
    }
    if (resolved instanceof Conditioned conditioned) {
      return List.of(Within.path(conditioned));
    }
    List<Path> paths = List.of(source -> new End(Expr.of(1), List.of(), () -> Expr.of(0)));
    if (vector instanceof Independent x) {
      List<RandomVariable> r = ((Independent) resolved).components();
      for (int i = 0; i < r.size(); i++) {
        paths = joined(paths, of(x.components().get(i), r.get(i)));
      }
      return paths;
    }
    List<RandomVector> r = ((Joined) resolved).vectors();
    for (int i = 0; i < r.size(); i++) {
      paths = joined(paths, of(((Joined) vector).vectors().get(i), r.get(i)));
    }
    return paths;
  }

  /** Each of the first with each of the second. */
  private static List<Path> joined(List<Path> first, List<Path> second) {
    if (first.size() * second.size() > MOST) {
      throw new UnsupportedOperationException(
          "its components are mixtures of more than " + MOST + " parts together");
    }
    List<Path> paths = new ArrayList<>();
    for (Path a : first) {
      second.forEach(b -> paths.add(source -> a.walk(source).and(b.walk(source))));
    }
    return paths;
  }

  /** Of what is the image of the other's. */
  static Path image(VectorBijector map, Path inner) {
    return source -> {
      End x = inner.walk(source);
      VectorImage y = map.forward(x.values());
      return new End(
          x.weight(), x.ratio(), y.values(), () -> x.logDensity().get().minus(y.logDet()));
    };
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

  /**
   * The paths of a mixture's components.
   *
   * @param inner a component's own
   * @param logDensity of a component at some values
   */
  private static List<Path> mixed(
      List<Expr> weights,
      IntFunction<List<Path>> inner,
      BiFunction<Integer, List<Expr>, Expr> logDensity) {
    List<Path> paths = new ArrayList<>();
    for (int k = 0; k < weights.size(); k++) {
      for (Path own : inner.apply(k)) {
        paths.add(component(weights, k, own, logDensity));
      }
    }
    return paths;
  }

  /**
   * log sum_j w_j p_j, with p_k as its own path has it.
   *
   * @param logDensity of a component at some values
   */
  private static Path component(
      List<Expr> weights, int k, Path inner, BiFunction<Integer, List<Expr>, Expr> logDensity) {
    return source -> {
      End end = inner.walk(source);
      Supplier<Expr> mixed =
          () -> {
            Expr sum = null;
            for (int j = 0; j < weights.size(); j++) {
              Expr own = j == k ? end.logDensity().get() : logDensity.apply(j, end.values());
              Expr term = log(weights.get(j)).plus(own);
              sum = sum == null ? term : logsumexp(sum, term);
            }
            return sum;
          };
      return new End(end.weight().times(weights.get(k)), end.ratio(), end.values(), mixed);
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
