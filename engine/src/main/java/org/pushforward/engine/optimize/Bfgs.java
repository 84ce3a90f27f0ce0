package org.pushforward.engine.optimize;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Minimizes f within a box, lower <= x <= upper, by the method of Broyden, Fletcher, Goldfarb and
 * Shanno. It is a state machine: evaluate f and its gradient at {@link #point}, {@link #tell} them,
 * until {@link #done}.
 *
 * <p>With the inverse metric H (an estimate of the inverse Hessian), the step s from x to the next
 * point and the gradient's change y over it,
 *
 * <pre>
 *   H <- (I - s y'/s'y) H (I - y s'/s'y) + s s'/s'y.
 * </pre>
 *
 * A parameter on a bound whose gradient points out of the box (f falls outwards) is held, and
 * released when the sign changes. The others, F, are free: they move along d = -M g_F, where M, the
 * inverse of the block F of H^-1, is what H says about F alone, up to the first bound on the way.
 * {@code lower == upper} fixes a parameter.
 *
 * <p>Converged is: the estimated distance to the minimum, g_F' M g_F / 2 in units of f, lies within
 * the tolerance before and after a step. One time would not do, since the estimate is as good as H,
 * and an H too small in a direction not yet walked calls every point the minimum; the step walks
 * there and mends H.
 *
 * <p>Values are sums, rounded to an unknown fraction of |f|. Where two differ by less than 2^-30
 * |f|, slopes decide whether a step is taken ({@link LineSearch}), and the end is left to the
 * estimated distance, which is made of slopes alone. A distance within 2^-50 |f|, a few units in
 * the last place of f, counts as the minimum once it shrinks no longer.
 */
public final class Bfgs {
  /** The tolerance on the estimated distance when none is given, in units of the objective. */
  public static final double TOLERANCE = 1e-10;

  /** The most line searches. */
  public static final int MAX_ITERATIONS = 500;

  // So many times the size of the start below it, the rounding of the value exceeds the start
  // itself by 1e15, and no difference of values that a user meant can be seen.
  private static final double BOTTOMLESS = 1e30;

  private static final double ROUNDING = 0x1p-50;

  // Residuals of 1e-5 of the data leave squares good to 2^-37 (Lanczos3 of NistRegressionTest),
  // and terms of a likelihood may cancel; a rise by so little, against the slopes, is none.
  private static final double NOISE = 0x1p-30;

  // Wolfe's condition guarantees s'y >= 0.1 |s'g|; below this fraction of |s'g|, which a step cut
  // short by a bound may give, f is straight or bent downwards and y says nothing about H.
  private static final double LEAST_CURVATURE = 1e-3;

  /** Where a minimizer stands. */
  public enum Status {
    /** Wants the value at its point. */
    RUNNING(false),
    /** The estimated distance is within the tolerance. */
    CONVERGED(true),
    /** The estimated distance is within the rounding of the value and shrinks no longer. */
    CONVERGED_TO_ROUNDING(true),
    /** Value or gradient at the start is NaN or infinite. */
    START_NOT_FINITE(false),
    /** No point along the search direction has a lower value, though the gradient promises some. */
    NO_DECREASE(false),
    /** The value falls without end. */
    UNBOUNDED(false),
    /** {@link Bfgs#MAX_ITERATIONS} line searches have passed. */
    ITERATION_LIMIT(false);

    private final boolean converged;

    Status(boolean converged) {
      this.converged = converged;
    }

    /** Whether the best point is a minimum. */
    public boolean converged() {
      return converged;
    }
  }

  /** A point [parameter], the value there and the gradient [parameter]. */
  public record Evaluation(double[] point, double value, double[] gradient) {}

  /**
   * The state after a line search.
   *
   * @param iteration line searches so far; 0 at the start
   * @param gradientNorm Euclidean, over the free parameters
   * @param estimatedDistance g' M g / 2 over the free parameters
   */
  public record Iteration(
      int iteration, double value, double gradientNorm, double[] point, double estimatedDistance) {}

  private final int n;
  private final double[] lower;
  private final double[] upper;
  private final double tolerance;
  private final SymmetricMatrix initialMetric;

  private Status status = Status.RUNNING;
  private String reason = "not finished";
  private int iterations;
  private int evaluations;

  private double startValue;
  private Evaluation at; // null until the first tell
  private SymmetricMatrix metric; // H
  private boolean metricIsInitial = true;
  private boolean[] free;
  private double[] direction; // d
  private double distance = Double.NaN;

  private LineSearch search;
  private double longest; // the step that reaches the first bound
  private int blocking; // the parameter whose bound ends the search, or -1
  private Evaluation low; // at the best step of the search
  private double[] point;

  /** With the tolerance {@link #TOLERANCE}. */
  public Bfgs(double[] start, double[] lower, double[] upper, SymmetricMatrix inverseMetric) {
    this(start, lower, upper, inverseMetric, TOLERANCE);
  }

  /**
   * @param start in the box
   * @param lower may be -infinity
   * @param upper may be infinity
   * @param inverseMetric an estimate of the inverse Hessian, such as the diagonal of the squares of
   *     the expected errors; made positive definite if it is not
   * @param tolerance on the estimated distance, in units of the objective
   */
  public Bfgs(
      double[] start,
      double[] lower,
      double[] upper,
      SymmetricMatrix inverseMetric,
      double tolerance) {
    n = start.length;
    if (lower.length != n || upper.length != n || inverseMetric.dimension() != n) {
      throw new IllegalArgumentException("start, bounds and metric differ in dimension");
    }
    for (int i = 0; i < n; i++) {
      if (!(lower[i] <= start[i] && start[i] <= upper[i] && Double.isFinite(start[i]))) {
        String box = lower[i] + " .. " + upper[i];
        throw new IllegalArgumentException(
            "parameter " + i + " starts at " + start[i] + ", not in " + box);
      }
    }
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException("a tolerance of " + tolerance);
    }
    this.lower = lower.clone();
    this.upper = upper.clone();
    this.tolerance = tolerance;
    initialMetric = inverseMetric.positiveDefinite();
    metric = initialMetric.copy();
    point = start.clone();
  }

  /**
   * Runs a minimizer to its end.
   *
   * @param callback sees the start and the state after each line search
   */
  public static Bfgs minimize(Objective objective, Bfgs run, Consumer<Iteration> callback) {
    minimizeAll(objective, List.of(run), (iteration, problem) -> callback.accept(iteration));
    return run;
  }

  /**
   * Runs many minimizers to their ends, each evaluation holding the points of all that are not
   * done. None influences another.
   *
   * @param runs their indices are the objective's problems
   * @param callback sees the start and the state after each line search, and the problem
   */
  public static void minimizeAll(
      Objective objective, List<Bfgs> runs, ObjIntConsumer<Iteration> callback) {
    while (true) {
      int[] open = IntStream.range(0, runs.size()).filter(i -> !runs.get(i).done()).toArray();
      if (open.length == 0) {
        return;
      }
      int n = runs.get(open[0]).n;
      double[] points = new double[open.length * n];
      double[] values = new double[open.length];
      double[] gradients = new double[open.length * n];
      for (int k = 0; k < open.length; k++) {
        System.arraycopy(runs.get(open[k]).point, 0, points, k * n, n);
      }
      objective.evaluate(open, points, values, gradients);
      for (int k = 0; k < open.length; k++) {
        Bfgs run = runs.get(open[k]);
        int before = run.at == null ? -1 : run.iterations;
        run.tell(values[k], Arrays.copyOfRange(gradients, k * n, (k + 1) * n));
        if (run.iterations > before) {
          callback.accept(run.iteration(), open[k]);
        }
      }
    }
  }

  /** Where to evaluate next. */
  public double[] point() {
    return point.clone();
  }

  public boolean done() {
    return status != Status.RUNNING;
  }

  public Status status() {
    return status;
  }

  public boolean converged() {
    return status.converged();
  }

  /** Why it ended, for people. */
  public String reason() {
    return reason;
  }

  /** Evaluations told so far. */
  public int evaluations() {
    return evaluations;
  }

  /** The state after the last line search. */
  public Iteration iteration() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += held(i) ? 0 : at.gradient[i] * at.gradient[i];
    }
    return new Iteration(iterations, at.value, Math.sqrt(sum), at.point.clone(), distance);
  }

  /** The last point accepted: the lowest found, to within 2^-30 of the value. */
  public Evaluation best() {
    if (at == null) {
      throw new IllegalStateException("nothing has been evaluated");
    }
    return new Evaluation(at.point.clone(), at.value, at.gradient.clone());
  }

  /** H, the estimate of the inverse Hessian. */
  public SymmetricMatrix inverseMetric() {
    return metric.copy();
  }

  /** Whether a parameter is fixed, or on a bound with the gradient pointing out of the box. */
  public boolean held(int parameter) {
    return free != null && !free[parameter];
  }

  /** Value and gradient at {@link #point}; NaN or infinite where they do not exist. */
  public void tell(double value, double[] gradient) {
    if (done()) {
      throw new IllegalStateException("already ended: " + reason);
    }
    if (gradient.length != n) {
      throw new IllegalArgumentException(gradient.length + " derivatives for " + n + " parameters");
    }
    evaluations++;
    boolean finite = Double.isFinite(value);
    for (double derivative : gradient) {
      finite &= Double.isFinite(derivative);
    }
    Evaluation here = new Evaluation(point, value, gradient.clone());
    if (at == null) {
      at = here;
      startValue = value;
      if (finite) {
        direct();
        goOn(Double.POSITIVE_INFINITY);
      } else {
        end(Status.START_NOT_FINITE, "value or gradient at the start is NaN or infinite");
      }
      return;
    }
    search.tell(finite ? value : Double.POSITIVE_INFINITY, finite ? dot(gradient, direction) : 0);
    if (search.trialIsLow()) {
      low = here;
    }
    nextPoint();
  }

  // The next trial of the line search, or, when it has ended, what follows from that.
  private void nextPoint() {
    while (search.state() == LineSearch.State.SEARCHING) {
      point = along(search.step());
      if (!Arrays.equals(point, low.point)) {
        return;
      }
      if (search.zooming()) {
        search.giveUp(); // doubles are too coarse for what is left of the bracket
      } else {
        search.tell(low.value, dot(low.gradient, direction)); // a step too short to see
      }
    }
    if (search.state() == LineSearch.State.FAILED) {
      stuck();
      return;
    }
    double before = distance;
    learn(low);
    at = low;
    iterations++;
    direct();
    goOn(before);
  }

  // Ends or starts a line search, by the distance before and after the last step.
  private void goOn(double before) {
    double rounding = n * rounding();
    if (distance == 0) {
      end(Status.CONVERGED, "the gradient of the free parameters is 0");
    } else if (at.value < -BOTTOMLESS * Math.max(1, Math.abs(startValue))) {
      end(Status.UNBOUNDED, "the value fell to " + at.value + "; it seems to have no minimum");
    } else if (distance <= tolerance && before <= tolerance) {
      end(Status.CONVERGED, "estimated distance " + distance + " within tolerance " + tolerance);
    } else if (distance <= rounding && before <= rounding && distance > before / 4) {
      endAtRounding();
    } else if (iterations >= MAX_ITERATIONS) {
      end(
          Status.ITERATION_LIMIT,
          MAX_ITERATIONS + " iterations passed; estimated distance " + distance);
    } else {
      startSearch();
    }
  }

  // No decrease along the direction: at a minimum within rounding, or H or the gradient misleads.
  private void stuck() {
    // Along each of n conjugate directions a decrease of the value's rounding may hide.
    if (distance <= tolerance) {
      end(
          Status.CONVERGED,
          "estimated distance " + distance + " within tolerance; rounding ends the search");
    } else if (distance <= n * rounding()) {
      endAtRounding();
    } else if (!metricIsInitial) {
      forget();
      direct();
      startSearch();
    } else {
      end(
          Status.NO_DECREASE,
          "no lower value along the search direction, though the gradient promises "
              + distance
              + ": the gradient is not that of the value, or the value jumps");
    }
  }

  private void endAtRounding() {
    end(
        Status.CONVERGED_TO_ROUNDING,
        "estimated distance " + distance + " within the rounding of the value, " + n * rounding());
  }

  private void end(Status how, String why) {
    status = how;
    reason = why;
    point = at.point;
    search = null;
  }

  private double rounding() {
    return ROUNDING * Math.abs(at.value);
  }

  // Free parameters, distance and direction at the present point.
  private void direct() {
    free = new boolean[n];
    for (int i = 0; i < n; i++) {
      boolean outwards =
          (at.point[i] <= lower[i] && at.gradient[i] > 0)
              || (at.point[i] >= upper[i] && at.gradient[i] < 0);
      free[i] = lower[i] < upper[i] && !outwards;
    }
    if (!newton(free)) {
      forget();
      newton(free);
    }
    distance = 0.5 * Math.abs(dot(at.gradient, direction)); // d'g <= 0; no -0
    // A free parameter on its bound may be pushed outwards by its correlations. It stays for this
    // step. With d'g < 0 some other parameter moves, so the direction does not vanish.
    boolean[] moving = free.clone();
    int i = 0;
    while (i < n) {
      boolean leaves =
          (at.point[i] <= lower[i] && direction[i] < 0)
              || (at.point[i] >= upper[i] && direction[i] > 0);
      if (moving[i] && leaves) {
        moving[i] = false;
        newton(moving);
        i = 0;
      } else {
        i++;
      }
    }
  }

  // d = -M g over the chosen parameters; false if rounding has made that no descent.
  private boolean newton(boolean[] chosen) {
    int[] index = IntStream.range(0, n).filter(i -> chosen[i]).toArray();
    double[] g = Arrays.stream(index).mapToDouble(i -> at.gradient[i]).toArray();
    direction = new double[n];
    try {
      double[] step = metric.conditional(index).multiply(g);
      for (int k = 0; k < index.length; k++) {
        direction[index[k]] = -step[k];
      }
    } catch (ArithmeticException notPositiveDefinite) {
      return false;
    }
    return dot(at.gradient, direction) < 0 || Arrays.stream(g).allMatch(slope -> slope == 0);
  }

  private void startSearch() {
    longest = Double.POSITIVE_INFINITY;
    blocking = -1;
    for (int i = 0; i < n; i++) {
      double d = direction[i];
      if (d != 0) {
        double toBound = ((d > 0 ? upper[i] : lower[i]) - at.point[i]) / d;
        if (toBound < longest) {
          longest = toBound;
          blocking = i;
        }
      }
    }
    // A metric too large leads far out, where f may be flat and its gradient 0. That f should fall
    // by
    // more than itself gives it away: the first step promises no more than that, or one unit.
    double first = metricIsInitial ? Math.max(1, Math.abs(at.value)) / distance : 1;
    search =
        new LineSearch(
            at.value, dot(at.gradient, direction), NOISE * Math.abs(at.value), first, longest);
    low = at;
    nextPoint();
  }

  private double[] along(double step) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = Math.min(Math.max(at.point[i] + step * direction[i], lower[i]), upper[i]);
    }
    if (blocking >= 0 && step >= longest) {
      // Rounding may leave it just short of the bound the step was computed from.
      x[blocking] = direction[blocking] > 0 ? upper[blocking] : lower[blocking];
    }
    return x;
  }

  private void forget() {
    metric = initialMetric.copy();
    metricIsInitial = true;
  }

  // H <- H + (1 + y'Hy / s'y) s s' / s'y - (Hy s' + s y'H) / s'y
  private void learn(Evaluation next) {
    double[] s = minus(next.point, at.point);
    double[] y = minus(next.gradient, at.gradient);
    double curvature = dot(s, y);
    if (!(curvature >= LEAST_CURVATURE * Math.abs(dot(s, at.gradient)))) {
      return;
    }
    double[] hy = metric.multiply(y);
    double factor = 1 + dot(y, hy) / curvature;
    SymmetricMatrix updated = new SymmetricMatrix(n);
    boolean finite = true;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double h =
            metric.get(i, j) + (factor * s[i] * s[j] - hy[i] * s[j] - s[i] * hy[j]) / curvature;
        finite &= Double.isFinite(h);
        updated.set(i, j, h);
      }
    }
    if (finite) {
      metric = updated;
      metricIsInitial = false;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }
}
