package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.engine.random.Sobol;

/**
 * The formulas of one sample and the columns that they read.
 *
 * @param columns of the coordinates of Sobol points; none of independent samples
 */
record Samples(OneSample one, List<String> columns) {
  static Samples of(Expectation expectation, Choice choice, Checks checks) {
    if (choice.numbers() != Numbers.SOBOL) {
      return new Samples(
          OneSample.of(
              expectation,
              choice,
              checks,
              isMirrored -> new Source.Streams(Source.Streams.FIRST, isMirrored)),
          List.of());
    }
    List<Source.Coordinates> sources = new ArrayList<>();
    OneSample one =
        OneSample.of(
            expectation,
            choice,
            checks,
            isMirrored -> {
              sources.add(new Source.Coordinates());
              return sources.get(sources.size() - 1);
            });
    if (sources.get(0).count() > Sobol.DIMENSIONS) {
      throw new UnsupportedOperationException(
          "a sample takes "
              + sources.get(0).count()
              + " numbers, and Sobol's sequence has "
              + Sobol.DIMENSIONS
              + ": take numbers: independent");
    }
    return new Samples(
        one,
        IntStream.range(0, sources.get(0).count()).mapToObj(Source.Coordinates::column).toList());
  }
}
