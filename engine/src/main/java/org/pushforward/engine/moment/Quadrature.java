package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.asinh;
import static org.pushforward.engine.expr.Formulas.cosh;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sinh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.RandomVariable;

/**
 * Averages over a leaf, each the integral of p(x) f(x), several at once, by an adaptive
 * Gauss-Kronrod rule.
 *
 * <p>Each side of the median c is integrated over v >= 0 by x = c +- s sinh v, s the distance of
 * the quartiles, or near an end b of the support by x = b + (c - b) exp(-v): power laws of a tail
 * or of an end become exponentials, so that an integral over all numbers of a double is a short one
 * in v. A first look at equidistant v finds where the density underflows, and how fast each
 * integrand falls there: if it does not, the integral does not converge.
 */
final class Quadrature {
  /** Of the integral of |p f|; below, rounding takes over. */
  private static final double TOLERANCE = 1e-13;

  /** Beyond this exp, sinh and the distances they make are near overflow or underflow. */
  private static final double FAR = 690;

  private static final int LOOKS = 2048;

  /** Panels to begin with: a peak narrower than 1/100 of the quartiles' distance is not missed. */
  private static final int PANELS = 32;

  // Kinks and jumps are halved down to rounding, 50 panels each; this is for 100 of them.
  private static final int MOST_PANELS = 1 << 13;

  /** Densities below are taken for the underflow of what is infinite or undefined there. */
  private static final double NOTHING = 1e-30;

  /** Slower falls than exp(-v / 500) are no falls. */
  private static final double SLOWEST = 2e-3;

  /** Farther ends, in distances of the quartiles, are seen from half the way. */
  private static final double NEAR = 8;

  /** Next to an end at 1 a density that grows as its distance ^-0.6 loses 1e-6. */
  private static final double MOST_LOST = 1e-5;

  private static final Column V = Column.of("?v");

  private final Calculator calculator;

  Quadrature(Calculator calculator) {
    this.calculator = calculator;
  }

  /** Integrals with errors, and those of the absolute values. */
  private static final class Integrals {
    final double[] values;
    final double[] errors;
    final double[] sizes;
    long evaluations;

    Integrals(int n) {
      values = new double[n];
      errors = new double[n];
      sizes = new double[n];
    }

    void add(Integrals other) {
      for (int k = 0; k < values.length; k++) {
        values[k] += other.values[k];
        errors[k] += other.errors[k];
        sizes[k] += other.sizes[k];
      }
      evaluations += other.evaluations;
    }
  }

  /**
   * A part of the line.
   *
   * @param x from v, and its slope
   * @param end of v
   * @param stop what is beyond
   * @param mass its probability
   */
  private record Side(
      Function<Expr, Expr> x, Function<Expr, Expr> slope, double end, Stop stop, double mass) {}

  private enum Stop {
    /** Another part. */
    NEIGHBOUR,
    /** Infinity or 0, which doubles come near to. */
    LIMIT,
    /** An end of the support, the distance from which is lost in rounding. */
    CUT
  }

  /**
   * The averages over a leaf of some functions of its value.
   *
   * @param resolved the leaf, with a density
   */
  Averages over(RandomVariable resolved, Function<Expr, List<Expr>> functions) {
    Integrals sum = null;
    for (Side side : sides(resolved)) {
      if (side.mass() == 0) {
        continue;
      }
      Integrals part = integrals(side, resolved, functions);
      if (sum == null) {
        sum = part;
      } else {
        sum.add(part);
      }
    }
    double rounding = 0x1p-50 + Subject.errorOfTable(resolved);
    int n = sum.values.length - 1;
    double[] errors = new double[n];
    for (int k = 0; k < n; k++) {
      errors[k] = sum.errors[k + 1] + rounding * sum.sizes[k + 1];
    }
    return new Averages(Arrays.copyOfRange(sum.values, 1, n + 1), errors, sum.evaluations);
  }

  private List<Side> sides(RandomVariable leaf) {
    Support support = Quantile.support(leaf);
    double low = calculator.value(support.low());
    double high = calculator.value(support.high());
    double c = Quantile.value(leaf, 0.5, calculator);
    double s = Quantile.value(leaf, 0.75, calculator) - Quantile.value(leaf, 0.25, calculator);
    if (!(s > 0) || !(low < c && c < high)) {
      throw new ArithmeticException(
          "the variable is all but a number, " + c + ": its quartiles are not apart");
    }
    List<Side> sides = new ArrayList<>(sides(c, s, low, leaf::cdf));
    sides.addAll(sides(c, s, high, leaf::survival));
    return sides;
  }

  /**
   * The parts from c towards an end.
   *
   * @param beyond the probability of what lies farther away
   */
  private List<Side> sides(double c, double s, double end, UnaryOperator<Expr> beyond) {
    double mass = calculator.value(beyond.apply(Expr.of(c)));
    Function<Expr, Expr> x = v -> Expr.of(c).plus(sinh(v).times(end < c ? -s : s));
    Function<Expr, Expr> slope = v -> cosh(v).times(s);
    if (Double.isInfinite(end)) {
      double most = FAR - Math.max(0, Math.getExponent(s) * 0.7);
      return List.of(new Side(x, slope, most, Stop.LIMIT, mass));
    }
    if (!(Math.abs(end - c) > NEAR * s)) {
      return List.of(toEnd(c, end, mass));
    }
    double half = 0.5 * c + 0.5 * end;
    double rest = calculator.value(beyond.apply(Expr.of(half)));
    double v = asinh(Expr.of(Math.abs(half - c) / s)).constantOrNaN();
    return List.of(new Side(x, slope, v, Stop.NEIGHBOUR, mass - rest), toEnd(half, end, rest));
  }

  private static Side toEnd(double from, double end, double mass) {
    // Next to an end other than 0 the distance is a multiple of half an ulp, here at least of 32.
    double least = Math.max(16 * Math.ulp(end), Double.MIN_NORMAL * 0x1p52);
    double most = 0.69 * (Math.getExponent(Math.abs(from - end)) - Math.getExponent(least));
    return new Side(
        v -> Expr.of(end).plus(exp(v.negate()).times(from - end)),
        v -> exp(v.negate()).times(Math.abs(from - end)),
        Math.max(1, Math.min(most, FAR)),
        end == 0 ? Stop.LIMIT : Stop.CUT,
        mass);
  }

  private Integrals integrals(
      Side side, RandomVariable leaf, Function<Expr, List<Expr>> functions) {
    Expr x = side.x().apply(V);
    Expr weight = exp(leaf.logDensity(x).plus(log(side.slope().apply(V))));
    List<Expr> integrands = new ArrayList<>();
    integrands.add(weight);
    for (Expr f : functions.apply(x)) {
      Expr product = weight.times(f);
      Expr isNumber = lessOrEqual(abs(product), Expr.of(Double.MAX_VALUE));
      Expr other = select(less(Expr.of(NOTHING), weight), product, Expr.of(0));
      integrands.add(select(isNumber, product, other));
    }
    return new Run(integrands).over(side);
  }

  /** Integrands of v, at work. */
  private final class Run {
    private final List<Expr> integrands;
    private final Integrals sum;

    Run(List<Expr> integrands) {
      this.integrands = integrands;
      this.sum = new Integrals(integrands.size());
    }

    Integrals over(Side side) {
      double[] v = looks(side.end());
      double reach = reach(v, values(v)[0], side.end());
      adapt(reach);
      v = looks(reach);
      double[][] seen = values(v);
      double missed = side.mass() - sum.values[0];
      for (int k = 0; k < integrands.size(); k++) {
        boolean isLost = Math.abs(missed) > TOLERANCE && Math.abs(missed) < MOST_LOST;
        if (side.stop() == Stop.CUT && isLost) {
          end(k, missed, v, seen);
        } else {
          sum.errors[k] += Math.abs(missed) * Math.max(1, sum.sizes[k] / side.mass());
        }
        if (side.stop() != Stop.NEIGHBOUR) {
          tail(k, v, seen[k], side.stop());
        }
      }
      return sum;
    }

    private double[] looks(double end) {
      double[] v = new double[LOOKS];
      for (int i = 0; i < LOOKS; i++) {
        v[i] = (i + 0.5) * (end / LOOKS);
      }
      return v;
    }

    /** What probability is left at the end of the support sees the integrand's value there. */
    private void end(int k, double missed, double[] v, double[][] seen) {
      int last = LOOKS - 1;
      int before = last;
      while (before > 0 && v[last] - v[before] < 4) {
        before--;
      }
      double there = seen[k][last] / seen[0][last];
      double nearby = seen[k][before] / seen[0][before];
      if (Math.abs(there) <= Double.MAX_VALUE && Math.abs(nearby) <= Double.MAX_VALUE) {
        sum.values[k] += missed * there;
        sum.errors[k] += Math.abs(missed) * Math.abs(there - nearby);
      }
    }

    private double[][] values(double[] v) {
      sum.evaluations += v.length;
      return calculator.values(integrands, V.name(), v, v.length);
    }

    /** The first place behind which there is no density. */
    private double reach(double[] v, double[] density, double end) {
      int last = LOOKS - 1;
      while (last > 0 && !(density[last] > 0)) {
        last--;
      }
      return last == LOOKS - 1 ? end : v[last + 1];
    }

    /**
     * What lies beyond the last place where the integrand is not 0: F / a, if it falls as exp(-a
     * v).
     */
    private void tail(int k, double[] v, double[] f, Stop stop) {
      int last = LOOKS - 1;
      while (last > 0 && f[last] == 0) {
        last--;
      }
      double size = Math.abs(f[last]);
      if (Double.isNaN(sum.values[k]) || last < 2 || size <= TOLERANCE * sum.sizes[k]) {
        sum.errors[k] += 2 * size; // falls at least as exp(-v / 2), having come so far
        return;
      }
      int before = last - Math.max(1, last / 4);
      Expr fall = log(Expr.of(Math.abs(f[before]) / size));
      double rate = fall.constantOrNaN() / (v[last] - v[before]);
      if (Double.isInfinite(size) || !(rate > SLOWEST)) {
        sum.values[k] = Math.signum(f[last]) * Double.POSITIVE_INFINITY;
        sum.errors[k] = Double.NaN;
      } else if (stop == Stop.LIMIT) {
        sum.errors[k] += size / rate;
      }
    }

    private void adapt(double reach) {
      List<Panel> panels = new ArrayList<>();
      for (int i = 0; i < PANELS; i++) {
        panels.add(new Panel(reach * i / PANELS, reach * (i + 1) / PANELS));
      }
      evaluate(panels);
      while (true) {
        total(panels);
        List<Panel> kept = new ArrayList<>();
        List<Panel> halves = new ArrayList<>();
        for (Panel p : panels) {
          if (p.isRough(sum, panels.size())) {
            double middle = 0.5 * (p.low + p.high);
            halves.add(new Panel(p.low, middle));
            halves.add(new Panel(middle, p.high));
          } else {
            kept.add(p);
          }
        }
        if (halves.isEmpty() || panels.size() + halves.size() > MOST_PANELS) {
          return;
        }
        evaluate(halves);
        kept.addAll(halves);
        panels = kept;
      }
    }

    private void total(List<Panel> panels) {
      for (int k = 0; k < integrands.size(); k++) {
        sum.values[k] = 0;
        sum.errors[k] = 0;
        sum.sizes[k] = 0;
        for (Panel p : panels) {
          sum.values[k] += p.values[k];
          sum.errors[k] += p.errors[k];
          sum.sizes[k] += p.sizes[k];
        }
      }
    }

    private void evaluate(List<Panel> panels) {
      double[] v = new double[Panel.PLACES * panels.size()];
      for (int j = 0; j < panels.size(); j++) {
        Panel p = panels.get(j);
        int from = j * Panel.PLACES;
        for (int i = 0; i < Kronrod.NODES; i++) {
          v[from + i] = Math.fma(0.5 * (p.high - p.low), Kronrod.node(i), 0.5 * (p.low + p.high));
        }
        v[from + Panel.LOW] = p.low;
        v[from + Panel.HIGH] = p.high;
      }
      double[][] f = values(v);
      for (int j = 0; j < panels.size(); j++) {
        panels.get(j).integrate(f, j * Panel.PLACES);
      }
    }
  }

  /** An interval of v. */
  private static final class Panel {
    /** The rule's nodes, then both ends: a jump between the last node and an end is seen there. */
    static final int LOW = Kronrod.NODES;

    static final int HIGH = Kronrod.NODES + 1;
    static final int PLACES = Kronrod.NODES + 2;

    final double low;
    final double high;
    double[] values;
    double[] errors;
    double[] sizes;

    Panel(double low, double high) {
      this.low = low;
      this.high = high;
    }

    void integrate(double[][] f, int from) {
      values = new double[f.length];
      errors = new double[f.length];
      sizes = new double[f.length];
      double half = 0.5 * (high - low);
      for (int k = 0; k < f.length; k++) {
        double gauss = 0;
        double low = 0;
        double high = 0;
        for (int i = 0; i < Kronrod.NODES; i++) {
          double y = f[k][from + i];
          values[k] = Math.fma(Kronrod.weight(i), y, values[k]);
          sizes[k] = Math.fma(Kronrod.weight(i), Math.abs(y), sizes[k]);
          gauss = Math.fma(Kronrod.gauss(i), y, gauss);
          low = Math.fma(Kronrod.atLow(i), y, low);
          high = Math.fma(Kronrod.atHigh(i), y, high);
        }
        double jumps = finite(f[k][from + LOW] - low) + finite(f[k][from + HIGH] - high);
        errors[k] = (Math.abs(values[k] - gauss) + 2 * Kronrod.beyond() * jumps) * half;
        values[k] *= half;
        sizes[k] *= half;
      }
    }

    /** The size; 0 at a singularity, which the nodes see. */
    private static double finite(double x) {
      return Math.abs(x) <= Double.MAX_VALUE ? Math.abs(x) : 0;
    }

    /** Whether an error here is more than its share, and not yet rounding. */
    boolean isRough(Integrals sum, int panels) {
      boolean rough = false;
      for (int k = 0; k < values.length; k++) {
        double share = TOLERANCE * sum.sizes[k] / panels;
        rough |= errors[k] > Math.max(share, 0x1p-50 * sizes[k]);
      }
      return rough && high - low > 0x1p-50 * high;
    }
  }
}
