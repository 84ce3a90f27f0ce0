package org.pushforward.jobs.result;

import java.util.List;
import java.util.Map;

/**
 * The NLL along one parameter, every other free parameter fitted at each point.
 *
 * @param points in the order scanned
 * @param interval null where none was found
 */
public record Profile(String parameter, List<Point> points, Interval interval) {
  public Profile {
    points = List.copyOf(points);
  }

  /**
   * One scanned point.
   *
   * @param value of the scanned parameter
   * @param gradient the derivative of the NLL by the scanned parameter
   * @param parameters all of them, by name
   */
  public record Point(double value, double nll, double gradient, Map<String, Double> parameters) {
    public Point {
      parameters = Ordered.copy(parameters);
    }
  }

  /**
   * Where the NLL stays within {@code level} of its minimum: 0.5 is one standard error, 68.3 %. An
   * end beyond the scan is infinite.
   */
  public record Interval(double level, double low, double high) {}
}
