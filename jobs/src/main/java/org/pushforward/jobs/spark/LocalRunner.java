package org.pushforward.jobs.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.pushforward.engine.kernel.EventBlock;

/** Does everything in the calling thread. */
public final class LocalRunner implements Runner {
  private final BackendChoice backend;
  private final WorkClock clock;

  public LocalRunner(BackendChoice backend) {
    this(backend, new WorkClock(null));
  }

  LocalRunner(BackendChoice backend, WorkClock clock) {
    this.backend = backend;
    this.clock = clock;
  }

  @Override
  public <R> R over(long count, long grain, Work<IndexRange, R> work) {
    Slices slices = new Slices(count, grain, 1);
    return timed(() -> slices.isEmpty() ? work.zero() : slices.run(0, work));
  }

  @Override
  public <R> R over(Blocks<?> blocks, Work<HeldBlock, R> work) {
    if (!(blocks instanceof Held<?> held)) {
      throw new IllegalArgumentException("these blocks are held by another runner");
    }
    return timed(
        () -> {
          R result = work.zero();
          for (HeldBlock block : held.blocks()) {
            result = work.add(result, block);
          }
          return result;
        });
  }

  private <R> R timed(Supplier<R> work) {
    clock.start();
    long begin = System.nanoTime();
    R result = work.get();
    clock.stop(System.nanoTime() - begin);
    return result;
  }

  @Override
  public <P extends Serializable, S extends Serializable> Blocks<S> load(
      List<P> parts, Loader<P, S> loader) {
    List<LoadedPart> loaded = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      loaded.add(loadPart(i, parts.get(i), loader));
    }
    return Held.of(loaded);
  }

  @Override
  public <P extends Serializable, S extends Serializable, R extends Serializable>
      Streamed<S, R> stream(List<P> parts, Loader<P, S> loader, Sink<R> sink) {
    List<Streamed.Part<S, R>> done = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      done.add(Streamed.Part.of(i, parts.get(i), loader, sink));
    }
    return Streamed.of(done);
  }

  static <P extends Serializable, S extends Serializable> LoadedPart loadPart(
      int number, P part, Loader<P, S> loader) {
    List<EventBlock> blocks = new ArrayList<>();
    try {
      S summary = loader.load(part, blocks::add);
      return new LoadedPart(number, blocks.toArray(EventBlock[]::new), new Packed<>(summary));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T extends Serializable> Shared<T> share(T value) {
    return new Same<>(value);
  }

  @Override
  public Runner here() {
    return this;
  }

  @Override
  public BackendChoice backend() {
    return backend;
  }

  @Override
  public int parallelism() {
    return 1;
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  /** Blocks in this JVM. */
  record Held<S>(List<HeldBlock> blocks, List<S> summaries, long rows) implements Blocks<S> {

    @SuppressWarnings("unchecked") // the summaries are what the loader of the same call made
    static <S extends Serializable> Held<S> of(List<LoadedPart> parts) {
      List<HeldBlock> blocks = new ArrayList<>();
      List<S> summaries = new ArrayList<>();
      long rows = 0;
      for (LoadedPart part : parts) {
        blocks.addAll(part.held());
        summaries.add((S) part.summary().get());
        rows += part.rows();
      }
      return new Held<>(blocks, List.copyOf(summaries), rows);
    }

    @Override
    public void close() {}
  }

  private record Same<T extends Serializable>(T get) implements Shared<T> {
    @Override
    public void close() {}
  }
}
