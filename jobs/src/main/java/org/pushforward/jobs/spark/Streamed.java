package org.pushforward.jobs.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A data set that went to a {@link Sink}.
 *
 * @param results what the sink told of each part, in the order of the parts
 */
public record Streamed<S, R>(List<S> summaries, List<R> results, long rows) implements Loaded<S> {

  static <S, R> Streamed<S, R> of(List<Part<S, R>> parts) {
    return new Streamed<>(
        parts.stream().map(Part::summary).toList(),
        parts.stream().map(Part::result).toList(),
        parts.stream().mapToLong(Part::rows).sum());
  }

  record Part<S, R>(S summary, R result, long rows) implements Serializable {

    static <P extends Serializable, S extends Serializable, R extends Serializable> Part<S, R> of(
        int number, P part, Loader<P, S> loader, Sink<R> sink) {
      long[] rows = {0};
      try (Sink.Receiver<R> receiver = sink.open(number)) {
        S summary =
            loader.load(
                part,
                block -> {
                  rows[0] += block.rows();
                  try {
                    receiver.add(block);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        return new Part<>(summary, receiver.finish(), rows[0]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
