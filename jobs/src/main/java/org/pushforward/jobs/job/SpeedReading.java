package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.likelihood.Contribution;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;

/** How quick a backend is at value and gradient of a likelihood, used as the tasks of a job do. */
final class SpeedReading {
  static final String MODEL = "x ~ mix(f -> normal(m, s), 1-f -> exponential(k))";

  private static final List<String> PARAMETERS = List.of("f", "m", "s", "k");
  private static final double[] POINT = {0.3, 4, 0.5, 0.2};
  private static final double END = 10;

  /** Rows of the blocks of a data set. */
  private static final int ROWS = 1 << 16;

  private static final double SECONDS = 1;

  // The JVM compiles what runs often while it runs: read again while that makes it quicker.
  private static final double QUICKER = 1.1;
  private static final int MOST_READINGS = 8;

  private SpeedReading() {}

  /** Rows a second. */
  static double of(Backend backend, int threads) throws InterruptedException {
    Kernel kernel = backend.kernel(program());
    double last = 0;
    for (int i = 0; i < MOST_READINGS; i++) {
      double now = reading(kernel, threads);
      if (now < QUICKER * last) {
        return Math.max(now, last);
      }
      last = now;
    }
    return last;
  }

  private static Program program() {
    RandomVariable x =
        ModelReader.read(Text.of("doctor", MODEL), PARAMETERS)
            .variables()
            .get("x")
            .resolved(new Domain(0, END), Map.of())
            .conditioned(0, END);
    return Contribution.unbinned(Map.of(Column.of("x").within(0, END), x), false)
        .gradient(PARAMETERS, PARAMETERS);
  }

  /** Sums block after block in every thread, for a second. */
  private static double reading(Kernel kernel, int threads) throws InterruptedException {
    double[] x = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[i] = END * i / ROWS;
    }
    EventBlock block = new EventBlock(new double[][] {x}, ROWS);
    long begin = System.nanoTime();
    Callable<Long> work =
        () -> {
          PartialSum sum = new PartialSum(1, 1 + PARAMETERS.size());
          long rows = 0;
          while ((System.nanoTime() - begin) * 1e-9 < SECONDS) {
            kernel.sum(POINT, 1, block, sum, 0);
            rows += ROWS;
          }
          return rows;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Long>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(work);
      }
      long rows = 0;
      for (Future<Long> done : pool.invokeAll(all)) {
        rows += done.get();
      }
      return rows / ((System.nanoTime() - begin) * 1e-9);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdown();
    }
  }
}
