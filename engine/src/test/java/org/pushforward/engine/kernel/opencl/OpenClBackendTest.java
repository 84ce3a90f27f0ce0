package org.pushforward.engine.kernel.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.engine.elementary.Primitive;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ConvolutionShape;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.ProgramBuilder;
import org.pushforward.engine.kernel.RandomPrograms;
import org.pushforward.engine.kernel.Rate;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.SameBits;
import org.pushforward.engine.kernel.ShapeBits;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.likelihood.Contribution;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;

class OpenClBackendTest {
  /** Words of a program that takes some microseconds a row. */
  private static final int LONG = 5000;

  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
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
    1 - 0x1p-53,
    0x1p52 + 0.5,
    -745.2,
    709.8
  };

  /** A point of the mixture. */
  private static final double[] AT = {0.31, 5.281, 0.061, 0.98};

  private static OpenClDevice device;
  private static OpenClBackend opencl;

  private final Backend reference = new ReferenceBackend();
  private final Backend simd = new SimdBackend();

  @BeforeAll
  static void findDevice() {
    device = TestDevice.find();
    opencl = new OpenClBackend(device, new SimdBackend());
  }

  @Test
  void everyPrimitiveGivesTheReferenceBitsForSpecialArguments() {
    int n = SPECIAL.length;
    double[][] columns = new double[3][n * n * n];
    for (int i = 0; i < columns[0].length; i++) {
      columns[0][i] = SPECIAL[i % n];
      columns[1][i] = SPECIAL[i / n % n];
      columns[2][i] = SPECIAL[i / n / n];
    }
    ProgramBuilder b = new ProgramBuilder(0, 3);
    List<Integer> outputs = new ArrayList<>();
    for (Primitive operation : Primitive.values()) {
      Integer[] operands = new Integer[3];
      for (int j = 0; j < 3; j++) {
        int column = b.column(j, Rate.ROW);
        operands[j] =
            operation.operand(Math.min(j, operation.arity() - 1)) == Primitive.Type.MASK
                ? b.lt(column, b.constant(0.5))
                : column;
      }
      boolean shift = operation == Primitive.LONG_SHL || operation == Primitive.LONG_SHR;
      for (int count : shift ? new int[] {0, 1, 31, 32, 52, 63} : new int[] {0}) {
        outputs.add(
            b.apply(operation, operands[0], shift ? b.word(count) : operands[1], operands[2]));
      }
    }
    SameBits.check(
        "primitives",
        reference,
        opencl,
        b.build(outputs),
        new double[0],
        1,
        new EventBlock(columns, columns[0].length));
  }

  /** Some functions a program, for a program takes longer to build than to run. */
  static List<List<Operation>> functions() {
    List<Operation> all = new ArrayList<>(List.of(Operation.values()));
    all.remove(Operation.AHEAD); // tested by programs with edges
    List<List<Operation>> some = new ArrayList<>();
    for (int from = 0; from < all.size(); from += 3) {
      some.add(all.subList(from, Math.min(from + 3, all.size())));
    }
    return some;
  }

  @ParameterizedTest
  @MethodSource("functions")
  void everyFunctionGivesTheBitsOfSimdForRandomAndSpecialArguments(List<Operation> functions) {
    ProgramBuilder b = new ProgramBuilder(0, 3);
    Integer[] operands = {
      b.column(0, Rate.ROW), b.column(1, Rate.ROW), b.column(2, Rate.ROW),
    };
    Program program =
        b.build(
            functions.stream()
                .map(f -> f.lower(b, operands[0], operands[1], operands[2]))
                .toList());
    int n = SPECIAL.length;
    // A million take the incomplete gamma and beta functions minutes.
    int randoms = program.size() > LONG ? 100_000 : 1_000_000;
    int rows = randoms + n * n;
    SplittableRandom random = new SplittableRandom(20261121);
    double[][] columns = new double[3][rows];
    for (int i = 0; i < rows; i++) {
      int special = i - randoms;
      for (int j = 0; j < 3; j++) {
        columns[j][i] =
            special >= 0
                ? SPECIAL[special / (j == 0 ? 1 : n) % n]
                : switch (i % 4) {
                  case 0 -> random.nextDouble(-1, 1);
                  case 1 -> random.nextDouble(-40, 40);
                  case 2 -> random.nextDouble(-1000, 1000);
                  default -> Double.longBitsToDouble(random.nextLong());
                };
      }
    }
    SameBits.check(
        functions.toString(),
        simd,
        opencl,
        program,
        new double[0],
        1,
        new EventBlock(columns, rows));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 127, 128, 129, 1023, 1024, 1025, 5000})
  void randomProgramsGiveTheReferenceBitsForAnyNumberOfRows(int rows) {
    for (int variant = 0; variant < 4; variant++) {
      boolean odd = variant % 2 == 1;
      RandomPrograms programs =
          new RandomPrograms(100 * rows + variant, odd, variant > 1, (rows + variant) % 3 == 0);
      Program program = programs.next(60, 4);
      SameBits.check(
          "variant " + variant,
          reference,
          opencl,
          program,
          programs.points(3),
          3,
          programs.block(rows));
    }
  }

  @Test
  void monteCarloEstimatesGiveTheReferenceBits() {
    SameBits.checkEstimate(reference, opencl);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gamma(0.6, 1.5)",
        "student_t(3.5, -0.3, 0.6)",
        "poisson(100)",
        "truncate(gamma(2, 1) + normal(0, 1), 2, 3)"
      })
  void drawsByRejectionGiveTheReferenceBits(String law) {
    SameBits.checkDraws(law, reference, opencl);
  }

  @Test
  void integralsAndRootsOfThemGiveTheReferenceBits() {
    SameBits.checkIntegrals(reference, opencl);
  }

  @Test
  void manyRandomProgramsGiveTheReferenceBits() {
    for (int seed = 0; seed < 8; seed++) {
      RandomPrograms programs =
          new RandomPrograms(seed, seed % 3 == 1, seed % 2 == 0, seed % 5 < 2);
      Program program = programs.next(20 + 10 * seed, 5);
      SameBits.check(
          "seed " + seed, reference, opencl, program, programs.points(2), 2, programs.block(77));
    }
  }

  @Test
  void oneRowAnItemAsOnGpusGivesTheReferenceBitsToo() {
    OpenClBackend scalar = new OpenClBackend(device.ofWidth(1), new SimdBackend());
    for (int seed = 0; seed < 4; seed++) {
      RandomPrograms programs =
          new RandomPrograms(seed, seed % 3 == 1, seed % 2 == 0, seed % 4 < 2);
      Program program = programs.next(60, 5);
      SameBits.check(
          "seed " + seed, reference, scalar, program, programs.points(3), 3, programs.block(1300));
    }
  }

  @Test
  void mixturesTheirGradientsAndHessiansGiveTheBitsOfSimd() {
    List<String> names = List.of("f", "m", "s", "k");
    RandomVariable x =
        variable("x ~ mix(f -> normal(m, s), 1-f -> exponential(k))", names).conditioned(5, 7);
    Contribution contribution =
        Contribution.unbinned(Map.of(Column.of("x").within(5, 7), x), false);
    double[] column = uniform(5, 7, 200_003);
    double[] points = {0.31, 5.281, 0.061, 0.98, 0.5, 6, 1e-3, 0, 0.1, 5, 2, -1};
    EventBlock block = new EventBlock(new double[][] {column}, column.length);
    SameBits.check("gradient", simd, opencl, contribution.gradient(names, names), points, 3, block);
    SameBits.check("hessian", simd, opencl, contribution.hessian(names, names), points, 3, block);
  }

  @Test
  void binnedSumsGiveTheBitsOfSimd() {
    RandomVariable x =
        variable("x ~ uniform(-1, 1) + normal(0, s)", List.of("s")).conditioned(-2, 2);
    checkBinned(x, -2, 2, List.of("s"), new double[] {0.05, 0.1, 0.2, 1e-4});
  }

  @Test
  void tabulatedSumsGiveTheBitsOfSimd() {
    List<String> names = List.of("s", "w");
    RandomVariable x =
        ModelReader.read(
                Text.of("model", "x ~ cauchy(0, w) + uniform(-1, 1) + normal(0, s)"), names)
            .variables()
            .get("x")
            .resolved(new Domain(-3, 3), Map.of("s", 0.5, "w", 0.7))
            .conditioned(-3, 3);
    checkBinned(x, -3, 3, names, new double[] {0.5, 0.7, 0.4, 0.9});
    Contribution contribution =
        Contribution.unbinned(Map.of(Column.of("x").within(-3, 3), x), false);
    Program program = contribution.gradient(names, names);
    assertFalse(program.tables().isEmpty());
    double[] column = uniform(-3, 3, 3001);
    SameBits.check(
        "unbinned",
        simd,
        opencl,
        program,
        new double[] {0.5, 0.7, 0.4, 0.9},
        2,
        new EventBlock(new double[][] {column}, column.length));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void fixedShapesGiveTheReferenceBits(int width) {
    OpenClBackend backend = new OpenClBackend(device.ofWidth(width), new SimdBackend());
    ShapeBits.checkConvolutions(reference, backend);
    ShapeBits.checkEliminations(reference, backend);
    ShapeBits.checkDeterminants(reference, backend);
  }

  /** Of two passes and of three. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void transformsGiveTheReferenceBits(int width) {
    OpenClBackend backend = new OpenClBackend(device.ofWidth(width), simd);
    ShapeBits.checkTransforms(reference, backend, 16);
  }

  /** 2^22 points take four passes; of 2^16, more than a launch takes. */
  @Test
  void largeTransformsAndBatchesOfThemGiveTheSameBits() {
    sameTransforms(1 << 22, 1);
    sameTransforms(1 << 16, 11);
  }

  @Test
  void aTransformsTablesGoToTheDeviceOnce() {
    Backend backend = new OpenClBackend(device, simd);
    int size = 1 << 12;
    double[] re = uniform(-1, 1, size);
    double[] im = uniform(-1, 1, size);
    backend.transform(size, 1, re, im);
    long before = NativeKernel.uploaded();
    backend.transform(size, 1, re, im);
    long again = NativeKernel.uploaded() - before;
    long points = 16L * size;
    assertTrue(again >= points && again < points + 128, again + " bytes");
  }

  @Test
  void tablesAreFilledOnTheDeviceWhereTheyAreLarge() {
    Backend filler = new TableFiller(opencl, simd);
    for (int n : new int[] {1000, 3000}) {
      double[] signal = uniform(-1, 1, n);
      double[] kernel = uniform(0, 1, n);
      ConvolutionShape shape = ConvolutionShape.full(n, n);
      double[] expected = new double[shape.sums()];
      simd.convolve(shape, 1, signal, kernel, expected);
      double[] sums = new double[shape.sums()];
      long before = NativeKernel.uploaded();
      filler.convolve(shape, 1, signal, kernel, sums);
      assertEquals(n == 3000, NativeKernel.uploaded() > before);
      assertArrayEquals(expected, sums);
    }
    for (int size : new int[] {1 << 12, 1 << 17}) {
      double[] re = uniform(-1, 1, size);
      double[] im = uniform(-1, 1, size);
      double[] expectedRe = re.clone();
      double[] expectedIm = im.clone();
      simd.transform(size, 1, expectedRe, expectedIm);
      long before = NativeKernel.uploaded();
      filler.transform(size, 1, re, im);
      assertEquals(size == 1 << 17, NativeKernel.uploaded() > before);
      assertArrayEquals(expectedRe, re);
      assertArrayEquals(expectedIm, im);
    }
  }

  private void sameTransforms(int size, int count) {
    double[][] expected = {uniform(-1, 1, count * size), uniform(-2, 3, count * size)};
    double[][] actual = {expected[0].clone(), expected[1].clone()};
    simd.transform(size, count, expected[0], expected[1]);
    opencl.transform(size, count, actual[0], actual[1]);
    assertArrayEquals(expected, actual);
  }

  @Test
  void largeBatchesOfFixedShapesAreCut() {
    int n = 64;
    int count = 300;
    double[] matrices = uniform(-1, 1, count * n * n);
    double[][] expected = new double[2][count];
    double[][] actual = new double[2][count];
    simd.eliminate(n, count, matrices, expected[0], expected[1]);
    opencl.eliminate(n, count, matrices, actual[0], actual[1]);
    assertArrayEquals(expected, actual);

    ConvolutionShape shape = ConvolutionShape.full(200_000, 3);
    double[] sums = new double[7 * shape.sums()];
    double[] expectedSums = sums.clone();
    double[] signals = uniform(-1, 1, 7 * shape.signal());
    double[] kernels = uniform(-1, 1, 7 * shape.kernel());
    simd.convolve(shape, 7, signals, kernels, expectedSums);
    opencl.convolve(shape, 7, signals, kernels, sums);
    assertArrayEquals(expectedSums, sums);
  }

  @Test
  void largeBatchesAreCut() {
    RandomPrograms programs = new RandomPrograms(21, false, true, true);
    Program program = programs.next(40, 20);
    SameBits.check("rows", simd, opencl, program, programs.points(2), 2, programs.block(120_000));
    SameBits.check(
        "points", simd, opencl, program, programs.points(400), 400, programs.block(3000));
  }

  @Test
  void sumsFollowValuesOfEveryMagnitude() {
    ProgramBuilder b = new ProgramBuilder(0, 1);
    Program program = b.build(List.of(b.column(0, Rate.ROW), b.abs(b.column(0, Rate.ROW))));
    double[] column = new double[10 * 1024 + 5];
    for (int i = 0; i < column.length; i++) {
      int block = i / 1024;
      column[i] = Math.scalb(1 + Math.sin(i), block == 3 ? 1022 : 200 * (block % 5) - 1000);
    }
    EventBlock block = new EventBlock(new double[][] {column}, column.length);
    for (int rows : new int[] {1000, 3000, 5000, column.length}) {
      EventBlock some = new EventBlock(block.columns(), rows);
      SameBits.check("magnitudes", reference, opencl, program, new double[0], 1, some);
    }
    column[4 * 1024 + 100] = Double.NEGATIVE_INFINITY;
    EventBlock infinite = new EventBlock(block.columns(), block.rows());
    SameBits.check("infinity", reference, opencl, program, new double[0], 1, infinite);
    Arrays.fill(column, -0x1p-1060);
    EventBlock subnormal = new EventBlock(block.columns(), block.rows());
    SameBits.check("subnormal", reference, opencl, program, new double[0], 1, subnormal);
  }

  @Test
  void aBlockGoesToTheDeviceOnceAndThenOnlyPoints() {
    Program program = mixture();
    Kernel kernel = new OpenClBackend(device, simd).kernel(program);
    int rows = 1 << 16;
    EventBlock block = new EventBlock(new double[][] {uniform(5, 7, rows)}, rows);
    long before = NativeKernel.uploaded();
    PartialSum sums = new PartialSum(1, program.outputs());
    kernel.sum(AT, 1, block, sums, 0);
    long first = NativeKernel.uploaded() - before;
    // The column, and room for some thousand sums.
    assertTrue(first >= 8L * rows && first < 9L * rows, first + " bytes");
    for (int i = 1; i <= 5; i++) {
      before = NativeKernel.uploaded();
      kernel.sum(AT, 1, block, sums, 0);
      long again = NativeKernel.uploaded() - before;
      assertTrue(again <= 512, again + " bytes"); // 0.01 an event
    }
    kernel.evaluate(AT, block, new double[program.outputs()][rows]);
    before = NativeKernel.uploaded();
    kernel.evaluate(AT, block, new double[program.outputs()][rows]);
    assertTrue(NativeKernel.uploaded() - before <= 512);
  }

  @Test
  void theLeastRecentlyUsedBlocksGoFirst() {
    int rows = 1000;
    OpenClDevice small = device.holding(3 * 8 * (rows + 8));
    OpenClBackend backend = new OpenClBackend(small, simd);
    Program value = mixture();
    ProgramBuilder b = new ProgramBuilder(4, 1);
    Program other = b.build(List.of(b.mul(b.column(0, Rate.ROW), b.column(0, Rate.ROW))));
    EventBlock[] blocks = new EventBlock[5];
    Arrays.setAll(
        blocks, i -> new EventBlock(new double[][] {uniform(5 + 0.1 * i, 7, rows)}, rows));
    int[] order = {0, 1, 2, 0, 3, 0, 2, 4, 1, 0};
    boolean[] goUp = {true, true, true, false, true, false, false, true, true, true};
    for (int i = 0; i < order.length; i++) {
      assertEquals(goUp[i], sumGoesUp(backend, value, blocks[order[i]]), "use " + i);
      assertTrue(small.held().bytes() <= 3 * 8 * (rows + 8));
    }
    // Another kernel has its own, and takes from all.
    assertTrue(sumGoesUp(backend, other, blocks[0]));
    assertFalse(sumGoesUp(backend, value, blocks[1]));
    assertTrue(sumGoesUp(backend, value, blocks[4]));
    assertFalse(sumGoesUp(backend, other, blocks[0]));
    assertTrue(small.held().bytes() <= 3 * 8 * (rows + 8));
  }

  @Test
  void moreBlocksThanAKernelHoldsGiveTheBitsOfSimd() {
    Program program = mixture();
    int rows = 100;
    EventBlock[] blocks = new EventBlock[OpenClSource.SLOTS + 6];
    Arrays.setAll(
        blocks, i -> new EventBlock(new double[][] {uniform(5, 6 + 0.01 * i, rows)}, rows));
    for (int round = 0; round < 2; round++) {
      for (EventBlock block : blocks) {
        sumGoesUp(opencl, program, block);
      }
    }
  }

  @Test
  void nothingIsLeftOfKernelsAndBlocksThatNobodyHolds() throws InterruptedException {
    OpenClDevice own = device.holding(1 << 20);
    int before = NativeKernel.open();
    for (int i = 0; i < 30; i++) {
      EventBlock block = new EventBlock(new double[][] {uniform(5, 7, 1000)}, 1000);
      assertTrue(sumGoesUp(new OpenClBackend(own, simd), mixture(), block));
    }
    // The collector decides when; kernels of other tests may go too.
    for (int i = 0; i < 100 && (NativeKernel.open() > before || own.held().bytes() > 0); i++) {
      System.gc();
      Thread.sleep(50);
    }
    assertTrue(NativeKernel.open() <= before);
    assertEquals(0, own.held().bytes());
  }

  @Test
  void aBufferLargerThanTheDeviceAllowsIsAnErrorThatSaysSo() {
    NativeKernel code = new NativeKernel(device, "__kernel void run(int pass) {}");
    long doubles = device.largestBuffer() / 8 + 1;
    DeviceException error =
        assertThrows(
            DeviceException.class,
            () -> code.sized(NativeKernel.output("x"), new double[0], doubles));
    assertTrue(
        error.getMessage().startsWith("OpenCL device " + device.name() + " has no room for "),
        error.getMessage());
  }

  @Test
  void memoryThatTheDeviceCannotGiveIsAnErrorThatSaysSo() {
    NativeKernel code =
        new NativeKernel(device, "__kernel void run(__global const double* x, int pass) {}");
    NativeKernel.Buffer x = NativeKernel.held("x");
    NativeKernel.set(x, new double[0]); // as little as it can give of 0 bytes
    code.arguments(x);
    DeviceException error = assertThrows(DeviceException.class, () -> code.run(1, 1, 1));
    assertTrue(error.getMessage().contains("out of device memory"), error.getMessage());
    NativeKernel.set(x, new double[16]);
    code.run(1, 1, 1);
    code.dispose();
  }

  @Test
  void theSourceIsThatOfTheKernel() {
    String source = opencl.source(mixture());
    assertTrue(source.contains("__kernel void run("), source);
    new NativeKernel(device, source);
  }

  /** Whether a sum, whose bits are checked, sends the block to the device. */
  private boolean sumGoesUp(Backend backend, Program program, EventBlock block) {
    PartialSum expected = new PartialSum(1, program.outputs());
    PartialSum actual = new PartialSum(1, program.outputs());
    simd.kernel(program).sum(AT, 1, block, expected, 0);
    Kernel kernel = backend.kernel(program);
    long before = NativeKernel.uploaded();
    kernel.sum(AT, 1, block, actual, 0);
    boolean goesUp = NativeKernel.uploaded() - before >= 8L * block.rows();
    assertEquals(expected, actual);
    return goesUp;
  }

  private static Program mixture() {
    List<String> names = List.of("f", "m", "s", "k");
    RandomVariable x =
        variable("x ~ mix(f -> normal(m, s), 1-f -> exponential(k))", names).conditioned(5, 7);
    return Contribution.unbinned(Map.of(Column.of("x").within(5, 7), x), false)
        .gradient(names, names);
  }

  @Test
  void sumsGoToThePointsAskedFor() {
    SameBits.checkLaterPoints(reference, opencl);
  }

  @Test
  void manyThreadsShareOneKernelWhileTheCollectorMovesItsArrays() throws Exception {
    RandomPrograms programs = new RandomPrograms(11, false, true, true);
    Program program = programs.next(100, 5);
    EventBlock block = programs.block(2500);
    double[] points = programs.points(4);
    SameBits.checkThreads(reference, opencl, program, points, 4, block, 4, System::gc);
  }

  @Test
  void equalProgramsShareOneKernel() {
    Program one = new RandomPrograms(3, false, true, true).next(30, 2);
    Program same = new RandomPrograms(3, false, true, true).next(30, 2);
    assertSame(opencl.kernel(one), opencl.kernel(same));
  }

  @Test
  void aSourceThatDoesNotBuildIsNamedWithItsDevice() throws Exception {
    String source = "__kernel void run(int pass) { this is no C }";
    DeviceException error =
        assertThrows(DeviceException.class, () -> new NativeKernel(device, source));
    assertTrue(error.getMessage().contains(device.name()), error.getMessage());
    String file = error.getMessage().substring(error.getMessage().lastIndexOf(' ') + 1);
    assertEquals(source, Files.readString(Path.of(file)));
    Files.delete(Path.of(file));
  }

  @Test
  void theDeviceTellsWhatItIs() {
    assertTrue(device.hasDoubles());
    assertTrue(device.computeUnits() > 0);
    assertTrue(device.largestBuffer() > 0 && device.largestBuffer() <= device.memory());
    assertEquals(device.model() + " (" + device.platform() + ")", device.name());
    assertFalse(device.isGpu() && device.isCpu());
  }

  private void checkBinned(
      RandomVariable x, double low, double high, List<String> names, double[] points) {
    int bins = 3001;
    double[] edges = new double[bins + 1];
    double[] counts = new double[bins];
    for (int i = 0; i <= bins; i++) {
      edges[i] = low + (high - low) * i / bins;
    }
    Arrays.setAll(counts, i -> i % 17);
    EventBlock block = new EventBlock(new double[][] {edges, counts}, bins);
    Contribution contribution = Contribution.binned(Column.edges("x").within(low, high), x);
    int count = points.length / names.size();
    SameBits.check(
        "gradient", simd, opencl, contribution.gradient(names, names), points, count, block);
    SameBits.check(
        "hessian", simd, opencl, contribution.hessian(names, names), points, count, block);
  }

  private static RandomVariable variable(String model, List<String> parameters) {
    return ModelReader.read(Text.of("model", model), parameters)
        .variables()
        .get("x")
        .resolved(new Domain(-2, 7), Map.of());
  }

  private static double[] uniform(double low, double high, int n) {
    SplittableRandom random = new SplittableRandom(7);
    double[] x = new double[n];
    Arrays.setAll(x, i -> random.nextDouble(low, high));
    return x;
  }
}
