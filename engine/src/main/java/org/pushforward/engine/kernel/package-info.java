/**
 * Lowered expressions and the backends that run them.
 *
 * <p>A {@link org.pushforward.engine.kernel.Program} is what an executor receives: flat arrays of
 * primitive operations, each at the lowest {@link org.pushforward.engine.kernel.Rate} that holds
 * it.
 */
package org.pushforward.engine.kernel;
