package org.pushforward.jobs.result;

/**
 * A number and how well it is known.
 *
 * @param value NaN if it does not exist
 * @param method {@code exact}, {@code quadrature}, {@code summation}, {@code quasi_monte_carlo},
 *     {@code monte_carlo}
 * @param evaluations of the integrand, or samples
 * @param note what is to be said of it, or null
 */
public record Known(
    double value, double standardError, String method, long evaluations, String note) {

  /** The place below which a probability lies. */
  public record Quantile(double probability, double value, double standardError, String method) {}
}
