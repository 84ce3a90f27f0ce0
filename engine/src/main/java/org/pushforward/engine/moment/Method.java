package org.pushforward.engine.moment;

/** How a number was found. */
public enum Method {
  /** By a closed form, or as the root of one; no error but rounding. */
  EXACT,
  /** By adaptive quadrature; the error is its own estimate, which is too large as a rule. */
  QUADRATURE,
  /**
   * By adding up the probabilities of a discrete variable's values; the error is that of rounding.
   */
  SUMMATION,
  /** From scrambled Sobol points; the error is that of the mean over independent scramblings. */
  QUASI_MONTE_CARLO,
  /** From independent samples. */
  MONTE_CARLO
}
