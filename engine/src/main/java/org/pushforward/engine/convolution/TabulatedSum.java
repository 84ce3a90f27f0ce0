package org.pushforward.engine.convolution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;

import java.util.Map;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.expr.Lookup;
import org.pushforward.engine.expr.Table;

/**
 * The sum of any two independent variables on a bounded domain, by direct numeric convolution of
 * their cell masses: exactly the distribution and, as its derivative, the density of a piecewise
 * quintic {@link Table}.
 *
 * @param table of the distribution function
 * @param error the largest error of the density found on the domain at the reference parameters, as
 *     a fraction of its peak: at least twice the difference from the table on cells twice as wide
 */
public record TabulatedSum(Table table, double error, Support support) implements Distribution {

  /**
   * Chooses the grid: the narrower variable is the kernel, and cells are halved until the error is
   * below {@link SumGrid#TOLERANCE} or the work too much.
   *
   * @param reference parameter values the choice is made at
   */
  public static TabulatedSum of(
      Summand x, Summand y, double low, double high, Map<String, Double> reference) {
    return SumGrid.choose(x, y, low, high, reference);
  }

  /** Far in a tail the density is the rounding of its neighbours, of either sign: kept above 0. */
  @Override
  public Expr logShape(Expr x) {
    return log(max(Lookup.of(table, 1, x), Expr.of(Double.MIN_NORMAL)));
  }

  @Override
  public Expr logMass() {
    return Expr.of(0);
  }

  @Override
  public Expr cdf(Expr x) {
    return folded(x).plus(less(middle(), x));
  }

  @Override
  public Expr survival(Expr x) {
    return Expr.of(1).minus(less(middle(), x)).minus(folded(x));
  }

  @Override
  public Expr folded(Expr x) {
    return Lookup.of(table, 0, x);
  }

  @Override
  public Expr quantile(Expr p) {
    throw new UnsupportedOperationException("a sum is sampled term by term");
  }

  /** The largest number before the edge from which on the table holds F - 1. */
  @Override
  public Expr middle() {
    Grid grid = table.grids().table();
    int fold = table.grids().fold();
    double before = grid.edge(fold - 1);
    double from = grid.edge(fold + 1);
    // The edge itself rounds to either side of it.
    for (double x = grid.edge(fold); before < x && x < from; x = 0.5 * (before + from)) {
      if (grid.position(x) < fold) {
        before = x;
      } else {
        from = x;
      }
    }
    return Expr.of(before);
  }
}
