package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
final class Summation {
  private static final int BLOCK = 1 << 12;

  /** Of the sum of |P(X = k) f(k)|: smaller blocks are the last. */
  private static final double NEGLIGIBLE = 0x1p-60;

  /** What the probabilities found may differ from 1 by before one looks further for more. */
  private static final double MISSED = 1e-9;

  /** Some seconds, which reach to 9 deviations of a million each. */
  private static final long MOST = 1L << 26;

  /** Slower falls, of log |P(X = k) f(k)| by k, are no falls. */
  private static final double SLOWEST = 1e-6;

  private static final Column K = Column.of("?k");

  private final Calculator calculator;

  Summation(Calculator calculator) {
    this.calculator = calculator;
  }

  /**
   * The averages over a leaf of some functions of its value.
   *
   * @param resolved the leaf, which is discrete
   */
  Averages over(RandomVariable resolved, Function<Expr, List<Expr>> functions) {
    if (resolved instanceof Truncated t && !(t.variable() instanceof Draw)) {
      return inside(t, functions);
    }
    Expr p = exp(resolved.logDensity(K));
    List<Expr> terms = new ArrayList<>();
    terms.add(p);
    for (Expr f : functions.apply(K)) {
      terms.add(select(less(Expr.of(0), p), p.times(f), Expr.of(0)));
    }
    Support support = resolved.support();
    double low = Math.ceil(calculator.value(support.low()));
    double high = Math.floor(calculator.value(support.high()));
    Draw law = (Draw) (resolved instanceof Truncated t ? t.variable() : resolved);
    double median = Quantile.value(law, 0.5, calculator);
    return new Run(terms).over(low, Math.max(low, Math.min(median, high)), high);
  }

  /** Those over what is truncated, of the functions where it is inside and 0 elsewhere. */
  private Averages inside(Truncated t, Function<Expr, List<Expr>> functions) {
    Averages sum = null;
    for (Path path : Path.of(t.variable(), t.variable())) {
      RandomVariable leaf = path.leaf();
      Function<Expr, List<Expr>> own =
          x -> {
            Path.End end = path.walk(any -> x);
            Expr y = end.value();
            Expr isInside = lessOrEqual(t.low(), y).times(lessOrEqual(y, t.high()));
            Expr weight = end.weight().times(exp(t.logMass().negate()));
            return functions.apply(y).stream()
                .map(f -> select(isInside, weight.times(f), Expr.of(0)))
                .toList();
          };
      Averages part = over(leaf, own);
      sum = sum == null ? part : sum.plus(part);
    }
    return sum;
  }

  /** Terms at work, the first the probability itself. */
  private final class Run {
    private final List<Expr> terms;
    private final double[] sums;
    private final double[] lost; // by the rounding of the sums
    private final double[] sizes;
    private final double[] errors;
    private long evaluations;

    Run(List<Expr> terms) {
      this.terms = terms;
      sums = new double[terms.size()];
      lost = new double[terms.size()];
      sizes = new double[terms.size()];
      errors = new double[terms.size()];
    }

    Averages over(double low, double start, double high) {
      Side up = new Side(start, high, 1);
      Side down = new Side(start - 1, low, -1);
      while (!(up.isDone() & down.isDone())) {
        if (evaluations > MOST) {
          throw new ArithmeticException("the variable takes more than " + MOST + " values");
        }
      }
      int n = terms.size() - 1;
      double missed = Math.abs(1 - sums[0] - lost[0]);
      double[] values = new double[n];
      double[] off = new double[n];
      for (int k = 0; k < n; k++) {
        values[k] = sums[k + 1] + (Double.isFinite(sums[k + 1]) ? lost[k + 1] : 0);
        off[k] = errors[k + 1] + missed * Math.max(1, sizes[k + 1]) + 0x1p-50 * sizes[k + 1];
      }
      return new Averages(values, off, evaluations);
    }

    private double[][] values(double[] places) {
      evaluations += places.length;
      return calculator.values(terms, K.name(), places, places.length);
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
        int n = (int) Math.min(BLOCK, step * (end - next) + 1);
        double[][] block = values(places(n, i -> next + step * i));
        next += step * (double) n;
        boolean isSmall = true;
        for (int k = 0; k < block.length; k++) {
          double size = 0;
          for (double term : block[k]) {
            add(k, term);
            size += Math.abs(term);
          }
          sizes[k] += size;
          isSmall &= !(size > NEGLIGIBLE * sizes[k]);
        }
        if (step * (end - next) < 0) {
          isDone = true;
        } else if (!(block[0][n - 1] > 0)) {
          isDone = true;
          boolean isBefore = previous != null && !(block[0][1 % n] > 0);
          for (int k = 1; k < block.length; k++) {
            double[][] seen = isBefore ? previous : block;
            rest(k, seen[0], seen[k]);
          }
        } else {
          isDone = isSmall && Math.abs(1 - sums[0]) < MISSED && isSmallFartherOut();
        }
        previous = block;
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
            values(places(40, i -> from + step * Math.min(farthest, Math.scalb(1.0, i))));
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
