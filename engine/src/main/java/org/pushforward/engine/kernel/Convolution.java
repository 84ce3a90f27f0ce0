package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pushforward.engine.expr.Grid;

/**
 * The direct convolution that fills {@link ConvolutionTables}.
 *
 * <p>P_i = sum_m s_(i-m) k_m is the mass in cell i of Z = S + K smeared once more by a uniform of
 * width h (Sheppard). The smearing is undone to O(h^6) by central differences,
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
 * and F is the quintic in each cell with these values at both edges.
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
 *
 * <p>All of it is linear in s and in k, so the table of a derivative is the derivative of the
 * table.
 */
final class Convolution {

  /** Cells added to a law at each end: what takes away the error of a jump lies there too. */
  private static final int BESIDE = 2;

  /** Cells that a density and its derivatives at a jump are taken from. */
  private static final int INSIDE = 5;

  private final ConvolutionTables tables;
  private final Backend backend;
  private final Kernel signal;
  private final Kernel kernel;
  private final EventBlock signalEdges;
  private final EventBlock kernelEdges;

  Convolution(ConvolutionTables tables, Backend backend) {
    this.tables = tables;
    this.backend = backend;
    this.signal = backend.kernel(tables.signal());
    this.kernel = backend.kernel(tables.kernel());
    this.signalEdges = edges(tables.grids().signal());
    this.kernelEdges = edges(tables.grids().kernel());
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

  /** [output][below, cells with {@link #BESIDE} more at each end, above]. */
  private static double[][] evaluate(
      Kernel kernel, Program program, double[] parameters, EventBlock edges) {
    double[][] outputs = new double[program.outputs()][edges.rows()];
    kernel.evaluate(parameters, edges, outputs);
    for (int k = 0; k < outputs.length; k++) {
      outputs[k] = ended(outputs[k]);
    }
    return outputs;
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

  private double[] table(int[] terms, double[][] s, double[][] k) {
    double[] smeared = new double[tables.grids().cells() + 2 * ConvolutionTables.STENCIL];
    int first = tables.grids().first() - ConvolutionTables.STENCIL + 2 * BESIDE;
    double below = 0;
    double above = 0;
    for (int t = 0; t < terms.length; t += 2) {
      double[] signal = s[terms[t]];
      double[] kernel = k[terms[t + 1]];
      ConvolutionShape shape =
          new ConvolutionShape(signal.length - 2, kernel.length - 2, first, smeared.length);
      backend.convolve(shape, 1, cells(signal), cells(kernel), smeared);
      below += massBelow(signal, kernel, first);
      above += massAbove(signal, kernel, first + smeared.length);
    }
    return quintics(sharpened(smeared), edgeMasses(smeared, below, above));
  }

  /** The masses of the cells alone. */
  private static double[] cells(double[] masses) {
    return Arrays.copyOfRange(masses, 1, masses.length - 1);
  }

  /**
   * Mass of the smeared sum below the cell: sum_j s_j K(cell - 1 - j), K the kernel's cumulative
   * masses, and what the signal has below its grid.
   */
  private static double massBelow(double[] signal, double[] kernel, int cell) {
    double cumulative = kernel[0];
    double mass = 0;
    int m = 0;
    for (int j = signal.length - 3; j >= 0; j--) {
      for (; m < kernel.length - 2 && m < cell - j; m++) {
        cumulative += kernel[m + 1];
      }
      mass = Math.fma(signal[j + 1], cumulative, mass);
    }
    return Math.fma(signal[0], total(kernel) - kernel[kernel.length - 1], mass);
  }

  /** Mass of the smeared sum from the cell on. */
  private static double massAbove(double[] signal, double[] kernel, int cell) {
    double cumulative = kernel[kernel.length - 1];
    double mass = 0;
    int m = kernel.length - 3;
    for (int j = 0; j < signal.length - 2; j++) {
      for (; m >= 0 && m >= cell - j; m--) {
        cumulative += kernel[m + 1];
      }
      mass = Math.fma(signal[j + 1], cumulative, mass);
    }
    return Math.fma(signal[signal.length - 1], total(kernel) - kernel[0], mass);
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
    int cells = tables.grids().cells();
    int fold = tables.grids().fold();
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
