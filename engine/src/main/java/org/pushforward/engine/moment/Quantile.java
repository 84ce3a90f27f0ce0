package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.pushforward.engine.convolution.IntegratedSum;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Truncated;

/** The x with P(X <= x) = p. */
public final class Quantile {
  private Quantile() {}

  /**
   * @param x with its sums resolved
   */
  public static Expr of(RandomVariable x, Expr p) {
    if (isSearched(x)) {
      throw new UnsupportedOperationException(
          "what is truncated is a " + (x.isDiscrete() ? "mixture" : "sum without a closed form"));
    }
    if (x instanceof Draw draw) {
      return draw.law().quantile(p);
    }
    if (x instanceof Pushed pushed) {
      Expr rises = pushed.map().rises();
      Expr inner = select(rises, p, Expr.of(1).minus(p));
      return pushed.map().forward(of(pushed.variable(), inner)).value();
    }
    if (x instanceof Truncated t) {
      return truncated(t, p);
    }
    if (!(x instanceof Mixture)) {
      Expr low = x.support().low();
      Expr high = x.support().high();
      return root(x, p, low, high, max(low, min(Expr.of(0), high)));
    }
    // A mixture's quantile lies between those of its components.
    List<Expr> parts = ((Mixture) x).components().stream().map(c -> of(c.variable(), p)).toList();
    Expr low = parts.stream().reduce((a, b) -> min(a, b)).orElseThrow();
    Expr high = parts.stream().reduce((a, b) -> max(a, b)).orElseThrow();
    return root(x, p, low, high, low.plus(high).times(0.5));
  }

  /**
   * The same for one p: no root in a kernel looks into a table or at values that are not whole
   * numbers, so that those are searched here.
   */
  static double value(RandomVariable x, double p, Calculator calculator) {
    if (!isSearched(x)) {
      return calculator.value(of(x, Expr.of(p)));
    }
    if (x instanceof Pushed pushed) {
      double inner = calculator.value(pushed.map().rises()) == 1 ? p : 1 - p;
      double found = value(pushed.variable(), inner, calculator);
      return calculator.value(pushed.map().forward(Expr.of(found)).value());
    }
    if (x instanceof Truncated t) {
      RandomVariable whole = t.variable();
      double below = calculator.value(whole.cdf(whole.before(t.low())));
      double above = calculator.value(whole.survival(t.high()));
      double found = value(whole, below + p * (1 - below - above), calculator);
      return Math.max(calculator.value(first(t)), Math.min(found, calculator.value(last(t))));
    }
    double low;
    double high;
    if (x instanceof Mixture m) {
      double[] parts =
          m.components().stream().mapToDouble(c -> value(c.variable(), p, calculator)).toArray();
      low = DoubleStream.of(parts).min().orElseThrow();
      high = DoubleStream.of(parts).max().orElseThrow();
    } else {
      low = calculator.value(support(x).low());
      high = calculator.value(support(x).high());
    }
    return searched(x, p, low, high, calculator);
  }

  /** 64 places at a time, until there is no number between. */
  private static double searched(
      RandomVariable v, double p, double low, double high, Calculator calculator) {
    Column x = Column.of("?x");
    double from = low;
    double to = high;
    for (int round = 0; round < 9; round++) {
      double[] places = places(from, to);
      double[] cdf = calculator.values(List.of(v.cdf(x)), x.name(), places, places.length)[0];
      int below = 0;
      while (below < places.length && !(cdf[below] >= p)) {
        below++;
      }
      from = below == 0 ? from : places[below - 1];
      to = below == places.length ? to : places[below];
    }
    return v.isDiscrete() ? calculator.value(v.after(Expr.of(from))) : 0.5 * (from + to);
  }

  /** Between two numbers at equal distances, else where all scales have some. */
  private static double[] places(double from, double to) {
    return Double.isFinite(to - from)
        ? IntStream.rangeClosed(1, 64)
            .mapToDouble(i -> Math.fma(i / 65.0, to - from, from))
            .toArray()
        : IntStream.rangeClosed(-1000, 1000)
            .mapToDouble(k -> Math.signum(k) * Math.scalb(1.0, Math.abs(k) - 500))
            .filter(x -> from < x && x < to)
            .toArray();
  }

  private static boolean isSearched(RandomVariable x) {
    return x instanceof Draw draw
            && (draw.law() instanceof TabulatedSum || draw.law() instanceof IntegratedSum)
        || x instanceof Pushed pushed && isSearched(pushed.variable())
        || x instanceof Truncated truncated && isSearched(truncated.variable())
        || x instanceof Mixture mixture
            && (x.isDiscrete()
                || mixture.components().stream().anyMatch(c -> isSearched(c.variable())));
  }

  /** The interval outside of which there is no density: a table may end before the support. */
  static Support support(RandomVariable x) {
    if (x instanceof Draw draw && draw.law() instanceof TabulatedSum sum) {
      Grid grid = sum.table().grids().table();
      Support whole = x.support();
      return new Support(
          max(whole.low(), Expr.of(grid.low())), min(whole.high(), Expr.of(grid.high())));
    }
    return x.support();
  }

  /** The first value inside, which of a discrete variable may be above the lower end. */
  private static Expr first(Truncated t) {
    return t.variable().after(t.variable().before(t.low()));
  }

  private static Expr last(Truncated t) {
    return t.variable().before(t.variable().after(t.high()));
  }

  private static Expr truncated(Truncated t, Expr p) {
    RandomVariable whole = t.variable();
    Expr below = whole.cdf(whole.before(t.low()));
    Expr above = whole.survival(t.high());
    Expr inside = Expr.of(1).minus(below).minus(above);
    Expr found = of(whole, below.plus(inside.times(p)));
    return max(first(t), min(found, last(t)));
  }

  private static Expr root(RandomVariable v, Expr p, Expr low, Expr high, Expr start) {
    Expr upper = less(Expr.of(0.5), p);
    Expr rest = Expr.of(1).minus(p);
    return Root.of(
        x -> select(upper, log(rest.over(v.survival(x))), log(v.cdf(x).over(p))), start, low, high);
  }
}
