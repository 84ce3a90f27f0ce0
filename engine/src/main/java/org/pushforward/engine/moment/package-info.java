/** Averages over random variables: moments, entropies, divergences, each with its error. */
package org.pushforward.engine.moment;
