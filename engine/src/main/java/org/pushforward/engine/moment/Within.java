package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pushforward.engine.bijector.Elementwise;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.distribution.Uniform;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Conditioned;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Slices;
import org.pushforward.engine.variable.Truncated;

/**
 * The path of a vector in ranges: from the variables that {@link Slices} has, the inner one by its
 * quantile within its range, which counts by the probability of that; else from laws of the
 * components alone, which count by the ratio of the joint density to theirs.
 */
final class Within {
  private static final RandomVariable UNIFORM = new Draw(new Uniform(Expr.of(0), Expr.of(1)));

  private Within() {}

  /**
   * @throws UnsupportedOperationException where a component has no law of its own to begin with
   */
  static Path path(Conditioned c) {
    Optional<Elementwise> each = c.elementwise();
    if (each.isPresent()) {
      return Path.image(each.get(), path(c.beforeElementwise()));
    }
    return c.slices().map(s -> path(c, s)).orElseGet(() -> ofComponents(c));
  }

  private static Path path(Conditioned c, Slices s) {
    return source -> {
      List<RandomVariable> all = s.flat().variables();
      Expr first = source.at(s.first());
      List<Expr> x = new ArrayList<>();
      Expr logDensity = Expr.of(0);
      for (int i = 0; i < all.size(); i++) {
        x.add(
            i == s.outer()
                ? first
                : i == s.inner()
                    ? Quantile.of(s.second(first), source.at(UNIFORM))
                    : source.at(all.get(i)));
        logDensity = logDensity.plus(all.get(i).logDensity(x.get(i)));
      }
      VectorImage y = s.flat().map().apply(x);
      Expr there = logDensity.minus(y.logDet()).minus(c.logProbability());
      Expr logRatio =
          s.first()
              .logMass()
              .minus(all.get(s.outer()).logMass())
              .plus(s.logProbability(first))
              .minus(c.logProbability());
      return new Path.End(Expr.of(1), exp(logRatio), inside(c, y.values()), () -> there);
    };
  }

  /** Kept from rounding to beyond an end, where what is compared may have no density. */
  private static List<Expr> inside(Conditioned c, List<Expr> y) {
    List<Expr> inside = new ArrayList<>();
    for (Support range : c.ranges()) {
      Expr own = y.get(inside.size());
      inside.add(range.equals(Support.LINE) ? own : max(range.low(), min(own, range.high())));
    }
    return inside;
  }

  private static Path ofComponents(Conditioned c) {
    List<RandomVariable> laws = new ArrayList<>();
    for (int i = 0; i < c.dimension(); i++) {
      laws.add(ofComponent(c, i));
    }
    return source -> {
      List<Expr> x = laws.stream().map(source::at).toList();
      Expr logDensity = c.logDensity(x);
      Expr own = Expr.of(0);
      for (int i = 0; i < x.size(); i++) {
        own = own.plus(laws.get(i).logDensity(x.get(i)));
      }
      return new Path.End(Expr.of(1), exp(logDensity.minus(own)), x, () -> logDensity);
    };
  }

  private static RandomVariable ofComponent(Conditioned c, int i) {
    Support range = c.ranges().get(i);
    Optional<RandomVariable> own = c.vector().marginal(i);
    if (own.isPresent()) {
      return range.equals(Support.LINE)
          ? own.get()
          : new Truncated(own.get(), range.low(), range.high());
    }
    Support in = c.support(i);
    if (Double.isInfinite(in.low().constantOrNaN())
        || Double.isInfinite(in.high().constantOrNaN())) {
      throw new UnsupportedOperationException(
          "the law of component " + (i + 1) + " alone is not derived, nor is its range bounded");
    }
    return new Draw(new Uniform(in.low(), in.high()));
  }
}
