package org.pushforward.jobs.result;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import java.util.Map;

/**
 * A distribution at one place.
 *
 * @param x a number, or the components of a vector
 * @param cdf null of a vector
 * @param survival 1 - cdf, with its own digits; null of a vector
 * @param gradient of the log density, by parameter
 */
public record EvaluatedPoint(
    @JsonFormat(
            with = {
              JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED,
              JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY
            })
        List<Double> x,
    double density,
    double logDensity,
    Double cdf,
    Double survival,
    Map<String, Double> gradient) {
  public EvaluatedPoint {
    x = List.copyOf(x);
    gradient = Ordered.copy(gradient);
  }
}
