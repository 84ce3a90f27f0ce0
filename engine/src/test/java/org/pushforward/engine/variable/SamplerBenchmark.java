package org.pushforward.engine.variable;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.GaussianSampler;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
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
import org.openjdk.jmh.annotations.Warmup;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.simd.SimdBackend;

/**
 * Nanoseconds a draw and thread, into a column: ours, each a function of its index, beside those of
 * Apache Commons RNG, one after the other of a generator's sequence.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:PerMethodTrapLimit=1000"})
public class SamplerBenchmark {
  /** A column that fits the second-level cache. */
  private static final int ROWS = 16 * 1024;

  /** The column and both ways to fill it. */
  @State(Scope.Thread)
  public static class Work {
    @Param({"normal(1.5, 2)", "gamma(2, 1)", "gamma(0.6, 1)", "poisson(3)", "poisson(100)"})
    public String law;

    private final double[][] column = new double[1][ROWS];
    private Kernel kernel;
    private ContinuousSampler theirs;
    private long first;

    @Setup
    public void prepare() {
      RandomVariable variable = NamedLaws.read(law);
      kernel =
          new SimdBackend()
              .kernel(Lowering.program(List.of(Sampler.draw(variable, 0)), List.of(), List.of()));
      UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(20261121L);
      String[] arguments = law.substring(law.indexOf('(') + 1, law.length() - 1).split(", ");
      double a = Double.parseDouble(arguments[0]);
      double b = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0;
      theirs =
          switch (law.substring(0, law.indexOf('('))) {
            case "normal" ->
                GaussianSampler.of(ZigguratSampler.NormalizedGaussian.of(random), a, b);
            case "gamma" -> AhrensDieterMarsagliaTsangGammaSampler.of(random, a, 1 / b);
            case "poisson" -> {
              SharedStateDiscreteSampler poisson = PoissonSampler.of(random, a);
              yield poisson::sample;
            }
            default -> throw new IllegalArgumentException(law);
          };
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] ours(Work work) {
    work.kernel.evaluate(new double[0], EventBlock.samples(1, work.first, ROWS), work.column);
    work.first += ROWS;
    return work.column[0];
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] commons(Work work) {
    double[] column = work.column[0];
    for (int i = 0; i < ROWS; i++) {
      column[i] = work.theirs.sample();
    }
    return column;
  }
}
