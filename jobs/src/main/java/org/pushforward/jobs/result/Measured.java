package org.pushforward.jobs.result;

/** A mean of samples and its standard error. */
public record Measured(double value, double standardError) {}
