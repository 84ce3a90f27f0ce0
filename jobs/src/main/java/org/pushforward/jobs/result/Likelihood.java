package org.pushforward.jobs.result;

import java.util.List;
import java.util.Map;

/**
 * The data of one likelihood beside its fitted model.
 *
 * @param used rows that entered the likelihood
 * @param outOfRange rows left out because an observable is outside its range
 * @param skipped rows left out because a cell is no number
 * @param sumOfWeights {@code used} where there are no weights
 * @param convolutionError by which the negative log-likelihood may be off for the cells of numeric
 *     convolutions; null where there is none
 * @param observables by name, in the spec's order
 */
public record Likelihood(
    long used,
    long outOfRange,
    long skipped,
    double sumOfWeights,
    Double convolutionError,
    Map<String, Observable> observables) {
  public Likelihood {
    observables = Ordered.copy(observables);
  }

  /**
   * One observable.
   *
   * @param method {@code binned} or {@code unbinned}
   * @param histogram of the data, for the eye where the fit is unbinned; null where there is
   *     nothing to draw
   * @param curve the fitted model over x, or null
   */
  public record Observable(
      String method, Derivation derivation, Histogram histogram, Curve curve) {}

  /**
   * Counts of data in bins, and the counts that the fitted model expects there.
   *
   * @param edges {@code [bin + 1]}, increasing
   * @param counts sums of weights where there are weights
   * @param squares sums of squared weights, the variances of the counts; null where there are no
   *     weights
   * @param expected by the fitted model
   * @param errors of {@code expected} for the cells of numeric convolutions; null where there is
   *     none
   */
  public record Histogram(
      List<Double> edges,
      List<Double> counts,
      List<Double> squares,
      List<Double> expected,
      List<Double> errors) {
    public Histogram {
      edges = List.copyOf(edges);
      counts = List.copyOf(counts);
      squares = squares == null ? null : List.copyOf(squares);
      expected = List.copyOf(expected);
      errors = errors == null ? null : List.copyOf(errors);
      int bins = edges.size() - 1;
      if (bins < 1
          || counts.size() != bins
          || expected.size() != bins
          || (squares != null && squares.size() != bins)
          || (errors != null && errors.size() != bins)) {
        throw new IllegalArgumentException(
            edges.size()
                + " edges, "
                + counts.size()
                + " counts, "
                + expected.size()
                + " expected");
      }
    }
  }

  /**
   * The fitted model over x; of separate values, steps along the bins.
   *
   * @param x increasing, where there are steps each inner edge twice
   * @param y density times events: expected events per unit of x
   * @param components of a mixture, each in the unit of {@code y}, by what the model calls them;
   *     empty where there are none
   */
  public record Curve(List<Double> x, List<Double> y, Map<String, List<Double>> components) {
    public Curve {
      x = List.copyOf(x);
      y = List.copyOf(y);
      components = Ordered.copy(components);
      int size = x.size();
      if (y.size() != size || components.values().stream().anyMatch(c -> c.size() != size)) {
        throw new IllegalArgumentException("a curve of " + size + " x has as many y");
      }
    }
  }
}
