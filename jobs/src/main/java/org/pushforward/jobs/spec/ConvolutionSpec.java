package org.pushforward.jobs.spec;

import java.util.Locale;
import org.pushforward.engine.convolution.Algorithm;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;

/**
 * {@code convolution: { algorithm: fft, tolerance: 1e-6 }}: how sums of variables are convolved.
 *
 * @param tolerance of the negative log-likelihood of all data; grids are refined until it is met
 * @param sampled whether densities are sampled at the centres of cells, as array libraries do
 * @param cells of an observable's range where they are sampled; 0 for its bins
 */
public record ConvolutionSpec(
    Algorithm algorithm, double tolerance, boolean sampled, int cells, Place place) {
  /** What is done where a spec says nothing. */
  public static final ConvolutionSpec AUTO =
      new ConvolutionSpec(Algorithm.AUTO, 1e-6, false, 0, Place.of("convolution"));

  private static final int MOST_CELLS = 1 << 24;

  private enum Rule {
    MASSES,
    CENTRE_SAMPLED
  }

  static ConvolutionSpec read(Value value) {
    Fields fields = value.fields("algorithm", "tolerance", "rule", "cells");
    boolean sampled =
        fields
            .get("rule")
            .map(v -> v.choice(Rule.values(), ConvolutionSpec::key) == Rule.CENTRE_SAMPLED)
            .orElse(false);
    if (!sampled && fields.has("cells")) {
      throw value.error(
          "cells are chosen so that the tolerance is met",
          "write tolerance: 1e-8 for more of them; only rule: centre_sampled takes cells");
    }
    Algorithm algorithm =
        fields
            .get("algorithm")
            .map(v -> v.choice(Algorithm.values(), ConvolutionSpec::key))
            .orElse(AUTO.algorithm);
    if (sampled && (algorithm == Algorithm.CLOSED || algorithm == Algorithm.QUADRATURE)) {
      throw value.error(
          "nothing is sampled by algorithm: " + key(algorithm), "write algorithm: direct or fft");
    }
    return new ConvolutionSpec(
        algorithm,
        fields.get("tolerance").map(Value::positive).orElse(AUTO.tolerance),
        sampled,
        fields.get("cells").map(v -> (int) v.whole(2, MOST_CELLS)).orElse(0),
        value.place());
  }

  private static String key(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What is done for an observable.
   *
   * @param bins of it, 0 if there are none
   */
  public Scheme scheme(int bins) {
    if (!sampled) {
      return new Scheme(algorithm, 0, 0);
    }
    int samples = cells > 0 ? cells : bins;
    if (samples == 0) {
      throw new SpecException(
          place,
          "the observable has no bins to sample densities in",
          "write convolution: { rule: centre_sampled, cells: 401 }");
    }
    return new Scheme(algorithm, 0, samples);
  }
}
