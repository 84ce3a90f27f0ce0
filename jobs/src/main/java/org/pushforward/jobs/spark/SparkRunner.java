package org.pushforward.jobs.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** Does the work in Spark tasks. */
final class SparkRunner implements Runner {
  // Results that the driver still merges one by one; above, executors merge most of them first.
  private static final int MERGED_ON_DRIVER = 64;

  private final JavaSparkContext context;
  private final TaskReport report;
  private final WorkClock clock;
  private final LocalRunner here;
  private final long rowsHere;
  private final int parts;

  /**
   * @param rowsHere data sets of at most so many rows are worked on in the driver
   * @param parts that all work is cut into, however short; 0: as it pays
   */
  SparkRunner(
      JavaSparkContext context, TaskReport report, WorkClock clock, long rowsHere, int parts) {
    this.clock = clock;
    this.here = new LocalRunner(report.backend(), clock);
    this.context = context;
    this.report = report;
    this.rowsHere = rowsHere;
    this.parts = parts;
  }

  @Override
  public <R> R over(long count, long grain, Work<IndexRange, R> work) {
    Slices slices = new Slices(count, grain, parts());
    if (slices.isEmpty() || slices.units() == 1) {
      return here.over(count, grain, work);
    }
    TaskReport told = report;
    return merge(numbers(slices.slices()).map(i -> told.timed(() -> slices.run(i, work))), work);
  }

  @Override
  public <R> R over(Blocks<?> blocks, Work<HeldBlock, R> work) {
    if (!(blocks instanceof OnExecutors<?> held)) {
      return here.over(blocks, work);
    }
    TaskReport told = report;
    // Data come in as many parts as files; a task takes several, for it costs some milliseconds.
    return merge(
        held.parts()
            .coalesce(parts())
            .mapPartitions(some -> List.of(told.timed(() -> sum(some, work))).iterator()),
        work);
  }

  @Override
  public <P extends Serializable, S extends Serializable> Blocks<S> load(
      List<P> parts, Loader<P, S> loader) {
    if (parts.isEmpty()) {
      return here.load(parts, loader);
    }
    Shared<ArrayList<P>> all = share(new ArrayList<>(parts));
    TaskReport told = report;
    // Disk for what memory cannot hold: slower, but the job ends.
    JavaRDD<LoadedPart> loaded =
        numbers(parts.size())
            .map(i -> told.told(() -> LocalRunner.loadPart(i, all.get().get(i), loader)))
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<Packed<Outline>> outlines =
        loaded.map(p -> new Packed<>(new Outline(p.rows(), p.summary().get()))).collect();
    OnExecutors<S> blocks = OnExecutors.of(loaded, all, outlines);
    if (blocks.rows() > rowsHere) {
      return blocks;
    }
    try (blocks) {
      return LocalRunner.Held.of(loaded.collect());
    }
  }

  @Override
  public <P extends Serializable, S extends Serializable, R extends Serializable>
      Streamed<S, R> stream(List<P> parts, Loader<P, S> loader, Sink<R> sink) {
    if (parts.isEmpty()) {
      return here.stream(parts, loader, sink);
    }
    try (Shared<ArrayList<P>> all = share(new ArrayList<>(parts))) {
      TaskReport told = report;
      List<Packed<Streamed.Part<S, R>>> done =
          numbers(parts.size())
              .map(
                  i ->
                      told.told(
                          () -> new Packed<>(Streamed.Part.of(i, all.get().get(i), loader, sink))))
              .collect();
      return Streamed.of(done.stream().map(Packed::get).toList());
    }
  }

  @Override
  public <T extends Serializable> Shared<T> share(T value) {
    return new Sent<>(context.broadcast(new Packed<>(value)));
  }

  @Override
  public Runner here() {
    return here;
  }

  @Override
  public BackendChoice backend() {
    return report.backend();
  }

  @Override
  public int parallelism() {
    return context.defaultParallelism();
  }

  @Override
  public int parts() {
    return parts > 0 ? parts : Runner.super.parts();
  }

  @Override
  public long partSize(long total, long least, long most) {
    return parts > 0
        ? Math.max(1, (total + parts - 1) / parts)
        : Runner.super.partSize(total, least, most);
  }

  @Override
  public boolean isRemote() {
    return !context.isLocal();
  }

  private JavaRDD<Integer> numbers(int count) {
    return context.parallelize(IntStream.range(0, count).boxed().toList(), count);
  }

  private static <R> R sum(Iterator<LoadedPart> parts, Work<HeldBlock, R> work) {
    R result = work.zero();
    while (parts.hasNext()) {
      for (HeldBlock block : parts.next().held()) {
        result = work.add(result, block);
      }
    }
    return result;
  }

  private <R> R merge(JavaRDD<R> results, Work<?, R> work) {
    clock.start();
    R merged = merged(results, work);
    clock.stop(0);
    return merged;
  }

  private static <R> R merged(JavaRDD<R> results, Work<?, R> work) {
    if (results.getNumPartitions() > MERGED_ON_DRIVER) {
      return results.treeReduce(work::merge, 2);
    }
    R merged = work.zero();
    for (R result : results.collect()) {
      merged = work.merge(merged, result);
    }
    return merged;
  }

  /** What the driver learns of a part; the blocks stay where they are. */
  private record Outline(long rows, Serializable summary) implements Serializable {}

  /** One element a partition. */
  private record OnExecutors<S>(
      JavaRDD<LoadedPart> parts, Shared<?> names, List<S> summaries, long rows)
      implements Blocks<S> {

    @SuppressWarnings("unchecked") // the summaries are what the loader of the same call made
    static <S extends Serializable> OnExecutors<S> of(
        JavaRDD<LoadedPart> parts, Shared<?> names, List<Packed<Outline>> outlines) {
      List<S> summaries = new ArrayList<>();
      long rows = 0;
      for (Packed<Outline> outline : outlines) {
        summaries.add((S) outline.get().summary());
        rows += outline.get().rows();
      }
      return new OnExecutors<>(parts, names, List.copyOf(summaries), rows);
    }

    @Override
    public void close() {
      parts.unpersist(false);
      names.close();
    }
  }

  private record Sent<T extends Serializable>(Broadcast<Packed<T>> broadcast) implements Shared<T> {
    @Override
    public T get() {
      return broadcast.value().get();
    }

    @Override
    public void close() {
      broadcast.destroy();
    }
  }
}
