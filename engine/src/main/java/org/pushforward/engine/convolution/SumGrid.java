package org.pushforward.engine.convolution;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.expr.Lookup;
import org.pushforward.engine.expr.Table;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;

/** Chooses the grid of a {@link TabulatedSum}. */
final class SumGrid {
  /** Error of the density, as a fraction of its peak, that ends the search. */
  static final double TOLERANCE = 1e-9;

  /** Mass of the kernel that may be cut off on each side: below the rounding of a sum of masses. */
  private static final double CUT = 1e-17;

  /** Kernels of heavier tails than this keep their mass within so many of their own widths. */
  private static final double LARGEST_REACH = 400;

  /** The kernel may grow so much during a fit before its tails are cut. */
  private static final double MARGIN = 1.5;

  /** Multiply-adds of one table; above it a coarser grid is kept, with its error stated. */
  private static final double LARGEST_WORK = 3e7;

  private static final int STENCIL = 5;
  private static final double FAR = 1e60;
  private static final int PROBES = 400;

  /** As far from a symmetric place (1/4, 1/2) as from the other. */
  private static final double SHIFT = 0.381966;

  private final Expr signal;
  private final Expr kernel;
  private final double low;
  private final double high;
  private final double halfReach;
  private final Map<String, Double> reference;

  private SumGrid(
      Expr signal,
      Expr kernel,
      double low,
      double high,
      double halfReach,
      Map<String, Double> reference) {
    this.signal = signal;
    this.kernel = kernel;
    this.low = low;
    this.high = high;
    this.halfReach = halfReach;
    this.reference = reference;
  }

  static TabulatedSum choose(
      Expr x, Expr y, double low, double high, Map<String, Double> reference) {
    double[] extentX = extent(x, reference);
    double[] extentY = extent(y, reference);
    boolean swap = extentX[0] < extentY[0];
    double[] narrow = swap ? extentX : extentY;
    SumGrid choice = new SumGrid(swap ? y : x, swap ? x : y, low, high, narrow[0], reference);
    // A quarter of the narrower law's width to begin with, but not more than 1/32 of the domain.
    double step = Math.min(narrow[1] / 4, (high - low) / 32);
    TabulatedSum best = new TabulatedSum(choice.table(step), Double.POSITIVE_INFINITY);
    double[] before = choice.densities(best.table());
    while (best.error() > TOLERANCE && choice.work(step / 2) < LARGEST_WORK) {
      step /= 2;
      Table finer = choice.table(step);
      double[] after = choice.densities(finer);
      // Where a law jumps, the error is (h^2) B_2(phase), the jump's place within its cell: it may
      // agree on two grids by luck, but hardly on one with cells elsewhere as well.
      double[] moved = choice.densities(choice.table(step, SHIFT));
      best = new TabulatedSum(finer, Math.max(difference(before, after), difference(moved, after)));
      before = after;
    }
    return best;
  }

  private Table table(double step) {
    return table(step, 0);
  }

  /** The table on cells moved down by a fraction of a cell. */
  private Table table(double step, double shift) {
    int reach = reach(step);
    int margin = reach + STENCIL;
    int inner = (int) Math.ceil((high - low) / step);
    int more = shift > 0 ? 1 : 0;
    Grid grid = new Grid(low - (margin + shift) * step, step, inner + more + 2 * margin);
    return TabulatedSum.table(grid, reach, margin + inner / 2, signal, kernel);
  }

  private int reach(double step) {
    return (int) Math.ceil(halfReach * MARGIN / step) + 1;
  }

  private double work(double step) {
    return ((high - low) / step + 2 * reach(step)) * (2.0 * reach(step) + 1);
  }

  /** Densities at points inside the domain that avoid the cells' edges. */
  private double[] densities(Table table) {
    Column x = Column.of("x");
    double[] at = new double[PROBES];
    for (int i = 0; i < PROBES; i++) {
      at[i] = low + (high - low) * ((i + 0.381966) / PROBES);
    }
    return evaluate(Lookup.of(table, 1, x), "x", at, PROBES, reference);
  }

  private static double difference(double[] coarse, double[] fine) {
    double peak = 0;
    double largest = 0;
    for (int i = 0; i < fine.length; i++) {
      peak = Math.max(peak, Math.abs(fine[i]));
      largest = Math.max(largest, Math.abs(fine[i] - coarse[i]));
    }
    return peak > 0 ? largest / peak : Double.POSITIVE_INFINITY;
  }

  /**
   * {how far from 0 the law reaches until only {@link #CUT} is left on each side (of heavy tails,
   * {@link #LARGEST_REACH} widths), its width: the span of its middle half}.
   */
  private static double[] extent(Expr masses, Map<String, Double> reference) {
    // Edges 0, +-2^k for k = -40 .. 60 find the scale; then a fine grid the middle half.
    int exponents = 101;
    double[] edges = new double[2 * exponents + 3];
    for (int k = 0; k < exponents; k++) {
      double size = Math.scalb(1.0, k - 40);
      edges[exponents + 2 + k] = size;
      edges[exponents - k] = -size;
    }
    edges[0] = -FAR;
    edges[edges.length - 1] = FAR;
    double[] mass = evaluate(masses, Table.EDGE.name(), edges, edges.length - 1, reference);
    double half = reachOf(mass, edges, 0.25);
    int bins = 4096;
    double[] fine = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      fine[i] = half * (2.0 * i / bins - 1);
    }
    double width = width(evaluate(masses, Table.EDGE.name(), fine, bins, reference), fine);
    double reach = reachOf(mass, edges, CUT);
    double centre = half;
    return new double[] {Math.min(reach, centre + LARGEST_REACH * width), width};
  }

  /** The largest |edge| outside of which, on either side, at most {@code tail} of the mass lies. */
  private static double reachOf(double[] mass, double[] edges, double tail) {
    double below = 0;
    double above = 0;
    int i = 0;
    while (i < mass.length && (below += Math.abs(mass[i])) <= tail) {
      i++;
    }
    int j = mass.length - 1;
    while (j >= 0 && (above += Math.abs(mass[j])) <= tail) {
      j--;
    }
    return Math.max(
        Math.abs(edges[Math.max(i, 1)]), Math.abs(edges[Math.min(j + 1, edges.length - 2)]));
  }

  /** The span that holds the middle half of the mass in these bins. */
  private static double width(double[] mass, double[] edges) {
    double total = Arrays.stream(mass).sum();
    double sum = 0;
    int low = -1;
    for (int i = 0; i < mass.length; i++) {
      sum += mass[i];
      if (low < 0 && sum > 0.25 * total) {
        low = i;
      }
      if (sum >= 0.75 * total) {
        return Math.max(edges[i + 1] - edges[low], edges[1] - edges[0]);
      }
    }
    return edges[edges.length - 1] - edges[0];
  }

  private static double[] evaluate(
      Expr e, String column, double[] values, int rows, Map<String, Double> reference) {
    List<String> names = List.copyOf(reference.keySet());
    Kernel kernel =
        new ReferenceBackend().kernel(Lowering.program(List.of(e), names, List.of(column)));
    double[][] output = new double[1][rows];
    kernel.evaluate(
        names.stream().mapToDouble(reference::get).toArray(),
        new EventBlock(new double[][] {values}, rows),
        output);
    return output[0];
  }
}
