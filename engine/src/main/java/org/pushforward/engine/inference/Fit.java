package org.pushforward.engine.inference;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.pushforward.engine.optimize.Bfgs;
import org.pushforward.engine.optimize.SymmetricMatrix;

/**
 * The minimum of a negative log-likelihood.
 *
 * @param point the free parameters there
 * @param gradient there
 * @param covariance inverse of the Hessian; of parameters held on a bound the rows are 0, and all
 *     is NaN where the Hessian is not positive definite
 * @param iterations line searches
 * @param evaluations of value and gradient
 * @param reason why it stopped, for people
 * @param estimatedDistance to the minimum, g' H^-1 g / 2 with the exact Hessian H
 */
public record Fit(
    double[] point,
    double value,
    double[] gradient,
    SymmetricMatrix covariance,
    int iterations,
    int evaluations,
    boolean converged,
    String reason,
    double estimatedDistance) {

  /** The distance to the minimum that a fit has to reach. */
  public static final double TOLERANCE = 1e-9;

  /** Minimizations, each begun with the exact Hessian where the last one ended. */
  private static final int MOST_ROUNDS = 3;

  /** Minimizes from the box's start; {@code watch} sees every iteration. */
  public static Fit minimize(Likelihood nll, Box box, Consumer<Bfgs.Iteration> watch) {
    double[] start = box.start();
    SymmetricMatrix hessian = nll.hessian(start);
    int iterations = 0;
    int evaluations = 0;
    Fit fit = null;
    Bfgs run = null;
    for (int round = 0; round < MOST_ROUNDS && (fit == null || worthMore(fit, run)); round++) {
      SymmetricMatrix metric = finite(hessian).positiveDefinite().inverse();
      run = new Bfgs(start, box.lower(), box.upper(), metric);
      Bfgs.minimize(nll, run, watch);
      iterations += run.iteration().iteration();
      evaluations += run.evaluations();
      start = run.best().point();
      hessian = nll.hessian(start);
      fit = result(run, hessian, iterations, evaluations);
    }
    return fit;
  }

  /** This fit, with the work of one before it counted in. */
  public Fit after(Fit earlier) {
    return new Fit(
        point,
        value,
        gradient,
        covariance,
        iterations + earlier.iterations,
        evaluations + earlier.evaluations,
        converged,
        reason,
        estimatedDistance);
  }

  private static boolean worthMore(Fit fit, Bfgs run) {
    return !fit.converged && run.status() != Bfgs.Status.START_NOT_FINITE;
  }

  private static Fit result(Bfgs run, SymmetricMatrix hessian, int iterations, int evaluations) {
    Bfgs.Evaluation best = run.best();
    int n = best.point().length;
    int[] free = IntStream.range(0, n).filter(i -> !run.held(i)).toArray();
    SymmetricMatrix block = hessian.block(free);
    boolean definite = isFinite(block) && block.isPositiveDefinite();
    SymmetricMatrix covariance = new SymmetricMatrix(n);
    double distance = Double.NaN;
    if (definite) {
      SymmetricMatrix inverse = block.inverse();
      double[] slope = Arrays.stream(free).mapToDouble(i -> best.gradient()[i]).toArray();
      double[] step = inverse.multiply(slope);
      distance = 0;
      for (int i = 0; i < free.length; i++) {
        distance += 0.5 * slope[i] * step[i];
        for (int j = i; j < free.length; j++) {
          covariance.set(free[i], free[j], inverse.get(i, j));
        }
      }
    } else {
      covariance = filled(n, Double.NaN);
    }
    boolean converged = run.converged() && definite && distance < TOLERANCE;
    String reason =
        !definite && run.status() != Bfgs.Status.START_NOT_FINITE
            ? "the Hessian is not positive definite where the search ended (" + run.reason() + ")"
            : run.converged() && !converged
                ? "the estimated distance to the minimum stays at " + distance
                : run.reason();
    return new Fit(
        best.point(),
        best.value(),
        best.gradient(),
        covariance,
        iterations,
        evaluations,
        converged,
        reason,
        distance);
  }

  private static SymmetricMatrix finite(SymmetricMatrix hessian) {
    return isFinite(hessian) ? hessian : SymmetricMatrix.identity(hessian.dimension());
  }

  private static boolean isFinite(SymmetricMatrix matrix) {
    return Arrays.stream(matrix.toArray()).allMatch(Double::isFinite);
  }

  private static SymmetricMatrix filled(int n, double value) {
    SymmetricMatrix matrix = new SymmetricMatrix(n);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        matrix.set(i, j, value);
      }
    }
    return matrix;
  }
}
