package org.pushforward.engine.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.pushforward.engine.gradient.Estimator.Baseline;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.number.PartialSum;

/**
 * Thread-nanoseconds a sample of a gradient with its variances, random numbers included: the value
 * of f, its variance, both components and their covariances. {@code pathwise} is the work of
 * shared/peers/pathwise_gradient.py.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
@Threads(Threads.MAX)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:PerMethodTrapLimit=1000"})
public class GradientBenchmark {
  /** A task's unit. */
  private static final int SAMPLES = 1 << 18;

  private static final Map<String, Choice> CHOICES =
      Map.of(
          "pathwise", Asked.independent(new Estimator.Pathwise()),
          "score", Asked.score(Baseline.NONE),
          "measure_valued", Asked.independent(new Estimator.MeasureValued()),
          "antithetic", new Choice(new Estimator.Pathwise(), Numbers.ANTITHETIC, false),
          "sobol", new Choice(new Estimator.Pathwise(), Numbers.SOBOL, false));

  /** Samples are drawn by all threads in turn. */
  @State(Scope.Benchmark)
  public static class Work {
    @Param({"pathwise", "score", "measure_valued", "antithetic", "sobol"})
    public String estimator;

    private final Backend backend = new SimdBackend();
    private final AtomicLong next = new AtomicLong();
    private Gradient gradient;
    private PartialSum all;

    @Setup
    public void prepare() {
      gradient =
          Asked.of(
                  "(x - 3)^2",
                  "x ~ normal(mu, sigma)",
                  Asked.at("mu", 0, "sigma", 1),
                  "mu",
                  "sigma")
              .plan(CHOICES.get(estimator))
              .gradients()
              .get(0);
      all = gradient.work().zero();
    }

    private synchronized void merge(PartialSum sums) {
      all.merge(sums);
    }

    @TearDown
    public void print() {
      List<GradientEstimate> estimates = gradient.estimates(all, next.get());
      System.out.println(
          estimates.stream().map(e -> e.value() + " +- " + e.standardError()).toList()
              + " variances "
              + Arrays.toString(
                  estimates.stream().mapToDouble(GradientEstimate::varianceOfOneSample).toArray()));
    }
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void sample(Work work) {
    long first = work.next.getAndAdd(SAMPLES);
    PartialSum sums = work.gradient.work().zero();
    work.gradient.work().add(work.backend, first, first + SAMPLES, sums);
    work.merge(sums);
  }
}
