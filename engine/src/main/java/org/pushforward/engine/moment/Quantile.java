package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Truncated;

/** The x with P(X <= x) = p. */
final class Quantile {
  private Quantile() {}

  /**
   * @param x with its sums resolved
   */
  static Expr of(RandomVariable x, Expr p) {
    if (x instanceof Draw draw && draw.law() instanceof TabulatedSum sum) {
      Support support = support(x);
      return root(x, p, support.low(), support.high(), sum.middle());
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
    // A mixture's quantile lies between those of its components.
    List<Expr> parts = ((Mixture) x).components().stream().map(c -> of(c.variable(), p)).toList();
    Expr low = parts.stream().reduce((a, b) -> min(a, b)).orElseThrow();
    Expr high = parts.stream().reduce((a, b) -> max(a, b)).orElseThrow();
    return root(x, p, low, high, low.plus(high).times(0.5));
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

  private static Expr truncated(Truncated t, Expr p) {
    RandomVariable whole = t.variable();
    Expr below = whole.cdf(t.low());
    Expr above = whole.survival(t.high());
    Expr inside = Expr.of(1).minus(below).minus(above);
    Expr found = of(whole, below.plus(inside.times(p)));
    return max(t.low(), min(found, t.high()));
  }

  private static Expr root(RandomVariable v, Expr p, Expr low, Expr high, Expr start) {
    Expr upper = less(Expr.of(0.5), p);
    Expr rest = Expr.of(1).minus(p);
    return Root.of(
        x -> select(upper, log(rest.over(v.survival(x))), log(v.cdf(x).over(p))), start, low, high);
  }
}
