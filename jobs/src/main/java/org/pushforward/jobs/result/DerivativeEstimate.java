package org.pushforward.jobs.result;

/**
 * The derivative of an expectation by one parameter, by one estimator.
 *
 * @param estimator with what it was asked to do: {@code score (optimal, antithetic)}
 * @param varianceOfOneSample which times 1 / samples is the squared error of independent samples
 */
public record DerivativeEstimate(
    String estimator,
    String parameter,
    double value,
    double standardError,
    double varianceOfOneSample,
    long samples) {}
