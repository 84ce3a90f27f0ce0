package org.pushforward.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The affine map of the numbers from {@code low} to {@code high} on the pixels from {@code start}
 * to {@code end}.
 */
record Scale(double low, double high, double start, double end) {

  double at(double value) {
    return start + (value - low) / (high - low) * (end - start);
  }

  /** Pixels per unit, signed. */
  double slope() {
    return (end - start) / (high - low);
  }

  /** The step 1, 2 or 5 times a power of ten that gives about {@code count} ticks. */
  double step(int count) {
    double rough = (high - low) / count;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double mantissa = rough / power;
    return power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10);
  }

  /** The multiples of {@code step} on the scale. */
  List<Double> ticks(double step) {
    List<Double> ticks = new ArrayList<>();
    double slack = 1e-9 * (high - low); // an end that is a multiple but for rounding has its tick
    for (double n = Math.ceil((low - slack) / step); n * step <= high + slack; n++) {
      ticks.add(n * step);
    }
    return ticks;
  }

  /**
   * The finite ones of {@code values} with a margin, as a fraction of their span; {@code [low,
   * high]}, never empty.
   */
  static double[] span(Iterable<Double> values, double margin) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low > high) {
      return new double[] {0, 1};
    }
    // Values that are equal but for rounding would have ticks that all read the same.
    double least = Math.max(1e-9 * Math.max(Math.abs(low), Math.abs(high)), Double.MIN_NORMAL);
    double room =
        high - low > least
            ? margin * (high - low)
            : Math.max(0.1 * Math.abs(high), least == Double.MIN_NORMAL ? 1 : 0);
    return new double[] {low - room, high + room};
  }
}
