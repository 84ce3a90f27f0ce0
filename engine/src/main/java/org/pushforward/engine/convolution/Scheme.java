package org.pushforward.engine.convolution;

/**
 * How sums are convolved.
 *
 * @param halvings so many times narrower are the cells of a numeric convolution than the search for
 *     a grid leaves them; wider, if negative
 * @param samples 0, or the number of equal cells of the domain at whose centres densities are
 *     sampled in place of cell masses, as {@link SampledSum} says
 */
public record Scheme(Algorithm algorithm, int halvings, int samples) {
  /** What is right for most. */
  public static final Scheme AUTO = new Scheme(Algorithm.AUTO, 0, 0);

  /** The same algorithm on cells halved so many times more. */
  public Scheme halved(int times) {
    return new Scheme(algorithm, halvings + times, samples);
  }

  /** The same on a domain so many times as wide. */
  public Scheme widened(int times) {
    return new Scheme(algorithm, halvings, samples * times);
  }

  /** Whether sums that have closed forms take them. */
  public boolean isClosed() {
    return algorithm == Algorithm.CLOSED || (algorithm == Algorithm.AUTO && samples == 0);
  }
}
