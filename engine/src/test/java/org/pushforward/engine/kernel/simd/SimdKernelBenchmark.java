package org.pushforward.engine.kernel.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.Warmup;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.ProgramBuilder;
import org.pushforward.engine.kernel.Rate;
import org.pushforward.engine.number.PartialSum;

/** Time for each row of programs of fused multiply-adds with given numbers of outputs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:PerMethodTrapLimit=1000"})
public class SimdKernelBenchmark {
  static final int ROWS = 100 * 1024;

  @Param({"60", "1000", "4000"})
  public int operations;

  @Param({"1", "5"})
  public int outputs;

  private Kernel kernel;
  private EventBlock block;
  private PartialSum sums;
  private double[][] columns;

  @Setup
  public void prepare() {
    Program program = chains(operations, outputs);
    kernel = new SimdBackend().kernel(program);
    SplittableRandom random = new SplittableRandom(1);
    double[] column = random.doubles(ROWS, -1, 1).toArray();
    block = new EventBlock(new double[][] {column}, ROWS);
    sums = new PartialSum(1, outputs);
    columns = new double[outputs][ROWS];
  }

  /** Five chains side by side, each step with a constant of its own, like polynomials. */
  static Program chains(int operations, int outputs) {
    ProgramBuilder b = new ProgramBuilder(1, 1);
    int x = b.column(0, Rate.ROW);
    int[] chain = new int[5];
    java.util.Arrays.fill(chain, x);
    for (int i = 0; i < operations; i++) {
      int k = i % 5;
      // 40 constants, as an exponential, a logarithm and a Gauss have together.
      chain[k] = b.fma(chain[k], x, b.constant(1.0 / (2 + k + 5 * (i / 5 % 8))));
    }
    List<Integer> results = new ArrayList<>();
    for (int k = 0; k < outputs; k++) {
      results.add(chain[k]);
    }
    if (outputs == 1) {
      int all = chain[0];
      for (int k = 1; k < 5; k++) {
        all = b.add(all, chain[k]);
      }
      results.set(0, all);
    }
    return b.build(results);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public PartialSum sum() {
    kernel.sum(new double[] {1}, 1, block, sums, 0);
    return sums;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[][] evaluate() {
    kernel.evaluate(new double[] {1}, block, columns);
    return columns;
  }
}
