package org.pushforward.engine.convolution;

/** How the density of a sum of independent variables is found. */
public enum Algorithm {
  /**
   * By a closed form where one is known, otherwise directly or by transforms, whichever takes fewer
   * operations.
   */
  AUTO,
  /** By a closed form, or not at all. */
  CLOSED,
  /** Numerically: every sum of products of cell masses by itself. Both tails keep their digits. */
  DIRECT,
  /**
   * Numerically: by Fourier transforms of the cell masses, padded so that nothing is wrapped
   * around. Errors are some 1e-16 of the peak everywhere, so that far tails are lost.
   */
  FFT,
  /** By adaptive quadrature at every point of every row: slow, 1e-13 or so in both tails. */
  QUADRATURE
}
