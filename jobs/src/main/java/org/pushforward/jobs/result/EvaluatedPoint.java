package org.pushforward.jobs.result;

import java.util.Map;

/**
 * A distribution at one place.
 *
 * @param survival 1 - cdf, with its own digits
 * @param gradient of the log density, by parameter
 */
public record EvaluatedPoint(
    double x,
    double density,
    double logDensity,
    double cdf,
    double survival,
    Map<String, Double> gradient) {
  public EvaluatedPoint {
    gradient = Ordered.copy(gradient);
  }
}
