package org.pushforward.jobs.result;

import java.util.List;

/**
 * How a model became a density.
 *
 * @param model as written, right of the {@code ~}
 * @param algorithm chosen for it, in plain words: {@code closed form}, {@code direct convolution}
 * @param convolution null where nothing was convolved numerically
 * @param density lines of text: shared parts, then the density
 */
public record Derivation(
    String model, String algorithm, Convolution convolution, List<String> density) {
  public Derivation {
    density = density == null ? List.of() : List.copyOf(density);
  }

  /**
   * A numeric convolution.
   *
   * @param error the engine's own bound on the density, relative to its peak
   * @param nodes of the grid
   */
  public record Convolution(double error, long nodes) {}
}
