package org.pushforward.engine.elementary;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
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
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.ProgramBuilder;
import org.pushforward.engine.kernel.Rate;
import org.pushforward.engine.kernel.opencl.OpenClBackend;
import org.pushforward.engine.kernel.opencl.OpenClDevice;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.likelihood.Contribution;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;

/**
 * Nanoseconds an element and thread: functions as our programs, beside the Vector API's own, which
 * Intel's SVML computes. Both go from a column to a column; what that costs without a function is
 * {@code alone} with STOP, which copies. And milliseconds that a kernel's first use takes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:PerMethodTrapLimit=1000"})
public class FunctionBenchmark {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /** Both columns together fit the second-level cache. */
  private static final int ROWS = 16 * 1024;

  /** A function's kernel and its columns. */
  private static final class Work {
    final Kernel kernel;
    final double[] from;
    final double[][] to = new double[1][ROWS];

    Work(Operation operation) {
      ProgramBuilder b = new ProgramBuilder(0, 1);
      Integer x = b.column(0, Rate.ROW);
      kernel = new SimdBackend().kernel(b.build(List.of(operation.lower(b, x, null, null))));
      double low = operation == Operation.LOG || operation == Operation.LGAMMA ? 0.01 : -5;
      from = new SplittableRandom(1).doubles(ROWS, low, low + 10).toArray();
    }

    double[][] evaluate() {
      kernel.evaluate(new double[0], new EventBlock(new double[][] {from}, ROWS), to);
      return to;
    }
  }

  /** Functions that SVML has too. */
  @State(Scope.Thread)
  public static class Beside {
    @Param({"EXP", "LOG", "SIN", "COS", "TANH"})
    public Operation function;

    private Work work;

    @Setup
    public void prepare() {
      work = new Work(function);
    }
  }

  /** Functions that it has not, and none. */
  @State(Scope.Thread)
  public static class Alone {
    @Param({"STOP", "ERF", "ERFC", "NORMAL_CDF", "LGAMMA"})
    public Operation function;

    private Work work;

    @Setup
    public void prepare() {
      work = new Work(function);
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[][] ours(Beside state) {
    return state.work.evaluate();
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[][] alone(Alone state) {
    return state.work.evaluate();
  }

  // The operator has to be a constant of the loop, or it is not compiled to SVML's.
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] svml(Beside state) {
    double[] from = state.work.from;
    double[] to = state.work.to[0];
    switch (state.function) {
      case EXP -> {
        for (int i = 0; i < ROWS; i += SPECIES.length()) {
          load(from, i).lanewise(VectorOperators.EXP).intoArray(to, i);
        }
      }
      case LOG -> {
        for (int i = 0; i < ROWS; i += SPECIES.length()) {
          load(from, i).lanewise(VectorOperators.LOG).intoArray(to, i);
        }
      }
      case SIN -> {
        for (int i = 0; i < ROWS; i += SPECIES.length()) {
          load(from, i).lanewise(VectorOperators.SIN).intoArray(to, i);
        }
      }
      case COS -> {
        for (int i = 0; i < ROWS; i += SPECIES.length()) {
          load(from, i).lanewise(VectorOperators.COS).intoArray(to, i);
        }
      }
      case TANH -> {
        for (int i = 0; i < ROWS; i += SPECIES.length()) {
          load(from, i).lanewise(VectorOperators.TANH).intoArray(to, i);
        }
      }
      default -> throw new IllegalArgumentException("SVML is not asked for " + state.function);
    }
    return to;
  }

  private static DoubleVector load(double[] from, int i) {
    return DoubleVector.fromArray(SPECIES, from, i);
  }

  /** Backends on which no kernel has run; each iteration takes a program of its own. */
  @State(Scope.Thread)
  public static class Fresh {
    private static final List<String> NAMES = List.of("f", "m", "s", "k");

    @Param({"simd", "opencl"})
    public String backend;

    private Backend fresh;
    private int uses;

    @Setup
    public void prepare() {
      fresh =
          backend.equals("simd")
              ? new SimdBackend()
              : new OpenClBackend(OpenClDevice.list().get(0), new SimdBackend());
    }

    private PartialSum use() {
      double high = 7 + 0.125 * uses++;
      RandomVariable x =
          ModelReader.read(
                  Text.of("benchmark", "x ~ mix(f -> normal(m, s), 1-f -> exponential(k))"), NAMES)
              .variables()
              .get("x")
              .resolved(new Domain(5, high), Map.of())
              .conditioned(5, high);
      Kernel kernel =
          fresh.kernel(
              Contribution.unbinned(Map.of(Column.of("x").within(5, high), x), false)
                  .gradient(NAMES, NAMES));
      double[] events = new SplittableRandom(1).doubles(ROWS, 5, 7).toArray();
      PartialSum sums = new PartialSum(1, 5);
      kernel.sum(
          new double[] {0.3, 5.28, 0.06, 1},
          1,
          new EventBlock(new double[][] {events}, ROWS),
          sums,
          0);
      return sums;
    }
  }

  /**
   * From the model's text to the sums over 16384 events, Gauss + exponential with gradient: the
   * first iteration in a fresh JVM, the others with other programs.
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 0)
  @Measurement(iterations = 4)
  public PartialSum firstUse(Fresh state) {
    return state.use();
  }
}
