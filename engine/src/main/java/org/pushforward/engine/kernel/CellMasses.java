package org.pushforward.engine.kernel;

import java.util.Arrays;
import org.pushforward.engine.expr.Grid;

/**
 * Masses of one of the two laws of a {@link Convolution} in the cells of its grid, and their
 * derivatives.
 *
 * <p>A density that jumps to 0 would leave an error O(h^2). With f the density on the inner side of
 * a jump at an edge, u the distance from it inwards and g(u) what the other law makes of a mass at
 * u, Euler and Maclaurin's formula says what the sum over cells, sharpened, has too much:
 *
 * <pre>h^2 f g' / 12 - h^4 (f'' g' / 3 + f' g'' + f g''') / 240 + O(h^6)   at u = 0
 * </pre>
 *
 * (f = exp(-a u) and g = exp(-b u) give it as the series of sinh(a/2) D(b) / (a sinh((a + b)/2)) -
 * 1/(a + b), h = 1, D the sharpening's symbol). Masses of sum 0 added to the two cells on either
 * side of the edge take this away, see {@link #addEnd}.
 */
final class CellMasses {
  /** Cells added to a law at each end: what takes away the error of a jump lies there too. */
  static final int BESIDE = 2;

  /** Cells that a density and its derivatives at a jump are taken from. */
  private static final int INSIDE = 5;

  private final Kernel kernel;
  private final int outputs;
  private final EventBlock edges;
  private final boolean sampled;
  private final boolean isConstant;
  private Masses constant;

  /**
   * At one point.
   *
   * @param all [output][below, cells, above]
   * @param cells [output][cell]
   */
  record Masses(double[][] all, double[][] cells) {}

  /**
   * @param program of the outputs, from edges to bins
   * @param sampled whether the outputs are none of masses, and ends get nothing added
   */
  CellMasses(Program program, Grid grid, boolean sampled, Backend backend) {
    this.kernel = backend.kernel(program);
    this.outputs = program.outputs();
    this.edges = edges(grid);
    this.sampled = sampled;
    this.isConstant = program.usedParameters().isEmpty();
  }

  /** Whether they are the same, and the same arrays, at all points. */
  boolean isConstant() {
    return isConstant;
  }

  Masses at(double[] parameters) {
    return isConstant ? always(parameters) : evaluated(parameters);
  }

  private synchronized Masses always(double[] parameters) {
    if (constant == null) {
      constant = evaluated(parameters);
    }
    return constant;
  }

  private Masses evaluated(double[] parameters) {
    double[][] all = new double[outputs][edges.rows()];
    kernel.evaluate(parameters, edges, all);
    for (double[] output : all) {
      settle(output, 0);
      settle(output, output.length - 1);
    }
    if (!sampled) {
      Arrays.setAll(all, k -> ended(all[k]));
    }
    double[][] cells = new double[outputs][];
    Arrays.setAll(cells, k -> Arrays.copyOfRange(all[k], 1, all[k].length - 1));
    return new Masses(all, cells);
  }

  /**
   * A derivative that is 0 * infinity at the far end of what is outside, as that of exp(-exp(-x)),
   * is 0.
   */
  private static void settle(double[] output, int outside) {
    if (Double.isNaN(output[outside])) {
      output[outside] = 0;
    }
  }

  private static double[] ended(double[] masses) {
    int cells = masses.length - 2;
    double[] ended = new double[masses.length + 2 * BESIDE];
    System.arraycopy(masses, 1, ended, 1 + BESIDE, cells);
    ended[0] = masses[0];
    ended[ended.length - 1] = masses[cells + 1];
    if (cells >= INSIDE) {
      addEnd(masses, 1, 1, ended, 1 + BESIDE);
      addEnd(masses, cells, -1, ended, cells + BESIDE);
    }
    return ended;
  }

  /**
   * Adds what makes -f g' / 12 + (f'' g' / 3 + f' g'') / 240 + f g''' / 1440, h = 1: f, f', f'' at
   * the edge of the quartic that has the masses of the five cells inside, and differences of g at
   * the four cells about the edge. Of g''' / 240 the sharpening itself makes 1 / 288 from g' / 12.
   */
  private static void addEnd(double[] masses, int from, int inwards, double[] into, int at) {
    double s0 = masses[from];
    double s1 = masses[from + inwards];
    double s2 = masses[from + 2 * inwards];
    double s3 = masses[from + 3 * inwards];
    double s4 = masses[from + 4 * inwards];
    double f = (137 * (s0 + s2) - 163 * s1 - 63 * s3 + 12 * s4) / 60;
    double slope = (109 * s1 - 45 * s0 - 105 * s2 + 51 * s3 - 10 * s4) / 12;
    double second = (17 * s0 - 54 * s1 + 64 * s2 - 34 * s3 + 7 * s4) / 4;
    double near = second / 720 - f * (23.0 / 240);
    into[at + inwards] += f / 240 + slope / 480;
    into[at] += near - slope / 480;
    into[at - inwards] -= near + slope / 480;
    into[at - 2 * inwards] += slope / 480 - f / 240;
  }

  /** Bins (-far, low), the cells, (high, far). */
  private static EventBlock edges(Grid grid) {
    double[] edges = new double[grid.cells() + 3];
    edges[0] = -ConvolutionTables.FAR;
    for (int i = 0; i <= grid.cells(); i++) {
      edges[i + 1] = grid.edge(i);
    }
    edges[grid.cells() + 2] = ConvolutionTables.FAR;
    return new EventBlock(new double[][] {edges}, edges.length - 1);
  }
}
