/**
 * Gradients of expectations d/dtheta E f(X; theta), X of a law that depends on theta: Monte Carlo
 * estimators, their errors, and what is wrong with them.
 */
package org.pushforward.engine.gradient;
