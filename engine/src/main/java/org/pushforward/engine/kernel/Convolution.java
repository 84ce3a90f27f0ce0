package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Grids;
import org.pushforward.engine.kernel.Sequence.Span;

/**
 * The convolution that fills {@link ConvolutionTables}.
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
 * <p>All of it is linear in s and in k, so the table of a derivative is the derivative of the
 * table.
 */
final class Convolution {

  /**
   * Numbers of a kernel of this part of the largest change no density that is 1e-45 of the peak: a
   * normal law is cut at 16 standard deviations.
   */
  private static final double NEGLIGIBLE = 1e-60;

  private final ConvolutionTables tables;
  private final Backend backend;
  private final CellMasses signal;
  private final CellMasses kernel;
  private FourierConvolution fourier; // guarded by this

  Convolution(ConvolutionTables tables, Backend backend) {
    Grids grids = tables.grids();
    this.tables = tables;
    this.backend = backend;
    this.signal = new CellMasses(tables.signal(), grids.signal(), grids.sampled(), backend);
    this.kernel = new CellMasses(tables.kernel(), grids.kernel(), grids.sampled(), backend);
  }

  /**
   * The tables at one point, flat: [table][cell][2], F at its lower edge and its mass, if sampled,
   * else [table][edge][4], F, the mass of the cell above, h f and h^2 f'.
   */
  List<double[]> fill(double[] parameters) {
    CellMasses.Masses s = signal.at(parameters);
    CellMasses.Masses k = kernel.at(parameters);
    double[][] sums =
        tables.grids().fourier() ? transformed(s.cells(), k.cells()) : direct(s.cells(), k.cells());
    List<double[]> filled = new ArrayList<>();
    for (int t = 0; t < sums.length; t++) {
      filled.add(
          tables.grids().sampled()
              ? lines(sums[t])
              : nodes(tables.terms()[t], s.all(), k.all(), sums[t]));
    }
    return filled;
  }

  /**
   * The tables' sums, [table][cell]; those of masses with {@link ConvolutionTables#STENCIL} more at
   * each end.
   */
  private double[][] direct(double[][] signals, double[][] kernels) {
    double[][] sums = new double[tables.tables()][sums()];
    for (int t = 0; t < sums.length; t++) {
      int[] terms = tables.terms()[t];
      for (int i = 0; i < terms.length; i += 2) {
        add(signals[terms[i]], Sequence.of(kernels[terms[i + 1]], NEGLIGIBLE), sums[t]);
      }
    }
    return sums;
  }

  private double[][] transformed(double[][] signals, double[][] kernels) {
    List<FourierConvolution.Form> forms = new ArrayList<>();
    for (int[] terms : tables.terms()) {
      List<double[]> s = new ArrayList<>();
      List<double[]> k = new ArrayList<>();
      for (int i = 0; i < terms.length; i += 2) {
        s.add(signals[terms[i]]);
        k.add(kernels[terms[i + 1]]);
      }
      forms.add(new FourierConvolution.Form(s, k));
    }
    return fourier(signals, kernels).sums(forms);
  }

  private synchronized FourierConvolution fourier(double[][] signals, double[][] kernels) {
    if (fourier == null) {
      fourier =
          new FourierConvolution(
              first(),
              sums(),
              backend,
              signal.isConstant() ? List.of(signals) : List.of(),
              kernel.isConstant() ? List.of(kernels) : List.of());
    }
    return fourier;
  }

  /** Sums wanted: the table's cells, and beside them what its stencils reach. */
  private int sums() {
    return tables.grids().cells() + 2 * beside();
  }

  /** Of the sums of cells, with those added at the ends, the first wanted. */
  private int first() {
    Grids grids = tables.grids();
    return grids.first() + (grids.sampled() ? 0 : 2 * CellMasses.BESIDE) - beside();
  }

  private int beside() {
    return tables.grids().sampled() ? 0 : ConvolutionTables.STENCIL;
  }

  /** Over the kernel's effective support: what is left out is {@link #NEGLIGIBLE}. */
  private void add(double[] signal, Sequence kernel, double[] sums) {
    Span span = kernel.counting();
    if (!span.isEmpty()) {
      ConvolutionShape shape =
          new ConvolutionShape(signal.length, span.length(), first() - span.from(), sums.length);
      backend.convolve(shape, 1, signal, kernel.trimmed(), sums);
    }
  }

  /** F, 0 at the first, and the masses. */
  private static double[] lines(double[] masses) {
    double[] lines = new double[2 * masses.length];
    double value = 0;
    for (int i = 0; i < masses.length; i++) {
      lines[2 * i] = value;
      lines[2 * i + 1] = masses[i];
      value += masses[i];
    }
    return lines;
  }

  private double[] nodes(int[] terms, double[][] s, double[][] k, double[] smeared) {
    int first = first();
    double below = 0;
    double above = 0;
    for (int t = 0; t < terms.length; t += 2) {
      below += massBelow(s[terms[t]], k[terms[t + 1]], first);
      above += massAbove(s[terms[t]], k[terms[t + 1]], first + smeared.length);
    }
    return nodes(sharpened(smeared), edgeMasses(smeared, below, above));
  }

  /**
   * Mass of the smeared sum below the cell: sum_j s_j K(cell - 1 - j), K the kernel's cumulative
   * masses, and what the signal has below its grid.
   */
  private static double massBelow(double[] signal, double[] kernel, int cell) {
    int last = signal.length - 3;
    int farthest = Math.max(0, Math.min(last + 1, cell));
    double cumulative = kernel[0];
    // Cells farther up have the kernel below its grid alone.
    double mass = total(signal, farthest + 1, last + 2) * cumulative;
    int m = 0;
    int j = farthest - 1;
    for (; j >= 0 && m < kernel.length - 2; j--) {
      for (; m < kernel.length - 2 && m < cell - j; m++) {
        cumulative += kernel[m + 1];
      }
      mass = Math.fma(signal[j + 1], cumulative, mass);
    }
    mass = Math.fma(total(signal, 1, j + 2), cumulative, mass);
    return Math.fma(signal[0], total(kernel, 0, kernel.length - 1), mass)
        + 0.5 * opposite(signal, kernel);
  }

  /** What the one has below its grid and the other above: on which side it is, nothing tells. */
  private static double opposite(double[] signal, double[] kernel) {
    return signal[0] * kernel[kernel.length - 1] + signal[signal.length - 1] * kernel[0];
  }

  /** Mass of the smeared sum from the cell on. */
  private static double massAbove(double[] signal, double[] kernel, int cell) {
    int cells = signal.length - 2;
    int first = Math.max(0, Math.min(cells, cell - (kernel.length - 3)));
    double cumulative = kernel[kernel.length - 1];
    double mass = total(signal, 1, first + 1) * cumulative;
    int m = kernel.length - 3;
    int j = first;
    for (; j < cells && m >= 0; j++) {
      for (; m >= 0 && m >= cell - j; m--) {
        cumulative += kernel[m + 1];
      }
      mass = Math.fma(signal[j + 1], cumulative, mass);
    }
    mass = Math.fma(total(signal, j + 1, cells + 1), cumulative, mass);
    return Math.fma(signal[signal.length - 1], total(kernel, 1, kernel.length), mass)
        + 0.5 * opposite(signal, kernel);
  }

  /** Four sums side by side: one would wait for itself. */
  private static double total(double[] masses, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      a += masses[i];
      b += masses[i + 1];
      c += masses[i + 2];
      d += masses[i + 3];
    }
    for (; i < to; i++) {
      a += masses[i];
    }
    return a + b + (c + d);
  }

  /** Q = P - delta^2 P / 24 + 3 delta^4 P / 640; two cells shorter at each end. */
  private static double[] sharpened(double[] p) {
    double[] q = new double[p.length - 4];
    for (int i = 0; i < q.length; i++) {
      double second = p[i + 1] - 2 * p[i + 2] + p[i + 3];
      double fourth = (p[i] + p[i + 4]) - 4 * (p[i + 1] + p[i + 3]) + 6 * p[i + 2];
      q[i] = p[i + 2] - second * (1.0 / 24) + fourth * (3.0 / 640);
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

  /**
   * F, q, h f, h^2 f' at each edge, q the mass of the cell above, from the masses with three more
   * cells at each end, and the masses outside.
   */
  private double[] nodes(double[] q, double[] outside) {
    int cells = tables.grids().cells();
    int fold = tables.grids().fold();
    double[] nodes = new double[4 * (cells + 1)];
    for (int i = 0; i <= cells; i++) {
      double near = q[i + 3] + q[i + 2];
      double next = q[i + 4] + q[i + 1];
      double up = q[i + 3] - q[i + 2];
      double upNext = q[i + 4] - q[i + 1];
      nodes[4 * i + 1] = q[i + 3];
      nodes[4 * i + 2] = (37 * near - 8 * next + (q[i + 5] + q[i])) * (1.0 / 60);
      nodes[4 * i + 3] = (245 * up - 25 * upNext + 2 * (q[i + 5] - q[i])) * (1.0 / 180);
    }
    double value = outside[0];
    for (int i = 0; i < fold; i++) {
      nodes[4 * i] = value;
      value += q[i + 3];
    }
    value = -outside[1];
    for (int i = cells - 1; i >= fold; i--) {
      value -= q[i + 3];
      nodes[4 * i] = value;
    }
    return nodes;
  }
}
