package org.pushforward.engine.optimize;

/**
 * The rate a of a step of {@link Ascent}, from the number t of steps before it. The elementary
 * functions are those of {@link StrictMath}, whose bits are the same everywhere.
 */
public sealed interface LearningRate {

  /**
   * The rate after {@code step} steps; finite and at least 0.
   *
   * @param step 0 for the first step
   */
  double at(long step);

  /** a(t) = rate. Iterates wander about the optimum, as far as rate and noise take them. */
  record Constant(double rate) implements LearningRate {
    public Constant {
      positive("rate", rate);
    }

    @Override
    public double at(long step) {
      return rate;
    }
  }

  /**
   * a(t) = initial / (1 + t / scale)^power.
   *
   * <p>Powers above 1/2 and up to 1 make sum a infinite and sum a^2 finite, so that the iterates
   * reach the optimum from anywhere and come to rest there (Robbins, Monro 1951). Averages of
   * iterates want a power below 1 (Polyak, Juditsky 1992).
   *
   * @param scale steps until the rate has fallen to 2^-power of the initial one
   */
  record Polynomial(double initial, double scale, double power) implements LearningRate {
    /** A power at which both the iterates and their average converge. */
    public static final double POWER = 0.6;

    public Polynomial {
      positive("initial rate", initial);
      positive("scale", scale);
      positive("power", power);
    }

    /** With the power {@link #POWER}. */
    public Polynomial(double initial, double scale) {
      this(initial, scale, POWER);
    }

    @Override
    public double at(long step) {
      return initial / StrictMath.pow(1 + step / scale, power);
    }
  }

  /**
   * a(t) = last + (initial - last) (1 + cos(pi t / steps)) / 2 up to t = steps, and last from there
   * on (Loshchilov, Hutter 2017, without restarts).
   *
   * @param last may be 0
   */
  record Cosine(double initial, double last, long steps) implements LearningRate {
    public Cosine {
      positive("initial rate", initial);
      if (!(last >= 0 && last < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a last rate of " + last);
      }
      atLeastOne("steps", steps);
    }

    @Override
    public double at(long step) {
      if (step >= steps) {
        return last;
      }
      double angle = Math.PI * ((double) step / steps);
      return last + (initial - last) * (0.5 * (1 + StrictMath.cos(angle)));
    }
  }

  /** a(t) = initial 2^-floor(t / every): halved every so many steps. */
  record Halving(double initial, long every) implements LearningRate {
    // 2^-2098 takes the largest double to 0.
    private static final long TO_ZERO = 2098;

    public Halving {
      positive("initial rate", initial);
      atLeastOne("steps between halvings", every);
    }

    @Override
    public double at(long step) {
      return Math.scalb(initial, (int) -Math.min(step / every, TO_ZERO));
    }
  }

  private static void positive(String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " is " + value + ", not positive and finite");
    }
  }

  private static void atLeastOne(String what, long count) {
    if (count < 1) {
      throw new IllegalArgumentException(what + ": " + count + ", less than 1");
    }
  }
}
