package org.pushforward.jobs.result;

import java.util.List;

/**
 * How a model became a density.
 *
 * @param model as written, right of the {@code ~}
 * @param algorithm chosen for it, in plain words: {@code closed form}, {@code direct convolution},
 *     {@code convolution by transforms}
 * @param convolution null where nothing was convolved numerically
 * @param integrated which of density, cdf and survival have no closed form and hold an integral
 * @param density lines of text: shared parts, then the density
 */
public record Derivation(
    String model,
    String algorithm,
    Convolution convolution,
    List<String> integrated,
    List<String> density) {
  public Derivation {
    integrated = integrated == null ? List.of() : List.copyOf(integrated);
    density = density == null ? List.of() : List.copyOf(density);
  }

  /** In words, empty where nothing is integrated. */
  public String saysIntegrated() {
    return integrated.isEmpty() ? "" : "by numeric integration: " + String.join(", ", integrated);
  }

  /**
   * A numeric convolution.
   *
   * @param error the engine's own bound on the density, relative to its peak
   * @param nodes of the grid
   * @param below probability of what is below the range that it serves, where it was chosen
   * @param above the same of what is above it
   */
  public record Convolution(double error, long nodes, double below, double above) {}
}
