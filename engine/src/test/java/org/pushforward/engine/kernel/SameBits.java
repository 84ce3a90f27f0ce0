package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Integral;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.RandomNumber;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.NamedLaws;
import org.pushforward.engine.variable.Sampler;

/** Two backends' results of a program, bit for bit. */
public final class SameBits {
  private SameBits() {}

  /** A Monte Carlo estimate: the mean of a log-normal, its square and its gradient. */
  public static void checkEstimate(Backend expected, Backend actual) {
    Parameter mu = Parameter.of("mu");
    Parameter scale = Parameter.of("s");
    Expr y =
        Formulas.exp(mu.plus(scale.times(Formulas.normalQuantile(RandomNumber.uniform(0, 0)))));
    List<Expr> outputs = List.of(y, y.square(), Derivative.of(y, mu), Derivative.of(y, scale));
    Program program = Lowering.program(outputs, List.of("mu", "s"), List.of());
    EventBlock samples = EventBlock.samples(20261121, (1L << 32) - 700, 20_001);
    check("estimate", expected, actual, program, new double[] {0.1, 0.5, -1, 2}, 2, samples);
  }

  /** Sums of two points that go to the fifth and sixth of seven. */
  public static void checkLaterPoints(Backend expected, Backend actual) {
    RandomPrograms programs = new RandomPrograms(5, false, false, false);
    Program program = programs.next(40, 3);
    EventBlock block = programs.block(1500);
    double[] points = programs.points(2);
    PartialSum expectedSums = new PartialSum(7, program.outputs());
    PartialSum actualSums = new PartialSum(7, program.outputs());
    expected.kernel(program).sum(points, 2, block, expectedSums, 4);
    actual.kernel(program).sum(points, 2, block, actualSums, 4);
    assertEquals(expectedSums, actualSums);
  }

  /** Tails of a law by integration, with their gradient, and the quantile that is their root. */
  public static void checkIntegrals(Backend expected, Backend actual) {
    Parameter m = Parameter.of("m");
    Column x = Column.of("x");
    UnaryOperator<Expr> density = t -> Formulas.exp(t.minus(m).square().times(-0.5));
    Expr below = Expr.of(Double.NEGATIVE_INFINITY);
    Expr tail = Integral.of(density, below, x);
    Expr finite = Integral.of(density, m, x.square());
    Expr quantile =
        Root.of(
            t -> Formulas.log(Integral.of(density, below, t).over(Formulas.sigmoid(x))),
            m,
            below,
            Expr.of(50));
    List<Expr> outputs =
        List.of(tail, Derivative.of(tail, m), finite, Derivative.of(finite, m), quantile);
    double[] column = new double[140];
    for (int i = 0; i < column.length; i++) {
      column[i] = (i - 70) / 8.0;
    }
    column[3] = Double.NaN;
    column[5] = Double.NEGATIVE_INFINITY;
    EventBlock block = new EventBlock(new double[][] {column}, column.length);
    Program program = Lowering.program(outputs, List.of("m"), List.of("x"));
    check("integrals", expected, actual, program, new double[] {0.1, 2}, 2, block);
    for (String name : List.of("rice", "von_mises", "skew_normal", "voigt")) {
      String written =
          NamedLaws.CONTINUOUS.stream().filter(l -> l.startsWith(name)).findFirst().orElseThrow();
      NamedLaws.Open law = NamedLaws.open(written);
      List<String> names = List.copyOf(law.point().keySet());
      List<Expr> ofLaw = new ArrayList<>(List.of(law.law().logDensity(x), law.law().cdf(x)));
      ofLaw.addAll(
          Derivative.gradient(law.law().survival(x), names.stream().map(Parameter::of).toList()));
      ofLaw.add(Sampler.draw(law.law(), 0));
      Program programOfLaw = Lowering.program(ofLaw, names, List.of("x"));
      double[] point = names.stream().mapToDouble(law.point()::get).toArray();
      check(
          written,
          expected,
          actual,
          programOfLaw,
          point,
          1,
          new EventBlock(new double[][] {column}, column.length, 7, 0));
    }
  }

  /** Draws of a law whose arguments are parameters, across a carry of the sample's number. */
  public static void checkDraws(String written, Backend expected, Backend actual) {
    NamedLaws.Open law = NamedLaws.open(written);
    List<String> names = List.copyOf(law.point().keySet());
    double[] point = names.stream().mapToDouble(law.point()::get).toArray();
    Program program = Lowering.program(List.of(Sampler.draw(law.law(), 5)), names, List.of());
    EventBlock samples = EventBlock.samples(20261121, (1L << 32) - 150, 300);
    check(written, expected, actual, program, point, 1, samples);
  }

  /** Many threads that share one kernel. */
  public static void checkThreads(
      Backend expectedBackend,
      Backend actualBackend,
      Program program,
      double[] points,
      int count,
      EventBlock block,
      int threads,
      Runnable everyEighth)
      throws Exception {
    PartialSum expected = new PartialSum(count, program.outputs());
    expectedBackend.kernel(program).sum(points, count, block, expected, 0);
    Kernel kernel = actualBackend.kernel(program);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<PartialSum>> tasks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        boolean eighth = i % 8 == 0;
        tasks.add(
            () -> {
              if (eighth) {
                everyEighth.run();
              }
              PartialSum sums = new PartialSum(count, program.outputs());
              kernel.sum(points, count, block, sums, 0);
              return sums;
            });
      }
      for (Future<PartialSum> sums : pool.invokeAll(tasks)) {
        assertEquals(expected, sums.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Values of all rows at the first point, and sums at all {@code count} points. */
  public static void check(
      String what,
      Backend expectedBackend,
      Backend actualBackend,
      Program program,
      double[] points,
      int count,
      EventBlock block) {
    Kernel expectedKernel = expectedBackend.kernel(program);
    Kernel actualKernel = actualBackend.kernel(program);
    double[][] expected = new double[program.outputs()][block.rows()];
    double[][] actual = new double[program.outputs()][block.rows()];
    expectedKernel.evaluate(points, block, expected);
    actualKernel.evaluate(points, block, actual);
    for (int k = 0; k < expected.length; k++) {
      for (int i = 0; i < block.rows(); i++) {
        // doubleToLongBits tells zeros apart and makes all NaNs equal.
        if (Double.doubleToLongBits(expected[k][i]) != Double.doubleToLongBits(actual[k][i])) {
          assertEquals(expected[k][i], actual[k][i], what + ", output " + k + ", row " + i);
        }
      }
    }
    PartialSum expectedSums = new PartialSum(count, program.outputs());
    PartialSum actualSums = new PartialSum(count, program.outputs());
    expectedKernel.sum(points, count, block, expectedSums, 0);
    actualKernel.sum(points, count, block, actualSums, 0);
    assertEquals(expectedSums, actualSums, what);
  }
}
