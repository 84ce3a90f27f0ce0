package org.pushforward.engine.moment;

/** E f(X, log p(X)). */
public record Average(Subject over, Integrand integrand) {}
