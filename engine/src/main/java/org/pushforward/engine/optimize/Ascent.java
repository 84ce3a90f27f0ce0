package org.pushforward.engine.optimize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Maximizes or minimizes an expectation f within a box, low <= x <= high, from estimates of its
 * gradient whose errors are known and independent from step to step. It is a state machine:
 * estimate f and its gradient at {@link #point}, {@link #tell} them, until {@link #done}.
 *
 * <p>With the estimate g at x (its negative, to minimize), the {@link Method}'s direction d made of
 * this g and those before it, and the {@link LearningRate} a,
 *
 * <pre>
 *   x <- clip(x + a d, low, high).
 * </pre>
 *
 * <p><b>The end.</b> The steps are cut into windows of w. G, the plain mean of the gradients of a
 * window, has the error S = sqrt(sum s_t^2) / w, s_t being those of the gradients. (Weights 1/s_t^2
 * would bias G: an estimate of the error is correlated with the gradient it belongs to.) A window
 * passes where each parameter is held or has
 *
 * <pre>
 *   |G| <= z S    or    |G| + S <= tolerance,
 * </pre>
 *
 * and the run has converged when two windows in a row pass. Held is a parameter that starts and
 * ends the window on the same bound with G pointing out of the box there, which no step can follow.
 * (If the end alone were on it, the average would hold the way there.)
 *
 * <p>What is tested is the average X of the window's points, the answer ({@link #average}; Polyak,
 * Juditsky 1992), and not the iterates, which at a constant rate never settle: for a quadratic f of
 * Hessian H, G = H (X - x*) + noise of error S. Hence the meaning of an end: X - x* is of the order
 * of S / H, and only more samples for each step, or a longer window, can tell the gradient at X
 * from 0.
 *
 * <p><b>Wrong ends.</b> Where the gradient is truly D errors S away from 0, a window passes with
 * probability p = Phi(z - D) - Phi(-z - D); for z = 1 and D = 3 that is 0.0227, two in a row pass
 * with p^2 = 5.2e-4, and in n windows at such gradients a run ends wrongly with at most (n - 1)
 * p^2.
 *
 * <p><b>Missed ends.</b> At the optimum, of n free parameters whose rate is too small to move in a
 * window, two windows pass with (2 Phi(z) - 1)^2n: 0.47 for z = 1, n = 1, but 5e-4 for n = 10,
 * where z = 2 gives 0.39. Rates that can move help. Plain steps sum up to the way walked, G = (x_w
 * - x_0) / (a w), so that iterates at rest about x* have Var G = S^2 (1 - exp(-c)) / c with c = a w
 * H, for small a H: from c = 5 on a parameter passes twice with 0.95.
 */
public final class Ascent {

  /** Which end of f is sought. */
  public enum Goal {
    MAXIMIZE,
    MINIMIZE
  }

  /** Why a run has ended. */
  public enum Reason {
    /** Two windows in a row could not tell the gradient from 0, or from within the tolerance. */
    CONVERGED,
    /** {@link Settings#steps} have passed. */
    MOST_STEPS,
    /** The gradient, an error or the value is NaN or infinite: see {@link Ascent#fault}. */
    NOT_FINITE
  }

  /** How gradients become a direction. */
  public sealed interface Method {}

  /**
   * Stochastic gradient ascent, with the velocity v as direction (Polyak 1964),
   *
   * <pre>
   *   v <- momentum v + g.
   * </pre>
   *
   * A bound takes away the velocity that ran into it.
   *
   * @param momentum 0 for plain ascent, below 1; it multiplies the rate by 1 / (1 - momentum)
   */
  public record Sga(double momentum) implements Method {
    /** Plain ascent, d = g. */
    public static final Sga PLAIN = new Sga(0);

    public Sga {
      fraction("momentum", momentum);
    }
  }

  /**
   * Adam (Kingma, Ba 2015, algorithm 1), with the means of gradients and of their squares corrected
   * for their start at 0 at step t = 1, 2, ..:
   *
   * <pre>
   *   m <- beta1 m + (1 - beta1) g        v <- beta2 v + (1 - beta2) g^2
   *   d  = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
   * </pre>
   *
   * The rate is a length in x: about the longest step of a parameter.
   */
  public record Adam(double beta1, double beta2, double epsilon) implements Method {
    /** The paper's numbers. */
    public static final Adam STANDARD = new Adam(0.9, 0.999, 1e-8);

    public Adam {
      fraction("beta1", beta1);
      fraction("beta2", beta2);
      if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("an epsilon of " + epsilon);
      }
    }
  }

  /**
   * How to walk and when to stop.
   *
   * @param steps the most steps
   * @param window w, steps in a window
   * @param z how many errors of a window's mean gradient count as 0
   * @param tolerance on a window's mean gradient with its error; 0 for none
   */
  public record Settings(
      Goal goal,
      Method method,
      LearningRate rate,
      long steps,
      int window,
      double z,
      double tolerance) {

    public static final Settings DEFAULT =
        new Settings(Goal.MAXIMIZE, Adam.STANDARD, new LearningRate.Constant(0.05), 1000, 32, 1, 0);

    public Settings {
      if (steps < 1 || window < 1) {
        throw new IllegalArgumentException(steps + " steps in windows of " + window);
      }
      if (!(z >= 0 && z < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a z of " + z);
      }
      if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a tolerance of " + tolerance);
      }
    }
  }

  /**
   * What was told at a point, and the rate of the step from it.
   *
   * @param step 0 for the first
   * @param errors the gradient's, [parameter]
   */
  public record Step(
      long step,
      double[] point,
      double value,
      double valueError,
      double[] gradient,
      double[] errors,
      double rate) {}

  /**
   * What was told last and is not finite.
   *
   * @param component the first parameter whose derivative, or its error, is not finite; -1 where
   *     that is the value or its error alone
   */
  public record Fault(Step step, int component) {}

  /**
   * The plain mean over some steps, [parameter].
   *
   * @param steps how many
   * @param point the mean point, X
   * @param spread the standard deviation of the points: how far the iterates wander, which is not
   *     the error of their mean; 0 for a single step
   * @param gradient the mean gradient, G
   * @param errors those of the mean gradient, S
   * @param held whether a parameter is fixed, or starts and ends on a bound with G pointing out of
   *     the box
   */
  public record Average(
      int steps,
      double[] point,
      double[] spread,
      double[] gradient,
      double[] errors,
      boolean[] held) {}

  private final Settings settings;
  private final double[] low;
  private final double[] high;
  private final double sign; // of f in what is maximized
  private final Walk walk;
  private final List<Step> path = new ArrayList<>();

  private double[] point;
  private Reason reason; // null until the end
  private Fault fault;

  private Ascent(Settings settings, double[] start, double[] low, double[] high) {
    this.settings = settings;
    this.low = low;
    this.high = high;
    sign = settings.goal == Goal.MAXIMIZE ? 1 : -1;
    walk =
        settings.method instanceof Adam adam
            ? new AdamWalk(adam, start.length)
            : new Momentum((Sga) settings.method, start.length);
    point = start;
  }

  /**
   * At the start.
   *
   * @param start in the box
   * @param low may be -infinity
   * @param high may be infinity
   */
  public static Ascent of(Settings settings, double[] start, double[] low, double[] high) {
    if (low.length != start.length || high.length != start.length) {
      throw new IllegalArgumentException("start and bounds differ in dimension");
    }
    for (int i = 0; i < start.length; i++) {
      if (!(low[i] <= start[i] && start[i] <= high[i] && Double.isFinite(start[i]))) {
        throw new IllegalArgumentException(
            "parameter " + i + " starts at " + start[i] + ", not in " + low[i] + " .. " + high[i]);
      }
    }
    return new Ascent(settings, start.clone(), low.clone(), high.clone());
  }

  /** Where to estimate next; at the end where the last step led, or the last finite point. */
  public double[] point() {
    return point.clone();
  }

  /** The number of the step to estimate next: steps walked so far. */
  public long step() {
    return path.size();
  }

  public boolean done() {
    return reason != null;
  }

  /** Why it has ended. */
  public Reason reason() {
    if (reason == null) {
      throw new IllegalStateException("not done");
    }
    return reason;
  }

  /** What was not finite, if that ended it. */
  public Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  /** The steps walked, all of finite gradient. */
  public List<Step> path() {
    return Collections.unmodifiableList(path);
  }

  /**
   * The answer: the average over the last two windows, or over all steps where there are fewer. Its
   * gradient is what the end was decided by, both windows taken as one.
   */
  public Average average() {
    if (path.isEmpty()) {
      throw new IllegalStateException("no step has been walked");
    }
    long count = Math.min(path.size(), 2L * settings.window);
    return average(path.subList(path.size() - (int) count, path.size()));
  }

  /**
   * Estimates at {@link #point}. One that is NaN or infinite ends the run, and the point is again
   * the last whose estimates were finite.
   *
   * @param errors the gradient's, [parameter], 0 for exact derivatives
   */
  public void tell(double value, double valueError, double[] gradient, double[] errors) {
    if (done()) {
      throw new IllegalStateException("already ended: " + reason);
    }
    if (gradient.length != point.length || errors.length != point.length) {
      throw new IllegalArgumentException(
          gradient.length
              + " derivatives and "
              + errors.length
              + " errors for "
              + point.length
              + " parameters");
    }
    double rate = settings.rate.at(path.size());
    Step step =
        new Step(path.size(), point, value, valueError, gradient.clone(), errors.clone(), rate);
    if (finite(step)) {
      path.add(step);
      move(step);
      if (converged()) {
        reason = Reason.CONVERGED;
      } else if (path.size() >= settings.steps) {
        reason = Reason.MOST_STEPS;
      }
    } else {
      reason = Reason.NOT_FINITE;
      if (!path.isEmpty()) {
        point = path.get(path.size() - 1).point;
      }
    }
  }

  // Whether all that was told is, with the fault if not.
  private boolean finite(Step step) {
    for (int i = 0; i < point.length; i++) {
      if (!(Double.isFinite(step.gradient[i]) && Double.isFinite(step.errors[i]))) {
        fault = new Fault(step, i);
        return false;
      }
      if (step.errors[i] < 0) {
        throw new IllegalArgumentException("an error of " + step.errors[i] + " of derivative " + i);
      }
    }
    if (!(Double.isFinite(step.value) && Double.isFinite(step.valueError))) {
      fault = new Fault(step, -1);
      return false;
    }
    return true;
  }

  private void move(Step step) {
    double[] uphill = new double[point.length];
    Arrays.setAll(uphill, i -> sign * step.gradient[i]);
    double[] direction = walk.direction(uphill);
    double[] next = new double[point.length];
    for (int i = 0; i < next.length; i++) {
      double free = point[i] + step.rate * direction[i];
      next[i] = within(i, free);
      if (next[i] != free) {
        walk.stopped(i);
      }
    }
    point = next;
  }

  private double within(int i, double x) {
    return Math.min(Math.max(x, low[i]), high[i]);
  }

  private boolean converged() {
    int w = settings.window;
    int n = path.size();
    return n % w == 0
        && n / w >= 2
        && passes(path.subList(n - w, n))
        && passes(path.subList(n - 2 * w, n - w));
  }

  private boolean passes(List<Step> window) {
    Average mean = average(window);
    for (int i = 0; i < low.length; i++) {
      double size = Math.abs(mean.gradient[i]);
      double error = mean.errors[i];
      boolean zero = size <= settings.z * error || size + error <= settings.tolerance;
      if (!zero && !mean.held[i]) {
        return false;
      }
    }
    return true;
  }

  private Average average(List<Step> steps) {
    int n = low.length;
    int count = steps.size();
    Average mean =
        new Average(
            count, new double[n], new double[n], new double[n], new double[n], new boolean[n]);
    for (int i = 0; i < n; i++) {
      // Differences from the first point, so that the mean of equal points is that point.
      double first = steps.get(0).point[i];
      double way = 0;
      double sum = 0;
      double variance = 0;
      for (Step step : steps) {
        way += step.point[i] - first;
        sum += step.gradient[i];
        variance += step.errors[i] * step.errors[i];
      }
      mean.point[i] = within(i, first + way / count);
      mean.gradient[i] = sum / count;
      mean.errors[i] = Math.sqrt(variance) / count;
      double squares = 0;
      for (Step step : steps) {
        double off = step.point[i] - mean.point[i];
        squares += off * off;
      }
      mean.spread[i] = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
      double last = steps.get(count - 1).point[i];
      double uphill = sign * mean.gradient[i];
      boolean atLow = first == low[i] && last == low[i];
      boolean atHigh = first == high[i] && last == high[i];
      mean.held[i] = (atLow && uphill < 0) || (atHigh && uphill > 0) || (atLow && atHigh);
    }
    return mean;
  }

  private static void fraction(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(what + " is " + value + ", not in 0 <= .. < 1");
    }
  }

  /** A method at work. */
  private interface Walk {
    /** Where to go for a rate of 1, from the gradient of what is maximized. */
    double[] direction(double[] uphill);

    /** The step along this parameter was cut short by a bound. */
    void stopped(int parameter);
  }

  private static final class Momentum implements Walk {
    private final double momentum;
    private final double[] velocity;

    Momentum(Sga method, int n) {
      momentum = method.momentum;
      velocity = new double[n];
    }

    @Override
    public double[] direction(double[] uphill) {
      for (int i = 0; i < uphill.length; i++) {
        velocity[i] = momentum * velocity[i] + uphill[i];
      }
      return velocity;
    }

    @Override
    public void stopped(int parameter) {
      velocity[parameter] = 0;
    }
  }

  private static final class AdamWalk implements Walk {
    private final Adam method;
    private final double[] mean;
    private final double[] square;
    private double power1 = 1; // beta1^t; a product, for the same bits everywhere
    private double power2 = 1;

    AdamWalk(Adam method, int n) {
      this.method = method;
      mean = new double[n];
      square = new double[n];
    }

    @Override
    public double[] direction(double[] uphill) {
      power1 *= method.beta1;
      power2 *= method.beta2;
      double[] direction = new double[uphill.length];
      for (int i = 0; i < uphill.length; i++) {
        double g = uphill[i];
        mean[i] = method.beta1 * mean[i] + (1 - method.beta1) * g;
        square[i] = method.beta2 * square[i] + (1 - method.beta2) * g * g;
        double root = Math.sqrt(square[i] / (1 - power2));
        direction[i] = mean[i] / (1 - power1) / (root + method.epsilon);
      }
      return direction;
    }

    @Override
    public void stopped(int parameter) {
      // Adam's means are of gradients, which know no bound.
    }
  }
}
