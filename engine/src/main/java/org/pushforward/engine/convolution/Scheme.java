package org.pushforward.engine.convolution;

import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ReferenceBackend;

/**
 * How sums are convolved.
 *
 * @param halvings so many times narrower are the cells of a numeric convolution than the search for
 *     a grid leaves them; wider, if negative
 * @param samples 0, or the number of equal cells of the domain at whose centres densities are
 *     sampled in place of cell masses, as {@link SampledSum} says
 * @param backend computes the masses that grids are chosen by; all choose the same
 */
public record Scheme(Algorithm algorithm, int halvings, int samples, Backend backend) {
  /** What is right for most. */
  public static final Scheme AUTO = new Scheme(Algorithm.AUTO, 0, 0);

  /** Chooses grids on the backend that compiles nothing. */
  public Scheme(Algorithm algorithm, int halvings, int samples) {
    this(algorithm, halvings, samples, new ReferenceBackend());
  }

  /** The same, with grids chosen on this backend: faster where masses take long. */
  public Scheme on(Backend other) {
    return new Scheme(algorithm, halvings, samples, other);
  }

  /** The same algorithm on cells halved so many times more. */
  public Scheme halved(int times) {
    return new Scheme(algorithm, halvings + times, samples, backend);
  }

  /** The same on a domain so many times as wide. */
  public Scheme widened(int times) {
    return new Scheme(algorithm, halvings, samples * times, backend);
  }

  /** Whether sums that have closed forms take them. */
  public boolean isClosed() {
    return algorithm == Algorithm.CLOSED || (algorithm == Algorithm.AUTO && samples == 0);
  }
}
