package org.pushforward.engine.inference;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.optimize.Bfgs;
import org.pushforward.engine.optimize.RootFinder;
import org.pushforward.engine.optimize.SymmetricMatrix;

/**
 * The negative log-likelihood along one parameter, the other free parameters fitted at every point.
 *
 * @param points in the order of the grid
 */
public record Profile(int parameter, List<Point> points) {

  /**
   * One point of the scan.
   *
   * @param point all free parameters
   * @param gradient d NLL / d (scanned parameter), which at a minimum over the others is the slope
   *     of the profile
   * @param converged whether the others' minimum was found
   */
  public record Point(double[] point, double value, double gradient, boolean converged) {}

  /**
   * Ends of the interval in which the profile stays below a level; infinite where the scan ends
   * first.
   */
  public record Interval(double low, double high) {}

  /**
   * Scans the grid. Every point starts where the fit's covariance leads: the others at theta_j +
   * C_jp (x - theta_p) / C_pp. All points are fitted at once.
   */
  public static Profile scan(Likelihood nll, Box box, Fit fit, int parameter, double[] grid) {
    int n = box.dimension();
    List<Bfgs> runs = new ArrayList<>();
    SymmetricMatrix metric = metric(nll, fit);
    for (double value : grid) {
      double[] start = fit.point().clone();
      double[] lower = box.lower().clone();
      double[] upper = box.upper().clone();
      double variance = fit.covariance().get(parameter, parameter);
      for (int j = 0; j < n; j++) {
        double slope = variance > 0 ? fit.covariance().get(j, parameter) / variance : 0;
        double moved = start[j] + slope * (value - fit.point()[parameter]);
        start[j] = Math.min(Math.max(moved, lower[j]), upper[j]);
      }
      start[parameter] = value;
      lower[parameter] = value;
      upper[parameter] = value;
      runs.add(new Bfgs(start, lower, upper, metric));
    }
    Bfgs.minimizeAll(nll, runs, (iteration, point) -> {});
    List<Point> points = new ArrayList<>();
    for (Bfgs run : runs) {
      Bfgs.Evaluation best = run.best();
      points.add(
          new Point(best.point(), best.value(), best.gradient()[parameter], run.converged()));
    }
    return new Profile(parameter, points);
  }

  /**
   * Where the profile, a cubic between scanned points by their values and slopes, crosses minimum +
   * level.
   */
  public Interval interval(double best, double minimum, double level) {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    for (int i = 0; i + 1 < points.size(); i++) {
      double a = excess(i, minimum, level);
      double b = excess(i + 1, minimum, level);
      if (a > 0 && b <= 0 && at(i) < best) {
        low = crossing(i, minimum, level);
      }
      if (a <= 0 && b > 0 && at(i + 1) > best && high == Double.POSITIVE_INFINITY) {
        high = crossing(i, minimum, level);
      }
    }
    return new Interval(low, high);
  }

  private double excess(int i, double minimum, double level) {
    return points.get(i).value() - minimum - level;
  }

  private double at(int i) {
    return points.get(i).point()[parameter];
  }

  private double crossing(int i, double minimum, double level) {
    double x = at(i);
    double h = at(i + 1) - x;
    double a = excess(i, minimum, level);
    double b = excess(i + 1, minimum, level);
    double da = h * points.get(i).gradient();
    double db = h * points.get(i + 1).gradient();
    double u =
        RootFinder.find(
            t -> a + t * (da + t * (3 * (b - a) - 2 * da - db + t * (2 * (a - b) + da + db))),
            0,
            1,
            1e-14);
    return x + u * h;
  }

  private static SymmetricMatrix metric(Likelihood nll, Fit fit) {
    SymmetricMatrix hessian = nll.hessian(fit.point());
    return hessian.positiveDefinite().inverse();
  }
}
