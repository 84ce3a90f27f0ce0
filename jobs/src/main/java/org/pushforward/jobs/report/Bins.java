package org.pushforward.jobs.report;

import org.pushforward.jobs.result.Likelihood.Histogram;

/** A histogram's bins, so many of them taken as one that a drawing has room. */
final class Bins {
  private final int merged;
  private final double[] edges;
  private final double[] counts;
  private final double[]
      variances; // of the counts: themselves (Poisson), or sums of squared weights
  private final double[] expected;
  private final boolean weighted;

  private Bins(int merged, int size, boolean weighted) {
    this.merged = merged;
    this.edges = new double[size + 1];
    this.counts = new double[size];
    this.variances = new double[size];
    this.expected = new double[size];
    this.weighted = weighted;
  }

  static Bins of(Histogram histogram, int most) {
    int all = histogram.counts().size();
    int merged = (all + most - 1) / most;
    while (all % merged != 0 && merged < 2 * ((all + most - 1) / most)) {
      merged++; // a divisor nearby leaves no odd bin at the end
    }
    Bins bins = new Bins(merged, (all + merged - 1) / merged, histogram.squares() != null);
    for (int i = 0; i < all; i++) {
      bins.counts[i / merged] += histogram.counts().get(i);
      bins.variances[i / merged] +=
          (bins.weighted ? histogram.squares() : histogram.counts()).get(i);
      bins.expected[i / merged] += histogram.expected().get(i);
    }
    for (int i = 0; i < bins.edges.length; i++) {
      bins.edges[i] = histogram.edges().get(Math.min(i * merged, all));
    }
    return bins;
  }

  int size() {
    return counts.length;
  }

  /** Bins of the histogram in one of these. */
  int merged() {
    return merged;
  }

  double low(int bin) {
    return edges[bin];
  }

  double high(int bin) {
    return edges[bin + 1];
  }

  double width(int bin) {
    return high(bin) - low(bin);
  }

  double centre(int bin) {
    return (low(bin) + high(bin)) / 2;
  }

  double count(int bin) {
    return counts[bin];
  }

  double error(int bin) {
    return Math.sqrt(variances[bin]);
  }

  boolean equalWidths() {
    for (int i = 1; i < size(); i++) {
      if (Math.abs(width(i) - width(0)) > 1e-6 * width(0)) {
        return false;
      }
    }
    return true;
  }

  /** (count - expected) / its standard error under the model; not finite where that is 0. */
  double pull(int bin) {
    return (counts[bin] - expected[bin]) / Math.sqrt(weighted ? variances[bin] : expected[bin]);
  }

  /** Bins that have a pull. */
  int pulls() {
    int n = 0;
    for (int i = 0; i < size(); i++) {
      n += Double.isFinite(pull(i)) ? 1 : 0;
    }
    return n;
  }

  /** The sum of squared pulls. */
  double chiSquare() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      double pull = pull(i);
      sum += Double.isFinite(pull) ? pull * pull : 0;
    }
    return sum;
  }

  String describe(int bin, String name) {
    return name
        + " from "
        + Digits.rounded(low(bin), 6)
        + " to "
        + Digits.rounded(high(bin), 6)
        + ": "
        + Digits.rounded(counts[bin], 6)
        + " ± "
        + Digits.rounded(error(bin), 3)
        + ", expected "
        + Digits.rounded(expected[bin], 5);
  }
}
