package org.pushforward.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.distribution.Beta;
import org.pushforward.engine.elementary.Primitive;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.RandomNumber;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.ProgramBuilder;
import org.pushforward.engine.kernel.RandomPrograms;
import org.pushforward.engine.kernel.Rate;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;

class SimdBackendTest {
  private static final double[] ARGUMENTS = {
    0.0,
    -0.0,
    1,
    -1,
    0.1,
    Math.PI,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    0x0.8p-1022,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1 + 0x1p-52,
    0x1p52 + 0.5
  };

  private final SimdBackend simd = new SimdBackend();
  private final ReferenceBackend reference = new ReferenceBackend();

  @Test
  void everyPrimitiveGivesTheReferenceBitsForSpecialArguments() {
    int n = ARGUMENTS.length;
    double[][] columns = new double[3][n * n * n];
    for (int i = 0; i < columns[0].length; i++) {
      columns[0][i] = ARGUMENTS[i % n];
      columns[1][i] = ARGUMENTS[i / n % n];
      columns[2][i] = ARGUMENTS[i / n / n];
    }
    for (Primitive operation : Primitive.values()) {
      ProgramBuilder b = new ProgramBuilder(0, 3);
      Integer[] operands = new Integer[3];
      for (int j = 0; j < 3; j++) {
        int column = b.column(j, Rate.ROW);
        operands[j] =
            operation.operand(Math.min(j, operation.arity() - 1)) == Primitive.Type.MASK
                ? b.lt(column, b.constant(0.5))
                : column;
      }
      boolean shift = operation == Primitive.LONG_SHL || operation == Primitive.LONG_SHR;
      List<Integer> outputs = new ArrayList<>();
      for (int count : shift ? new int[] {0, 1, 31, 32, 52, 63} : new int[] {0}) {
        outputs.add(
            b.apply(operation, operands[0], shift ? b.word(count) : operands[1], operands[2]));
      }
      assertSameBits(
          operation.name(),
          b.build(outputs),
          new double[0],
          1,
          new EventBlock(columns, columns[0].length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 1015, 1016, 1017, 1023, 1024, 1025, 5000})
  void randomProgramsGiveTheReferenceBitsForAnyNumberOfRows(int rows) {
    for (int variant = 0; variant < 8; variant++) {
      RandomPrograms programs =
          new RandomPrograms(
              100 * rows + variant, variant % 2 == 1, (variant & 2) != 0, (variant & 4) != 0);
      Program program = programs.next(60, 4);
      assertSameBits("variant " + variant, program, programs.points(3), 3, programs.block(rows));
    }
  }

  @Test
  void monteCarloEstimatesGiveTheReferenceBits() {
    SameBits.checkEstimate(reference, simd);
  }

  @Test
  void integralsAndRootsOfThemGiveTheReferenceBits() {
    SameBits.checkIntegrals(reference, simd);
  }

  @Test
  void manyRandomProgramsGiveTheReferenceBits() {
    for (int seed = 0; seed < 150; seed++) {
      RandomPrograms programs =
          new RandomPrograms(seed, seed % 3 == 1, seed % 2 == 0, seed % 5 < 2);
      Program program = programs.next(20 + 2 * seed, 5);
      assertSameBits("seed " + seed, program, programs.points(2), 2, programs.block(77));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void programsTooLongForOneMethodAreCutAndGiveTheReferenceBits(int seed) {
    RandomPrograms programs = new RandomPrograms(seed, false, seed % 2 == 0, seed > 2);
    Program program = programs.next(4000, 60);
    SimdKernel kernel = (SimdKernel) simd.kernel(program);
    assertTrue(kernel.steps() >= 4, () -> kernel.steps() + " methods");
    assertTrue(kernel.longestMethod() <= 7000, () -> kernel.longestMethod() + " bytes");
    assertSameBits("seed " + seed, program, programs.points(2), 2, programs.block(1025));
  }

  @Test
  void loopsTooLongForAMethodAreRunOnColumnsAndGiveTheReferenceBits() {
    Expr shape = Formulas.exp(Column.of("x"));
    Expr quantile = new Beta(shape, Parameter.of("k")).quantile(RandomNumber.uniform(0, 0));
    Program program = Lowering.program(List.of(quantile, shape), List.of("k"), List.of("x"));
    SimdKernel kernel = (SimdKernel) simd.kernel(program);
    assertTrue(kernel.longestMethod() <= 7000, () -> kernel.longestMethod() + " bytes");
    double[] x = new double[1500];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.sin(i) * 4;
    }
    EventBlock block = new EventBlock(new double[][] {x}, x.length, 7, 1L << 40);
    assertSameBits("quantile", program, new double[] {0.5, 3}, 2, block);
  }

  @Test
  void columnsLongerThanTheBlockAreReadOnlyAsFarAsTheRowsGo() {
    RandomPrograms programs = new RandomPrograms(9, false, true, false);
    Program program = programs.next(80, 5);
    EventBlock longer = programs.block(3000);
    assertSameBits(
        "longer", program, programs.points(1), 1, new EventBlock(longer.columns(), 2029));
  }

  @Test
  void sumsFollowValuesOfEveryMagnitudeFromBlockToBlock() {
    ProgramBuilder b = new ProgramBuilder(0, 1);
    Program program = b.build(List.of(b.column(0, Rate.ROW), b.abs(b.column(0, Rate.ROW))));
    double[] column = new double[10 * 1024 + 5];
    for (int i = 0; i < column.length; i++) {
      int block = i / 1024;
      column[i] = Math.scalb(1 + Math.sin(i), block == 3 ? 1022 : 200 * (block % 5) - 1000);
    }
    column[4 * 1024 + 100] = Double.NEGATIVE_INFINITY;
    assertSameBits(
        "magnitudes",
        program,
        new double[0],
        1,
        new EventBlock(new double[][] {column}, column.length));
  }

  @Test
  void sumsGoToThePointsAskedFor() {
    SameBits.checkLaterPoints(reference, simd);
  }

  @Test
  void manyThreadsShareOneKernel() throws Exception {
    RandomPrograms programs = new RandomPrograms(11, false, true, true);
    Program program = programs.next(100, 5);
    EventBlock block = programs.block(2500);
    double[] points = programs.points(4);
    SameBits.checkThreads(reference, simd, program, points, 4, block, 8, () -> {});
  }

  @Test
  void equalProgramsShareOneKernelAmongAllInstances() {
    Program one = new RandomPrograms(3, false, true, true).next(30, 2);
    Program same = new RandomPrograms(3, false, true, true).next(30, 2);
    assertSame(simd.kernel(one), new SimdBackend().kernel(same));
  }

  @Test
  void withoutTheVectorModuleTheMessageNamesTheFlag() {
    IllegalStateException error =
        assertThrows(
            IllegalStateException.class,
            () -> SimdBackend.requireVectorModule(ModuleLayer.empty()));
    assertTrue(error.getMessage().contains("--add-modules=jdk.incubator.vector"));
  }

  private void assertSameBits(
      String what, Program program, double[] points, int count, EventBlock block) {
    SameBits.check(what, reference, simd, program, points, count, block);
  }
}
