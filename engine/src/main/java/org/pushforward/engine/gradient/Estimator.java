package org.pushforward.engine.gradient;

import java.util.Locale;

/**
 * How one sample estimates d/dtheta E f(X; theta), X of density p(x; theta). All but {@link
 * FiniteDifference} are unbiased where they are not refused. Mohamed, Rosca, Figurnov & Mnih (2020)
 * compare them.
 */
public sealed interface Estimator {
  /** Its name in a spec. */
  String key();

  /** What it takes off f. */
  default Baseline baseline() {
    return Baseline.NONE;
  }

  /** df/dtheta + df/dx dx/dtheta along the draws, through the base map or by the law's cdf. */
  record Pathwise() implements Estimator {
    @Override
    public String key() {
      return "pathwise";
    }
  }

  /** df/dtheta + (f - b) d log p(x; theta) / dtheta at a fixed x, b a baseline. */
  record Score(Baseline baseline) implements Estimator {
    @Override
    public String key() {
      return "score";
    }
  }

  /**
   * Score for the variables whose draws do not move with theta, the discrete ones, and pathwise for
   * the rest (the surrogate objective of Schulman, Heess, Weber & Abbeel 2015).
   */
  record Surrogate(Baseline baseline) implements Estimator {
    @Override
    public String key() {
      return "surrogate";
    }
  }

  /** df/dtheta + scale (f(x+) - f(x-)): the derivative of the law as a difference of two laws. */
  record MeasureValued() implements Estimator {
    @Override
    public String key() {
      return "measure_valued";
    }
  }

  /**
   * (f(x(theta + h); theta + h) - f(x(theta - h); theta - h)) / 2h with the same random numbers,
   * biased by h^2 / 6 d^3/dtheta^3 E f: a control of the others.
   *
   * @param step h
   */
  record FiniteDifference(double step) implements Estimator {
    @Override
    public String key() {
      return "finite_difference";
    }
  }

  /** What is taken off f in a score, of which E b d log p / dtheta = 0. */
  enum Baseline {
    NONE,
    /** The mean of f over samples of their own. */
    MEAN,
    /**
     * A sample is of {@value #TOGETHER} draws, each with the mean of f over the others (Kool, van
     * Hoof & Welling 2019).
     */
    LEAVE_ONE_OUT,
    /**
     * For each parameter what makes the variance least: Cov(g, s) / Var(s), g = f s + df/dtheta.
     */
    OPTIMAL;

    /** Draws in a sample that leaves one out. */
    public static final int TOGETHER = 4;

    /** Its name in a spec. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
