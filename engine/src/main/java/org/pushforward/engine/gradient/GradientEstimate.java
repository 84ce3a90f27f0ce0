package org.pushforward.engine.gradient;

import org.pushforward.engine.expr.Parameter;

/**
 * What samples say of one component of a gradient.
 *
 * @param standardError of the value
 * @param varianceOfOneSample of independent samples the variance; the standard error of scrambled
 *     points is smaller than that says
 */
public record GradientEstimate(
    Choice choice,
    Parameter parameter,
    double value,
    double standardError,
    double varianceOfOneSample,
    long samples) {}
