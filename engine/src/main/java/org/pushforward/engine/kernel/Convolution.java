package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Grid;

/**
 * The direct convolution that fills {@link ConvolutionTables}.
 *
 * <p>With P_i = sum_m s_(i-m) k_m, the cells of a sum Z = S + K are those of the signal, and P_i is
 * the mass in cell i of Z smeared once more by a uniform of width h (Sheppard). The smearing is
 * undone to O(h^6) by central differences,
 *
 * <pre>Q = P - delta^2 P / 24 + 3 delta^4 P / 640,</pre>
 *
 * the density at an edge and its slope follow from the six cells around it, also to O(h^6),
 *
 * <pre>
 *   h f    = (37 (Q_i + Q_(i-1)) - 8 (Q_(i+1) + Q_(i-2)) + (Q_(i+2) + Q_(i-3))) / 60
 *   h^2 f' = (245 (Q_i - Q_(i-1)) - 25 (Q_(i+1) - Q_(i-2)) + 2 (Q_(i+2) - Q_(i-3))) / 180,
 * </pre>
 *
 * and F is the quintic in each cell with these values at both edges. All of it is linear in s and
 * in k, so the table of a derivative is the derivative of the table.
 */
final class Convolution {

  /** Outputs per pass: the sums of a block stay in the first-level cache. */
  private static final int BLOCK = 1024;

  private final ConvolutionTables tables;
  private final Kernel signal;
  private final Kernel kernel;
  private final EventBlock signalEdges;
  private final EventBlock kernelEdges;

  Convolution(ConvolutionTables tables, Backend backend) {
    this.tables = tables;
    this.signal = backend.kernel(tables.signal());
    this.kernel = backend.kernel(tables.kernel());
    this.signalEdges = signalEdges(tables.signalGrid());
    this.kernelEdges = kernelEdges(tables.signalGrid().step(), tables.reach());
  }

  /** The tables at one point: [table][cell][coefficient], flat within a table. */
  List<double[]> fill(double[] parameters) {
    double[][] s = evaluate(signal, tables.signal(), parameters, signalEdges);
    double[][] k = evaluate(kernel, tables.kernel(), parameters, kernelEdges);
    List<double[]> filled = new ArrayList<>();
    for (int[] terms : tables.terms()) {
      filled.add(table(terms, s, k));
    }
    return filled;
  }

  private static double[][] evaluate(
      Kernel kernel, Program program, double[] parameters, EventBlock edges) {
    double[][] outputs = new double[program.outputs()][edges.rows()];
    kernel.evaluate(parameters, edges, outputs);
    return outputs;
  }

  private double[] table(int[] terms, double[][] s, double[][] k) {
    int cells = tables.grid().cells();
    int first = tables.reach(); // the first cell whose sum lies inside the signal grid
    double[] smeared = new double[cells + 2 * ConvolutionTables.STENCIL];
    double below = 0;
    double above = 0;
    for (int t = 0; t < terms.length; t += 2) {
      double[] signal = s[terms[t]];
      double[] kernel = k[terms[t + 1]];
      add(signal, kernel, smeared);
      below += massBelow(signal, kernel, first);
      above += massAbove(signal, kernel, first + smeared.length);
    }
    return quintics(sharpened(smeared), edgeMasses(smeared, below, above));
  }

  /** sums_i += sum_m s_(reach + i - m) k_m, added in the order of m for every i. */
  private void add(double[] signal, double[] kernel, double[] sums) {
    int width = kernel.length;
    for (int from = 0; from < sums.length; from += BLOCK) {
      int to = Math.min(sums.length, from + BLOCK);
      for (int m = 0; m < width; m++) {
        double weight = kernel[m];
        int shift = width - m; // row 0 of the signal is what lies below its grid
        for (int i = from; i < to; i++) {
          sums[i] = Math.fma(weight, signal[i + shift], sums[i]);
        }
      }
    }
  }

  /**
   * Mass of the smeared sum below the cell: sum_j s_j K(cell - 1 - j), K the kernel's cumulative
   * masses.
   */
  private double massBelow(double[] signal, double[] kernel, int cell) {
    double cumulative = 0;
    double mass = 0;
    int cells = signal.length - 2;
    // j falls, so that cell - 1 - j rises from -reach.
    for (int j = cell - 1 + tables.reach(); j >= 0; j--) {
      int m = cell - 1 - j + tables.reach();
      cumulative += m < kernel.length ? kernel[m] : 0;
      mass = j < cells ? Math.fma(signal[j + 1], cumulative, mass) : mass;
    }
    return Math.fma(signal[0], total(kernel), mass);
  }

  /** Mass of the smeared sum from the cell on. */
  private double massAbove(double[] signal, double[] kernel, int cell) {
    double cumulative = 0;
    double mass = 0;
    int cells = signal.length - 2;
    // j rises, so that cell - j falls from reach.
    for (int j = cell - tables.reach(); j < cells; j++) {
      int m = cell - j + tables.reach();
      cumulative += m >= 0 ? kernel[m] : 0;
      mass = j >= 0 ? Math.fma(signal[j + 1], cumulative, mass) : mass;
    }
    return Math.fma(signal[cells + 1], total(kernel), mass);
  }

  private static double total(double[] masses) {
    double total = 0;
    for (double mass : masses) {
      total += mass;
    }
    return total;
  }

  /** Q = P - delta^2 P / 24 + 3 delta^4 P / 640; two cells shorter at each end. */
  private static double[] sharpened(double[] p) {
    double[] q = new double[p.length - 4];
    for (int i = 0; i < q.length; i++) {
      double second = p[i + 1] - 2 * p[i + 2] + p[i + 3];
      double fourth = (p[i] + p[i + 4]) - 4 * (p[i + 1] + p[i + 3]) + 6 * p[i + 2];
      q[i] = p[i + 2] - second / 24 + fourth * (3.0 / 640);
    }
    return q;
  }

  /**
   * {F at the table's lower edge, 1 - F at its upper edge} of the sharpened sum; differences
   * telescope.
   */
  private static double[] edgeMasses(double[] p, double below, double above) {
    int low = ConvolutionTables.STENCIL;
    int high = p.length - ConvolutionTables.STENCIL;
    for (int i = 0; i < low; i++) {
      below += p[i];
      above += p[p.length - 1 - i];
    }
    return new double[] {below + telescoped(p, low), above - telescoped(p, high)};
  }

  /**
   * Sum over cells below the edge of Q - P: -(delta P)/24 + 3 (delta^3 P)/640, delta across the
   * edge.
   */
  private static double telescoped(double[] p, int edge) {
    double first = p[edge] - p[edge - 1];
    double third = (p[edge + 1] - p[edge - 2]) - 3 * first;
    return -first / 24 + third * (3.0 / 640);
  }

  /** Coefficients from the cell masses q (three more cells at each end) and the masses outside. */
  private double[] quintics(double[] q, double[] outside) {
    int cells = tables.grid().cells();
    int fold = tables.fold() - tables.margin();
    double[] coefficients = new double[cells * ConvolutionTables.COEFFICIENTS];
    double value = outside[0];
    for (int i = 0; i < fold; i++) {
      quintic(q, i, value, coefficients);
      value += q[i + 3];
    }
    value = -outside[1];
    for (int i = cells - 1; i >= fold; i--) {
      value -= q[i + 3];
      quintic(q, i, value, coefficients);
    }
    return coefficients;
  }

  private static void quintic(double[] q, int cell, double value, double[] into) {
    double mass = q[cell + 3];
    double d0 = density(q, cell + 3);
    double d1 = density(q, cell + 4);
    double s0 = slope(q, cell + 3);
    double s1 = slope(q, cell + 4);
    int at = cell * ConvolutionTables.COEFFICIENTS;
    into[at] = value;
    into[at + 1] = d0;
    into[at + 2] = 0.5 * s0;
    into[at + 3] = 10 * mass - 6 * d0 - 4 * d1 - 1.5 * s0 + 0.5 * s1;
    into[at + 4] = -15 * mass + 8 * d0 + 7 * d1 + 1.5 * s0 - s1;
    into[at + 5] = 6 * mass - 3 * (d0 + d1) + 0.5 * (s1 - s0);
  }

  private static double density(double[] q, int i) {
    return (37 * (q[i] + q[i - 1]) - 8 * (q[i + 1] + q[i - 2]) + (q[i + 2] + q[i - 3])) / 60;
  }

  private static double slope(double[] q, int i) {
    return (245 * (q[i] - q[i - 1]) - 25 * (q[i + 1] - q[i - 2]) + 2 * (q[i + 2] - q[i - 3])) / 180;
  }

  /** Bins (-far, low), the cells, (high, far). */
  private static EventBlock signalEdges(Grid grid) {
    double[] edges = new double[grid.cells() + 3];
    edges[0] = -ConvolutionTables.FAR;
    for (int i = 0; i <= grid.cells(); i++) {
      edges[i + 1] = grid.edge(i);
    }
    edges[grid.cells() + 2] = ConvolutionTables.FAR;
    return new EventBlock(new double[][] {edges}, edges.length - 1);
  }

  private static EventBlock kernelEdges(double step, int reach) {
    double[] edges = new double[2 * reach + 2];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (i - reach - 0.5) * step;
    }
    return new EventBlock(new double[][] {edges}, edges.length - 1);
  }
}
