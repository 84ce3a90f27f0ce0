package org.pushforward.engine.likelihood;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;
import org.pushforward.engine.convolution.Algorithm;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.elementary.NormalLaw;
import org.pushforward.engine.elementary.Scalar;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.opencl.OpenClBackend;
import org.pushforward.engine.kernel.opencl.OpenClDevice;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;

/**
 * Value and gradient of two negative log-likelihoods, the work shared by all threads: the score is
 * thread-nanoseconds a unit, so wall time a unit is the score over the number of threads.
 *
 * <p>A device computes on all its units whichever thread calls, so that its score, too, is wall
 * time times the number of threads.
 *
 * <p>Each prints a check, the value and the gradient over all the data at one point, that other
 * libraries must agree with (docs/benchmarks.md).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Threads(Threads.MAX)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:PerMethodTrapLimit=1000"})
public class LikelihoodBenchmark {
  private static final int EVENTS = 1_000_000;
  private static final int SHARE = 100_000;
  private static final int BINS = 4096;
  private static final int SIGMAS = 1000;
  private static final int SIGMAS_AT_ONCE = 20;

  /** f normal(m, s) + (1 - f) exponential(k), both on [5, 7]. */
  @State(Scope.Thread)
  public static class Unbinned {
    private static final List<String> NAMES = List.of("f", "m", "s", "k");
    private static final double[] AT = {0.31, 5.281, 0.061, 0.98};

    /** A file of 1e6 little-endian doubles; without one, the events are drawn. */
    @Param("")
    public String events;

    @Param({"simd", "opencl"})
    public String backend;

    private Kernel kernel;
    private EventBlock block;
    private PartialSum sums;

    @Setup
    public void prepare(ThreadParams thread) {
      String model = "x ~ mix(f -> normal(m, s), 1-f -> exponential(k))";
      RandomVariable x = variable(model, NAMES).conditioned(5, 7);
      kernel =
          (backend.equals("simd") ? new SimdBackend() : OpenCl.BACKEND)
              .kernel(
                  Contribution.unbinned(Map.of(Column.of("x").within(5, 7), x), false)
                      .gradient(NAMES, NAMES));
      double[] all = events.isEmpty() ? drawn() : read(Path.of(events));
      if (thread.getThreadIndex() == 0) {
        PartialSum total = new PartialSum(1, 5);
        kernel.sum(AT, 1, new EventBlock(new double[][] {all}, all.length), total, 0);
        print("value, gradient by f, m, s, k", total, 5);
      }
      int from = thread.getThreadIndex() * SHARE % (EVENTS - SHARE);
      double[] own = Arrays.copyOfRange(all, from, from + SHARE);
      block = new EventBlock(new double[][] {own}, SHARE);
      sums = new PartialSum(1, 5);
    }

    private static double[] read(Path file) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        DoubleBuffer doubles = bytes.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
        double[] values = new double[doubles.remaining()];
        doubles.get(values);
        return values;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Quantiles of f = 0.3, m = 5.28, s = 0.06, k = 1 at multiples of the golden ratio. */
    private static double[] drawn() {
      double[] x = new double[EVENTS];
      for (int i = 0; i < EVENTS; i++) {
        double u = (i + 0.5) * 0.6180339887498949 % 1;
        Long normal = NormalLaw.normalQuantile(Scalar.INSTANCE, Scalar.of(u / 0.3));
        double decay = Math.log(1 - (u - 0.3) / 0.7 * -Math.expm1(-2));
        x[i] = u < 0.3 ? 5.28 + 0.06 * Scalar.value(normal) : 5 - decay;
      }
      return Arrays.stream(x).map(v -> Math.min(Math.max(v, 5), 7)).toArray();
    }
  }

  /**
   * Binned: uniform(-1, 1) + normal(0, s) on [-2, 2], at s from 0.05 to 0.2, no two calls at the
   * same, for tables are kept.
   */
  @State(Scope.Thread)
  public static class Profile {
    private static final List<String> NAMES = List.of("s");

    /** An algorithm, or one with {@code _sampled} at the bins' centres. */
    @Param({"closed", "direct", "fft", "direct_sampled", "fft_sampled"})
    public String way;

    private Kernel kernel;
    private EventBlock block;
    private double[] sigmas;
    private PartialSum sums;

    @Setup
    public void prepare(ThreadParams thread) {
      String algorithm = way.replace("_sampled", "").toUpperCase(Locale.ROOT);
      Scheme scheme =
          new Scheme(Algorithm.valueOf(algorithm), 0, way.endsWith("_sampled") ? BINS : 0);
      RandomVariable x =
          ModelReader.read(Text.of("benchmark", "x ~ uniform(-1, 1) + normal(0, s)"), NAMES)
              .variables()
              .get("x")
              .resolved(new Domain(-2, 2), Map.of("s", 0.1), scheme)
              .conditioned(-2, 2);
      kernel =
          new SimdBackend()
              .kernel(
                  Contribution.binned(Column.edges("x").within(-2, 2), x).gradient(NAMES, NAMES));
      double[] edges = new double[BINS + 1];
      for (int i = 0; i <= BINS; i++) {
        edges[i] = -2 + 4.0 * i / BINS;
      }
      block = new EventBlock(new double[][] {edges, counts(edges)}, BINS);
      sigmas = new double[SIGMAS];
      for (int i = 0; i < SIGMAS; i++) {
        sigmas[i] = 0.05 + 0.15 * i / (SIGMAS - 1);
      }
      if (thread.getThreadIndex() == 0) {
        PartialSum one = new PartialSum(1, 2);
        kernel.sum(new double[] {sigmas[SIGMAS / 3]}, 1, block, one, 0);
        print("value and derivative at sigma number 333", one, 2);
      }
      // Narrow kernels take less time than wide ones: a thread's lie all over the range.
      int step = SIGMAS / SIGMAS_AT_ONCE;
      int first = thread.getThreadIndex() % step;
      double[] all = sigmas;
      sigmas = new double[SIGMAS_AT_ONCE];
      Arrays.setAll(sigmas, i -> all[first + i * step]);
      sums = new PartialSum(SIGMAS_AT_ONCE, 2);
    }

    /** What 1e7 events are expected to give at s = 0.1, rounded. */
    private static double[] counts(double[] edges) {
      double[] counts = new double[BINS];
      for (int i = 0; i < BINS; i++) {
        counts[i] = Math.rint(1e7 * (cdf(edges[i + 1]) - cdf(edges[i])));
      }
      return counts;
    }

    private static double cdf(double x) {
      return 0.5 * (integral(x + 1) - integral(x - 1));
    }

    private static double integral(double y) {
      Scalar p = Scalar.INSTANCE;
      return Scalar.value(NormalLaw.normalCdfIntegral(p, Scalar.of(y), Scalar.of(0.1)));
    }
  }

  /** One backend for all threads, as an executor has it. */
  private static final class OpenCl {
    static final Backend BACKEND =
        new OpenClBackend(OpenClDevice.best().orElseThrow(), new SimdBackend());
  }

  private static RandomVariable variable(String model, List<String> parameters) {
    return ModelReader.read(Text.of("benchmark", model), parameters)
        .variables()
        .get("x")
        .resolved(new Domain(-2, 7), Map.of());
  }

  private static void print(String what, PartialSum sums, int outputs) {
    StringBuilder line = new StringBuilder("check: ").append(what).append(':');
    for (int k = 0; k < outputs; k++) {
      line.append(' ').append(sums.value(0, k));
    }
    System.out.println(line);
  }

  @Benchmark
  @OperationsPerInvocation(SHARE)
  public PartialSum event(Unbinned state) {
    state.kernel.sum(Unbinned.AT, 1, state.block, state.sums, 0);
    return state.sums;
  }

  @Benchmark
  @OperationsPerInvocation(SIGMAS_AT_ONCE)
  public PartialSum sigma(Profile state) {
    for (int i = 0; i < SIGMAS_AT_ONCE; i++) {
      state.sigmas[i] += 1e-10;
    }
    state.kernel.sum(state.sigmas, SIGMAS_AT_ONCE, state.block, state.sums, 0);
    return state.sums;
  }
}
