package org.pushforward.jobs.result;

import java.util.List;
import java.util.Map;

/**
 * Where an expectation is least or greatest, found along its estimated gradient.
 *
 * @param goal {@code minimize} or {@code maximize}
 * @param parameters by name, their means over the last steps
 * @param value of the expectation there, from samples of its own
 * @param steps that were walked
 * @param reason why they ended, in plain words
 * @param path some of the steps, first and last among them
 * @param table all steps, or null where no files are written
 */
public record Optimum(
    String goal,
    Map<String, Parameter> parameters,
    Measured value,
    long steps,
    boolean converged,
    String reason,
    List<Step> path,
    Table table) {
  public Optimum {
    parameters = Ordered.copy(parameters);
    path = List.copyOf(path);
  }

  /**
   * One parameter.
   *
   * @param value the mean over the last steps
   * @param spread the standard deviation of the steps about it
   * @param gradient at the optimum, from samples of its own
   * @param held by a bound that the gradient leads to, or fixed
   */
  public record Parameter(
      double value, double spread, double gradient, double gradientError, boolean held) {}

  /** Where a step began. */
  public record Step(long step, Map<String, Double> point, double value, double valueError) {
    public Step {
      point = Ordered.copy(point);
    }
  }
}
