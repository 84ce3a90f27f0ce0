package org.pushforward.jobs.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One sample, a function of the seed and its index alone.
 *
 * @param numbers {@code independent} or {@code sobol}: what it was made of
 * @param value of the formula
 * @param gradient by estimator and parameter
 */
public record GradientSample(
    long index, String numbers, double value, Map<String, Map<String, Double>> gradient) {
  public GradientSample {
    Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
    gradient.forEach((estimator, of) -> copy.put(estimator, Ordered.copy(of)));
    gradient = Collections.unmodifiableMap(copy);
  }
}
