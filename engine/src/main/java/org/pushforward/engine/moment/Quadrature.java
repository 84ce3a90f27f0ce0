package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.RandomVariable;

/**
 * Averages over a leaf, each the integral of p(x) f(x), several at once and each for several rows,
 * by an adaptive Gauss-Kronrod rule.
 *
 * <p>Each {@link Side} is integrated over v. A first look at equidistant v finds where the density
 * underflows, a last one how fast each integrand falls there: if it does not, the integral does not
 * converge.
 */
final class Quadrature implements Rule {
  /** Of the integral of |p f|; below, rounding takes over. */
  private static final double TOLERANCE = 1e-13;

  /** Of the error that a row of usual size may have, what every row may have. */
  private static final double FLOOR = 1e-3;

  /** Densities below are taken for the underflow of what is infinite or undefined there. */
  private static final double NOTHING = 1e-30;

  /** Slower falls than exp(-v / 500) are no falls. */
  private static final double SLOWEST = 2e-3;

  /** Of an integral of what is infinite both ways less is rounding. */
  private static final double CANCELLED = 1e-9;

  /** Next to an end at 1 a density that grows as its distance ^-0.6 loses 1e-6. */
  private static final double MOST_LOST = 1e-5;

  /** Rows at work at a time: what they look at takes some megabytes. */
  private static final int ROWS = 256;

  /** Some seconds for formulas of the usual length, of which a disk's edge needs a third. */
  private static final long MOST_EVALUATIONS = 1L << 25;

  private static final Column V = Column.of("?v");

  /**
   * How closely one looks.
   *
   * @param looks places of the first look and the last
   * @param panels to begin with
   * @param most panels of a side
   * @param close to the median, of the way to the end: what grows there, grows for ever
   */
  record Care(int looks, int panels, int most, double close) {
    /**
     * A peak narrower than 1/100 of the quartiles' distance is not missed; kinks and jumps are
     * halved down to rounding, 50 panels each, and there may be 100 of them.
     */
    static final Care LINE = new Care(2048, 32, 1 << 13, 0x1p-200);

    /** A quarter as fine, as the other leaf goes its way. */
    static final Care OUTER = new Care(256, 8, 1 << 9, 0x1p-60);

    /** Likewise; scales of the other leaf that are as small as it comes to are seen. */
    static final Care INNER = new Care(256, 8, 1 << 9, 0x1p-200);
  }

  private final Calculator calculator;
  private final Care care;
  private final double rounding;
  private final List<Part> parts;

  /** Third quartile of what the first rows count, {@code [function]}; singularities are rare. */
  private double[] usual;

  /**
   * @param leaf with a density
   */
  Quadrature(RandomVariable leaf, Calculator calculator, Care care) {
    this.calculator = calculator;
    this.care = care;
    this.rounding = 0x1p-50 + Subject.errorOfSum(leaf);
    this.parts = Side.of(leaf, calculator).stream().map(side -> new Part(side, leaf)).toList();
  }

  @Override
  public Averages[] over(double[] scales, Given functions) {
    Averages[] found = new Averages[scales.length];
    for (int from = 0; from < scales.length; from += ROWS) {
      int to = Math.min(scales.length, from + ROWS);
      Averages[] block = block(from, Arrays.copyOfRange(scales, from, to), functions);
      System.arraycopy(block, 0, found, from, block.length);
    }
    return found;
  }

  private Averages[] block(int first, double[] scales, Given functions) {
    Averages[] sums = new Averages[scales.length];
    Arrays.setAll(sums, row -> Averages.zero(functions.count()));
    for (Part part : parts) {
      Averages[] more = new Run(part, first, scales, functions).averages();
      Arrays.setAll(sums, row -> sums[row].plus(more[row]));
    }
    return sums;
  }

  /** Places of v, the x there, and what each counts: p(x) dx/dv. */
  private record Places(double[] v, double[] x, double[] weights) {}

  /** An interval of v. */
  private record Interval(double low, double high) {
    Interval half(boolean upper) {
      double middle = 0.5 * (low + high);
      return upper ? new Interval(middle, high) : new Interval(low, middle);
    }
  }

  /** What rows have in common on a side. */
  private final class Part {
    final Side side;
    final List<Expr> formulas;
    final double reach; // the first place behind which there is no density
    final Places looks;
    final List<Interval> start = new ArrayList<>();

    Part(Side side, RandomVariable leaf) {
      this.side = side;
      Expr x = side.x().apply(V);
      this.formulas = List.of(x, exp(leaf.logDensity(x).plus(log(side.slope().apply(V)))));
      Places all = places(looks(side.end()));
      int last = care.looks - 1;
      while (last > 0 && !(all.weights[last] > 0)) {
        last--;
      }
      this.reach = last == care.looks - 1 ? side.end() : all.v[last + 1];
      this.looks = places(looks(reach));
      for (int i = 0; i < care.panels; i++) {
        start.add(new Interval(reach * i / care.panels, reach * (i + 1) / care.panels));
      }
    }

    private double[] looks(double end) {
      double[] v = new double[care.looks];
      Arrays.setAll(v, i -> (i + 0.5) * (end / care.looks));
      return v;
    }

    private Places places(double[] v) {
      double[][] found = calculator.values(formulas, V.name(), v, v.length);
      return new Places(v, found[0], found[1]);
    }

    /** Of intervals, those of each one after the other. */
    Places places(List<Interval> intervals) {
      double[] v = new double[Panel.PLACES * intervals.size()];
      int from = 0;
      for (Interval i : intervals) {
        Panel.places(i, v, from);
        from += Panel.PLACES;
      }
      return places(v);
    }
  }

  /** Integrals over a part for some rows, at work; the weight itself comes first of all. */
  private final class Run {
    private final Part part;
    private final int first; // row
    private final double[] scales;
    private final Given functions;
    private final int count;
    private final Averages[] sums;

    Run(Part part, int first, double[] scales, Given functions) {
      this.part = part;
      this.first = first;
      this.scales = scales;
      this.functions = functions;
      this.count = functions.count() + 1;
      this.sums = new Averages[scales.length];
    }

    Averages[] averages() {
      adapt();
      int n = care.looks;
      int[] rows = new int[n * scales.length];
      Arrays.setAll(rows, i -> first + i / n);
      Found seen =
          at(rows, repeated(part.looks.x, rows.length), repeated(part.looks.weights, rows.length));
      Averages[] found = new Averages[scales.length];
      for (int row = 0; row < found.length; row++) {
        double missed = part.side.mass() - sums[row].values()[0];
        Averages sum = Averages.zero(count - 1);
        for (int k = 1; k < count; k++) {
          double[] f = Arrays.copyOfRange(seen.values()[k], n * row, n * (row + 1));
          double[] sizes = Arrays.copyOfRange(seen.sizes()[k], n * row, n * (row + 1));
          finish(sums[row], k, missed, f, sizes);
          sum.values()[k - 1] = sums[row].values()[k];
          sum.sizes()[k - 1] = sums[row].sizes()[k];
          sum.errors()[k - 1] = sums[row].errors()[k] + rounding * sums[row].sizes()[k];
        }
        found[row] = sum;
      }
      return found;
    }

    private void finish(Averages sum, int k, double missed, double[] f, double[] sizes) {
      boolean isLost = Math.abs(missed) > TOLERANCE && Math.abs(missed) < MOST_LOST;
      if (part.side.stop() == Side.Stop.CUT && isLost) {
        end(sum, k, missed, f);
      } else {
        sum.errors()[k] += Math.abs(missed) * Math.max(1, sum.sizes()[k] / part.side.mass());
      }
      if (part.side.stop() != Side.Stop.NEIGHBOUR) {
        tail(sum, k, f, sizes);
      }
    }

    private static double[] repeated(double[] values, int length) {
      double[] all = new double[length];
      Arrays.setAll(all, i -> values[i % values.length]);
      return all;
    }

    private Found at(int[] rows, double[] x, double[] weights) {
      return functions.at(rows, x, weights).weighted(weights, NOTHING);
    }

    /** What probability is left at the end of the support sees the integrand's value there. */
    private void end(Averages sum, int k, double missed, double[] f) {
      double[] v = part.looks.v;
      double[] weights = part.looks.weights;
      int last = v.length - 1;
      int before = last;
      while (before > 0 && v[last] - v[before] < 4) {
        before--;
      }
      double there = f[last] / weights[last];
      double nearby = f[before] / weights[before];
      if (Math.abs(there) <= Double.MAX_VALUE && Math.abs(nearby) <= Double.MAX_VALUE) {
        sum.values()[k] += missed * there;
        sum.errors()[k] += Math.abs(missed) * Math.abs(there - nearby);
      }
    }

    /**
     * What lies beyond the last place where the integrand is not 0: F / a, if it falls as exp(-a
     * v). Where the function itself is 0 beyond, nothing does.
     */
    private void tail(Averages sum, int k, double[] f, double[] sizes) {
      int last = f.length - 1;
      while (last > 0 && sizes[last] == 0) {
        last--;
      }
      if (last < f.length - 1 && part.looks.weights[last + 1] > NOTHING) {
        return;
      }
      double size = sizes[last];
      if (Double.isNaN(sum.values()[k]) || last < 2 || size <= TOLERANCE * sum.sizes()[k]) {
        sum.errors()[k] += 2 * size; // falls at least as exp(-v / 2), having come so far
        return;
      }
      int before = last - Math.max(1, last / 4);
      double fall = log(Expr.of(sizes[before] / size)).constantOrNaN();
      double rate = fall / (part.looks.v[last] - part.looks.v[before]);
      if (Double.isInfinite(size) || !(rate > SLOWEST)) {
        boolean isOfOneSign = size - Math.abs(f[last]) <= CANCELLED * size;
        sum.values()[k] =
            isOfOneSign || Double.isInfinite(f[last])
                ? Math.signum(f[last]) * Double.POSITIVE_INFINITY
                : Double.NaN;
        sum.sizes()[k] = Double.POSITIVE_INFINITY;
        sum.errors()[k] = Double.NaN;
      } else if (part.side.stop() == Side.Stop.LIMIT) {
        sum.errors()[k] += size / rate;
      }
    }

    /** Halves panels until none is rough. */
    private void adapt() {
      List<List<Panel>> panels = new ArrayList<>(); // of each row; empty once it is done
      List<Panel> fresh = new ArrayList<>();
      for (int r = 0; r < scales.length; r++) {
        int row = r;
        panels.add(part.start.stream().map(i -> new Panel(row, i, null)).toList());
        fresh.addAll(panels.get(row));
      }
      while (!fresh.isEmpty()) {
        evaluate(fresh);
        fresh = new ArrayList<>();
        for (int row = 0; row < scales.length; row++) {
          if (!panels.get(row).isEmpty()) {
            sums[row] = total(panels.get(row));
          }
        }
        usual = usual == null ? thirdQuartiles() : usual;
        for (int row = 0; row < scales.length; row++) {
          List<Panel> next = halved(row, panels.get(row), fresh);
          panels.set(row, next);
        }
        if (functions.evaluations() + (long) Panel.PLACES * fresh.size() > MOST_EVALUATIONS) {
          return;
        }
      }
    }

    /** The panels with both halves of those that are rough, if any are and may be. */
    private List<Panel> halved(int row, List<Panel> panels, List<Panel> fresh) {
      double[] shares = shares(row, panels.size());
      List<Panel> next = new ArrayList<>();
      List<Panel> halves = new ArrayList<>();
      for (Panel p : panels) {
        if (p.isRough(shares)) {
          halves.add(new Panel(row, p.interval.half(false), p));
          halves.add(new Panel(row, p.interval.half(true), p));
        } else {
          next.add(p);
        }
      }
      if (halves.isEmpty() || next.size() + halves.size() > care.most()) {
        return List.of();
      }
      fresh.addAll(halves);
      next.addAll(halves);
      return next;
    }

    /** What error each function may have in a panel. */
    private double[] shares(int row, int panels) {
      double[] shares = new double[count];
      for (int k = 0; k < count; k++) {
        double least = FLOOR * usual[k] / scales[row];
        shares[k] = TOLERANCE * Math.max(sums[row].sizes()[k], least) / Math.max(1, panels);
      }
      return shares;
    }

    private double[] thirdQuartiles() {
      double[] quartiles = new double[count];
      for (int k = 0; k < count; k++) {
        double[] sizes = new double[scales.length];
        for (int row = 0; row < sizes.length; row++) {
          sizes[row] = scales[row] * sums[row].sizes()[k];
        }
        Arrays.sort(sizes);
        double size = sizes[sizes.length * 3 / 4];
        quartiles[k] = size <= Double.MAX_VALUE ? size : 0;
      }
      return quartiles;
    }

    private Averages total(List<Panel> panels) {
      Averages sum = Averages.zero(count);
      for (Panel p : panels) {
        for (int k = 0; k < count; k++) {
          sum.values()[k] += p.sum.values()[k];
          sum.errors()[k] += p.sum.errors()[k];
          sum.sizes()[k] += p.sum.sizes()[k];
        }
      }
      return sum;
    }

    private void evaluate(List<Panel> panels) {
      Map<Interval, Integer> starts = new LinkedHashMap<>();
      panels.forEach(p -> starts.putIfAbsent(p.interval, Panel.PLACES * starts.size()));
      Places distinct = part.places(List.copyOf(starts.keySet()));
      int n = Panel.PLACES * panels.size();
      int[] rows = new int[n];
      double[] x = new double[n];
      double[] weights = new double[n];
      for (int j = 0; j < panels.size(); j++) {
        int from = Panel.PLACES * j;
        int own = starts.get(panels.get(j).interval);
        Arrays.fill(rows, from, from + Panel.PLACES, first + panels.get(j).row);
        System.arraycopy(distinct.x, own, x, from, Panel.PLACES);
        System.arraycopy(distinct.weights, own, weights, from, Panel.PLACES);
      }
      Found f = at(rows, x, weights);
      for (int j = 0; j < panels.size(); j++) {
        Panel panel = panels.get(j);
        panel.integrate(f, Panel.PLACES * j);
        if (panel.interval.low == 0 && panel.interval.high < care.close * part.reach) {
          panel.judge();
        }
      }
    }
  }

  /** An interval of v in a row. */
  private static final class Panel {
    /** The rule's nodes, then both ends: a jump between the last node and an end is seen there. */
    static final int LOW = Kronrod.NODES;

    static final int HIGH = Kronrod.NODES + 1;
    static final int PLACES = Kronrod.NODES + 2;

    final int row;
    final Interval interval;
    private final double[] sizesBefore; // of the one that this is a half of
    Averages sum;
    double[] given; // errors of the values themselves

    Panel(int row, Interval interval, Panel whole) {
      this.row = row;
      this.interval = interval;
      this.sizesBefore = whole == null ? null : whole.sum.sizes();
    }

    static void places(Interval of, double[] v, int from) {
      for (int i = 0; i < Kronrod.NODES; i++) {
        v[from + i] = Math.fma(0.5 * (of.high - of.low), Kronrod.node(i), 0.5 * (of.low + of.high));
      }
      v[from + LOW] = of.low;
      v[from + HIGH] = of.high;
    }

    void integrate(Found f, int from) {
      int n = f.values().length;
      sum = Averages.zero(n);
      given = new double[n];
      double half = 0.5 * (interval.high - interval.low);
      for (int k = 0; k < n; k++) {
        double value = 0;
        double size = 0;
        double gauss = 0;
        double low = 0;
        double high = 0;
        for (int i = 0; i < Kronrod.NODES; i++) {
          double y = f.values()[k][from + i];
          value = Math.fma(Kronrod.weight(i), y, value);
          size = Math.fma(Kronrod.weight(i), f.sizes()[k][from + i], size);
          given[k] = Math.fma(Kronrod.weight(i), f.errors()[k][from + i], given[k]);
          gauss = Math.fma(Kronrod.gauss(i), y, gauss);
          low = Math.fma(Kronrod.atLow(i), y, low);
          high = Math.fma(Kronrod.atHigh(i), y, high);
        }
        double jumps =
            finite(f.values()[k][from + LOW] - low) + finite(f.values()[k][from + HIGH] - high);
        double error = Math.abs(value - gauss) + 2 * Kronrod.beyond() * jumps;
        given[k] *= half;
        sum.values()[k] = value * half;
        sum.sizes()[k] = size * half;
        sum.errors()[k] = error * half + given[k];
      }
    }

    /**
     * Next to the median, what has in this half all that the whole has grows as 1 / v or faster.
     */
    void judge() {
      for (int k = 0; k < given.length; k++) {
        if (sum.sizes()[k] > (1 - SLOWEST) * sizesBefore[k]) {
          sum.values()[k] = Math.signum(sum.values()[k]) * Double.POSITIVE_INFINITY;
          sum.sizes()[k] = Double.POSITIVE_INFINITY;
          sum.errors()[k] = Double.NaN;
        }
      }
    }

    /** The size; 0 at a singularity, which the nodes see. */
    private static double finite(double x) {
      return Math.abs(x) <= Double.MAX_VALUE ? Math.abs(x) : 0;
    }

    /** Whether an error here is more than its share, and neither that of values nor rounding. */
    boolean isRough(double[] shares) {
      boolean rough = false;
      for (int k = 0; k < shares.length; k++) {
        double own = sum.errors()[k] - given[k];
        rough |= own > Math.max(Math.max(shares[k], given[k]), 0x1p-50 * sum.sizes()[k]);
      }
      return rough && interval.high - interval.low > 0x1p-50 * interval.high;
    }
  }
}
