package org.pushforward.engine.convolution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Map;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.expr.Lookup;
import org.pushforward.engine.expr.Table;

/**
 * The sum of any two independent variables on a bounded domain, by numeric convolution of their
 * cell masses: exactly the distribution and, as its derivative, the density of a piecewise quintic
 * {@link Table}.
 *
 * @param table of the distribution function, in the frame
 * @param frame that of the table: at the reference parameters x itself
 * @param error the largest error of the density found on the domain at the reference parameters, as
 *     a fraction of its peak: at least twice the difference from the table on cells twice as wide
 * @param below probability of what is below the domain, at the reference parameters
 * @param above the same of what is above it
 */
public record TabulatedSum(
    Table table, Frame frame, double error, double below, double above, Support support)
    implements Distribution {

  /**
   * Chooses the grid: the narrower variable is the kernel, and cells are halved until the error is
   * below {@link SumGrid#TOLERANCE} or the work too much.
   *
   * @param reference parameter values the choice is made at
   */
  public static TabulatedSum of(
      Summand x, Summand y, double low, double high, Map<String, Double> reference, Scheme scheme) {
    return scheme.samples() > 0
        ? SampledSum.of(x, y, low, high, reference, scheme)
        : SumGrid.choose(x, y, low, high, reference, scheme);
  }

  /** Far in a tail the density is the rounding of its neighbours, of either sign: kept above 0. */
  @Override
  public Expr logShape(Expr x) {
    Expr density = Lookup.of(table, 1, frame.place(x));
    Expr shape = log(max(density, Expr.of(Double.MIN_NORMAL))).plus(log(frame.scale()));
    Expr outside = Expr.of(Double.NEGATIVE_INFINITY);
    return inside(x, outside, shape, outside);
  }

  @Override
  public Expr logMass() {
    return Expr.of(0);
  }

  @Override
  public Expr cdf(Expr x) {
    return folded(x).plus(isAbove(x));
  }

  @Override
  public Expr survival(Expr x) {
    return Expr.of(1).minus(isAbove(x)).minus(folded(x));
  }

  @Override
  public Expr folded(Expr x) {
    Expr fold = isAbove(x);
    return inside(x, fold.negate(), Lookup.of(table, 0, frame.place(x)), Expr.of(1).minus(fold));
  }

  /** Whether the table holds F - 1 at x. */
  @Override
  public Expr isAbove(Expr x) {
    return less(Expr.of(fold()), frame.place(x));
  }

  /** Where the law ends in a kink, the table goes on for a few cells. */
  private Expr inside(Expr x, Expr below, Expr value, Expr above) {
    Expr upTo = isFinite(support.high()) ? select(less(support.high(), x), above, value) : value;
    return isFinite(support.low()) ? select(less(x, support.low()), below, upTo) : upTo;
  }

  private static boolean isFinite(Expr end) {
    return !Double.isInfinite(end.constantOrNaN());
  }

  @Override
  public Expr quantile(Expr p) {
    throw new UnsupportedOperationException("a sum is sampled term by term");
  }

  @Override
  public Expr middle() {
    return frame.point(Expr.of(fold()));
  }

  /** The largest number before the edge from which on the table holds F - 1. */
  private double fold() {
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
    return before;
  }
}
