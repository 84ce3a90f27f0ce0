package org.pushforward.jobs.result;

import java.util.List;
import java.util.Map;

/**
 * The minimum of a negative log-likelihood.
 *
 * @param parameters by name, in the spec's order
 * @param covariance {@code [free][free]}, the free parameters in the order of {@code parameters}
 * @param nll at the minimum
 * @param gradient of the NLL at the minimum, by free parameter
 * @param evaluations of the NLL with its gradient
 * @param reason why the minimizer stopped, in plain words
 * @param estimatedDistance to the minimum, g' H^-1 g / 2
 */
public record Fit(
    Map<String, Parameter> parameters,
    List<List<Double>> covariance,
    double nll,
    Map<String, Double> gradient,
    long iterations,
    long evaluations,
    boolean converged,
    String reason,
    double estimatedDistance) {

  public Fit {
    parameters = Ordered.copy(parameters);
    covariance = covariance.stream().map(List::copyOf).toList();
    gradient = Ordered.copy(gradient);
    long free = parameters.values().stream().filter(p -> !p.fixed()).count();
    if (covariance.size() != free || covariance.stream().anyMatch(row -> row.size() != free)) {
      throw new IllegalArgumentException(
          "the covariance of " + free + " free parameters is " + free + " x " + free);
    }
  }

  /** A parameter's value; its error is 0 where it is fixed. */
  public record Parameter(double value, double error, boolean fixed) {}

  /** The names of the free parameters: rows and columns of the covariance. */
  public List<String> free() {
    return parameters.keySet().stream().filter(name -> !parameters.get(name).fixed()).toList();
  }
}
