/**
 * Minimizers, stochastic ascent and root finders as state machines that say where to evaluate next.
 */
package org.pushforward.engine.optimize;
