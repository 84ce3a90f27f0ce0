package org.pushforward.engine.optimize;

/**
 * A step t that fulfils the strong Wolfe conditions for phi(t) = f(x + t d),
 *
 * <pre>
 *   phi(t) <= phi(0) + C1 t phi'(0),     |phi'(t)| <= C2 |phi'(0)|,
 * </pre>
 *
 * by bracketing and zooming (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithms 3.5
 * and 3.6). Where phi rises by no more than its noise, the first condition may be met by the slope
 * instead (Hager and Zhang, SIAM J. Optim. 16 (2005) 170): phi'(t) <= (2 C1 - 1) phi'(0), the same
 * statement for a parabola. A step that reaches {@code longest} needs the first condition only.
 */
final class LineSearch {
  enum State {
    SEARCHING,
    FOUND,
    FAILED
  }

  private static final double C1 = 1e-4;
  private static final double C2 = 0.9;

  // Halvings from 1 to below 2^-52, the last bit of the point.
  private static final int TRIALS = 60;

  private final double value0;
  private final double slope0;
  private final double noise;
  private final double longest;

  private State state = State.SEARCHING;
  private boolean zooming;
  private boolean trialIsLow;
  private int trials;
  private double step;
  private double widthBefore = Double.POSITIVE_INFINITY;

  // The best step so far, and, when zooming, the other end of an interval that holds a minimum.
  private double low;
  private double lowValue;
  private double lowSlope;
  private double high;
  private double highValue;
  private double highSlope;

  /**
   * @param slope phi'(0) < 0
   * @param noise the size below which differences of phi mean nothing
   * @param first the first step, cut to 1
   */
  LineSearch(double value, double slope, double noise, double first, double longest) {
    value0 = value;
    slope0 = slope;
    this.noise = noise;
    this.longest = longest;
    lowValue = value;
    lowSlope = slope;
    step = Math.min(Math.min(first, 1), longest);
  }

  /** The step to evaluate next. */
  double step() {
    return step;
  }

  State state() {
    return state;
  }

  /** Whether an interval that holds a minimum is known. */
  boolean zooming() {
    return zooming;
  }

  /** Whether the step evaluated last is the best so far. */
  boolean trialIsLow() {
    return trialIsLow;
  }

  /** phi and phi' at {@link #step}; where they do not exist, infinity and anything. */
  void tell(double value, double slope) {
    trials++;
    trialIsLow = false;
    if (!decreased(value, slope) || value > lowValue + noise) {
      high = step;
      highValue = value;
      highSlope = slope;
      zooming = true;
    } else {
      if (zooming ? slope * (high - low) >= 0 : slope >= 0) {
        high = low;
        highValue = lowValue;
        highSlope = lowSlope;
        zooming = true;
      }
      double before = low;
      double slopeBefore = lowSlope;
      low = step;
      lowValue = value;
      lowSlope = slope;
      trialIsLow = true;
      if (Math.abs(slope) <= -C2 * slope0 || (!zooming && step >= longest)) {
        state = State.FOUND;
        return;
      }
      if (!zooming) {
        // Where the slope would vanish if it went on as a line.
        double t = low - lowSlope * (low - before) / (lowSlope - slopeBefore);
        t = lowSlope > slopeBefore ? t : Double.POSITIVE_INFINITY;
        step = Math.min(Math.max(2 * low, Math.min(10 * low, t)), longest);
      }
    }
    if (trials >= TRIALS) {
      giveUp();
    } else if (zooming) {
      step = between();
    }
  }

  /** Ends the search with the best step so far, if the value there is lower beyond doubt. */
  void giveUp() {
    state = low > 0 && lowValue <= value0 + C1 * low * slope0 ? State.FOUND : State.FAILED;
  }

  private boolean decreased(double value, double slope) {
    return value <= value0 + C1 * step * slope0
        || (value <= value0 + noise && slope <= (2 * C1 - 1) * slope0);
  }

  // Inside the bracket: the minimum of the cubic through both ends, kept off the ends; the middle
  // if the bracket shrank by less than half.
  private double between() {
    double width = high - low; // may be negative
    boolean slow = Math.abs(width) > 0.5 * widthBefore;
    widthBefore = Math.abs(width);
    if (!(highValue < Double.POSITIVE_INFINITY)) {
      return low + 0.25 * width;
    }
    if (slow) {
      return low + 0.5 * width;
    }
    double fraction;
    if (Math.abs(highValue - lowValue) <= 4 * noise && lowSlope * highSlope < 0) {
      fraction = lowSlope / (lowSlope - highSlope);
    } else {
      double mean = lowSlope + highSlope - 3 * (highValue - lowValue) / width;
      double root = Math.sqrt(Math.max(0, mean * mean - lowSlope * highSlope));
      root = width > 0 ? root : -root;
      fraction = 1 - (highSlope + root - mean) / (highSlope - lowSlope + 2 * root);
    }
    // From a step far too long the minimum lies close to the low end, so little is kept off there.
    return low
        + width * (fraction >= 1e-3 ? Math.min(fraction, 0.9) : fraction < 1e-3 ? 1e-3 : 0.5);
  }
}
