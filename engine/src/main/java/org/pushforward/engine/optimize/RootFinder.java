package org.pushforward.engine.optimize;

import java.util.function.DoubleUnaryOperator;

/**
 * Brent's method for a root between two points where a function has opposite signs: inverse
 * quadratic or linear interpolation while the bracket shrinks fast enough, else its middle. A state
 * machine: evaluate at {@link #point}, {@link #tell}, until {@link #done}.
 */
public final class RootFinder {
  private final double tolerance;

  // b is the best point, a the one before it, c on the other side of the root from b.
  private double a;
  private double fa;
  private double b;
  private double fb;
  private double c;
  private double fc;
  private double move; // the last move of b
  private double moveBefore;
  private double next;
  private boolean done;

  /**
   * @param valueLow the value at {@code low}; of the other sign than {@code valueHigh}, or 0
   * @param tolerance on the root, absolute; four units in its last place are added
   */
  public RootFinder(double low, double valueLow, double high, double valueHigh, double tolerance) {
    if (!(valueLow <= 0 && valueHigh >= 0 || valueLow >= 0 && valueHigh <= 0)) {
      throw new IllegalArgumentException(
          "no change of sign: " + valueLow + " at " + low + ", " + valueHigh + " at " + high);
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("a tolerance of " + tolerance);
    }
    this.tolerance = tolerance;
    a = low;
    fa = valueLow;
    b = high;
    fb = valueHigh;
    oppose();
    choose();
  }

  /** The root of a function of opposite signs at {@code low} and {@code high}. */
  public static double find(
      DoubleUnaryOperator function, double low, double high, double tolerance) {
    RootFinder finder =
        new RootFinder(
            low, function.applyAsDouble(low), high, function.applyAsDouble(high), tolerance);
    while (!finder.done()) {
      finder.tell(function.applyAsDouble(finder.point()));
    }
    return finder.root();
  }

  /** Where to evaluate next. */
  public double point() {
    return next;
  }

  public boolean done() {
    return done;
  }

  /** The best estimate; once done, within the tolerance. */
  public double root() {
    return b;
  }

  /** The value at {@link #point}. */
  public void tell(double value) {
    if (done) {
      throw new IllegalStateException("already ended at " + b);
    }
    if (Double.isNaN(value)) {
      throw new ArithmeticException("the function is NaN at " + next);
    }
    a = b;
    fa = fb;
    b = next;
    fb = value;
    if (fb > 0 == fc > 0) {
      oppose();
    }
    choose();
  }

  // The former point lies across the root.
  private void oppose() {
    c = a;
    fc = fa;
    move = b - a;
    moveBefore = move;
  }

  private void choose() {
    if (Math.abs(fc) < Math.abs(fb)) {
      a = b;
      fa = fb;
      b = c;
      fb = fc;
      c = a;
      fc = fa;
    }
    double least = 2 * Math.ulp(b) + 0.5 * tolerance;
    double half = 0.5 * (c - b);
    if (Math.abs(half) <= least || fb == 0) {
      done = true;
      next = b;
      return;
    }
    double step = half;
    double stepBefore = half;
    if (Math.abs(moveBefore) >= least && Math.abs(fa) > Math.abs(fb)) {
      // p / q is the interpolated move.
      double s = fb / fa;
      double p;
      double q;
      if (a == c) {
        p = 2 * half * s;
        q = 1 - s;
      } else {
        double r = fb / fc;
        double t = fa / fc;
        p = s * (2 * half * t * (t - r) - (b - a) * (r - 1));
        q = (t - 1) * (r - 1) * (s - 1);
      }
      if (p > 0) {
        q = -q;
      } else {
        p = -p;
      }
      if (2 * p < Math.min(3 * half * q - Math.abs(least * q), Math.abs(moveBefore * q))) {
        step = p / q;
        stepBefore = move;
      }
    }
    moveBefore = stepBefore;
    move = step;
    next = b + (Math.abs(step) > least ? step : half > 0 ? least : -least);
  }
}
