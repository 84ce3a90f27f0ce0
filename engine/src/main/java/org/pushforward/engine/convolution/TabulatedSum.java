package org.pushforward.engine.convolution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;

import java.util.List;
import java.util.Map;
import org.pushforward.engine.distribution.Distribution;
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
 *     a fraction of its peak: the larger difference from the tables on cells twice as wide and on
 *     cells elsewhere
 */
public record TabulatedSum(Table table, double error) implements Distribution {

  /**
   * Chooses the grid: the narrower variable is the kernel, and cells are halved until the error is
   * below {@link SumGrid#TOLERANCE} or the work too much.
   *
   * @param x masses of the first variable's bins, of {@link Table#EDGE}
   * @param y masses of the second's
   * @param reference parameter values the choice is made at
   */
  public static TabulatedSum of(
      Expr x, Expr y, double low, double high, Map<String, Double> reference) {
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

  /** The edge from which on the table holds F - 1. */
  @Override
  public Expr middle() {
    return Expr.of(Math.nextDown(grid().edge(table.fold())));
  }

  private Grid grid() {
    return table.signalGrid();
  }

  static Table table(Grid signalGrid, int reach, int fold, Expr signal, Expr kernel) {
    return new Table(signalGrid, reach, fold, List.of(new Table.Term(signal, kernel)));
  }
}
