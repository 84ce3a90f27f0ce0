/** Negative log-likelihoods of data under a model, as sums over rows. */
package org.pushforward.engine.likelihood;
