package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Truncated;

/**
 * Averages over a leaf of separate values, each the sum of P(X = k) f(k) over whole numbers k,
 * several at once: block by block from the median to both sides, until what follows is below
 * rounding.
 */
final class Summation implements Rule {
  /** Values at a time, where a function of them is quick to have. */
  static final int BLOCK = 1 << 12;

  /** Where each is an integral. */
  static final int SMALL_BLOCK = 1 << 6;

  /** Of the sum of |P(X = k) f(k)|: smaller blocks are the last. */
  private static final double NEGLIGIBLE = 0x1p-60;

  /** What the probabilities found may differ from 1 by before one looks further for more. */
  private static final double MISSED = 1e-9;

  /** Some seconds, which reach to 9 deviations of a million each. */
  private static final long MOST = 1L << 26;

  /** Slower falls, of log |P(X = k) f(k)| by k, are no falls. */
  private static final double SLOWEST = 1e-6;

  private static final Column K = Column.of("?k");

  private final RandomVariable leaf;
  private final Calculator calculator;
  private final int block;

  /**
   * @param leaf which is discrete
   */
  Summation(RandomVariable leaf, Calculator calculator, int block) {
    this.leaf = leaf;
    this.calculator = calculator;
    this.block = block;
  }

  @Override
  public Averages[] over(double[] scales, Given functions) {
    Averages[] sums = new Averages[scales.length];
    Arrays.setAll(sums, row -> sum(row, functions));
    return sums;
  }

  private Averages sum(int row, Given functions) {
    if (leaf instanceof Truncated t && !(t.variable() instanceof Draw)) {
      return inside(t, row, functions);
    }
    Support support = leaf.support();
    double low = Math.ceil(calculator.value(support.low()));
    double high = Math.floor(calculator.value(support.high()));
    RandomVariable law = leaf instanceof Truncated t ? t.variable() : leaf;
    double median = Quantile.value(law, 0.5, calculator);
    return new Run(row, functions).over(low, Math.max(low, Math.min(median, high)), high);
  }

  /** That over what is truncated, of the functions where it is inside and 0 elsewhere. */
  private Averages inside(Truncated t, int row, Given functions) {
    Averages sum = Averages.zero(functions.count());
    for (Path path : Path.of(t.variable(), t.variable())) {
      Path.End end = path.walk(any -> K);
      Expr y = end.value();
      Expr isInside = lessOrEqual(t.low(), y).times(lessOrEqual(y, t.high()));
      Expr weight = end.weight().times(exp(t.logMass().negate()));
      List<Expr> formulas = List.of(y, select(isInside, weight, Expr.of(0)));
      Given own = new Inside(functions, formulas);
      sum = sum.plus(new Summation(path.leaf(), calculator, block).sum(row, own));
    }
    return sum;
  }

  /** Functions of y(k), with weights that may be 0: {@code formulas} are y and the weight. */
  private final class Inside implements Given {
    private final Given functions;
    private final List<Expr> formulas;

    Inside(Given functions, List<Expr> formulas) {
      this.functions = functions;
      this.formulas = formulas;
    }

    @Override
    public int count() {
      return functions.count();
    }

    @Override
    public Found at(int[] rows, double[] k, double[] weights) {
      double[][] found = calculator.values(formulas, K.name(), k, k.length);
      double[] all = new double[k.length];
      Arrays.setAll(all, i -> weights[i] * found[1][i]);
      return functions.at(rows, found[0], all).times(found[1], 0);
    }

    @Override
    public long evaluations() {
      return functions.evaluations();
    }
  }

  /** Terms at work, the first the probability itself. */
  private final class Run {
    private final int row;
    private final Given functions;
    private final Expr probability = exp(leaf.logDensity(K));
    private final double[] sums;
    private final double[] lost; // by the rounding of the sums
    private final double[] sizes;
    private final double[] errors;
    private long values;

    Run(int row, Given functions) {
      this.row = row;
      this.functions = functions;
      sums = new double[functions.count() + 1];
      lost = new double[sums.length];
      sizes = new double[sums.length];
      errors = new double[sums.length];
    }

    Averages over(double low, double start, double high) {
      Side up = new Side(start, high, 1);
      Side down = new Side(start - 1, low, -1);
      while (!(up.isDone() & down.isDone())) {
        if (values > MOST) {
          throw new ArithmeticException("the variable takes more than " + MOST + " values");
        }
      }
      int n = sums.length - 1;
      double missed = Math.abs(1 - sums[0] - lost[0]);
      double[] values = new double[n];
      double[] off = new double[n];
      for (int k = 0; k < n; k++) {
        values[k] = sums[k + 1] + (Double.isFinite(sums[k + 1]) ? lost[k + 1] : 0);
        off[k] = errors[k + 1] + missed * Math.max(1, sizes[k + 1]) + 0x1p-50 * sizes[k + 1];
      }
      return new Averages(values, off, Arrays.copyOfRange(sizes, 1, n + 1));
    }

    private Found terms(double[] k) {
      values += k.length;
      double[] p = calculator.values(List.of(probability), K.name(), k, k.length)[0];
      int[] rows = new int[k.length];
      Arrays.fill(rows, row);
      return functions.at(rows, k, p).weighted(p, 0);
    }

    /** What begins somewhere and goes up or down to an end. */
    private final class Side {
      private final double end;
      private final int step;
      private double next;
      private double[][] previous;
      private boolean isDone;

      Side(double start, double end, int step) {
        this.next = start;
        this.end = end;
        this.step = step;
        this.isDone = step * (end - start) < 0;
      }

      /** Whether all is summed, after a block more. */
      boolean isDone() {
        if (isDone) {
          return true;
        }
        int n = (int) Math.min(block, step * (end - next) + 1);
        Found found = terms(places(n, i -> next + step * i));
        double[][] seen = found.values();
        next += step * (double) n;
        boolean isSmall = true;
        for (int k = 0; k < seen.length; k++) {
          double size = 0;
          for (int i = 0; i < n; i++) {
            add(k, seen[k][i]);
            size += found.sizes()[k][i];
            errors[k] += found.errors()[k][i];
          }
          sizes[k] += size;
          isSmall &= !(size > NEGLIGIBLE * sizes[k]);
        }
        if (step * (end - next) < 0) {
          isDone = true;
        } else if (!(seen[0][n - 1] > 0)) {
          isDone = true;
          boolean isBefore = previous != null && !(seen[0][1 % n] > 0);
          for (int k = 1; k < seen.length; k++) {
            double[][] last = isBefore ? previous : seen;
            rest(k, last[0], last[k]);
          }
        } else {
          isDone = isSmall && Math.abs(1 - sums[0]) < MISSED && isSmallFartherOut();
        }
        previous = seen;
        return isDone;
      }

      /** The sum with what its rounding lost. */
      private void add(int k, double term) {
        double sum = sums[k] + term;
        lost[k] +=
            Math.abs(sums[k]) >= Math.abs(term) ? sums[k] - sum + term : term - sum + sums[k];
        sums[k] = sum;
      }

      /** Looks at ever farther places, where a formula may grow or be infinite. */
      private boolean isSmallFartherOut() {
        double from = next;
        double farthest = step * (end - from);
        double[][] seen =
            terms(places(40, i -> from + step * Math.min(farthest, Math.scalb(1.0, i)))).values();
        for (int k = 0; k < seen.length; k++) {
          for (double term : seen[k]) {
            if (!(Math.abs(term) <= NEGLIGIBLE * sizes[k])) {
              return false;
            }
          }
        }
        return true;
      }

      /** What follows the last probability above 0: c / a, if the terms fall as exp(-a k). */
      private void rest(int k, double[] p, double[] terms) {
        int last = p.length - 1;
        while (last > 0 && !(p[last] > 0)) {
          last--;
        }
        int before = last / 2;
        double size = Math.abs(terms[last]);
        if (!(size > NEGLIGIBLE * sizes[k]) || last == before) {
          return;
        }
        double rate =
            log(Expr.of(Math.abs(terms[before]) / size)).constantOrNaN() / (last - before);
        if (rate > SLOWEST) {
          errors[k] += size / rate;
        } else {
          sums[k] = Math.signum(terms[last]) * Double.POSITIVE_INFINITY;
        }
      }
    }
  }

  private static double[] places(int n, IntToDoubleFunction at) {
    double[] places = new double[n];
    Arrays.setAll(places, at);
    return places;
  }
}
