package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.pushforward.engine.elementary.PhiloxBlock;
import org.pushforward.engine.elementary.Primitive;
import org.pushforward.engine.elementary.Primitive.Type;
import org.pushforward.engine.elementary.Primitives;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.expr.Grids;

/**
 * Programs over all primitives, rates and lookups, and blocks full of special values, from a seed.
 */
public final class RandomPrograms {
  public static final int PARAMETERS = 3;

  /** Columns 0 and 1 hold rows' values, 2 and 3 edges. */
  public static final int COLUMNS = 4;

  /** Entries of a table that indices are masked to: 8 cells of 6 coefficients are there. */
  private static final int TABLE_MASK = 31;

  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -0x1p-1040,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    0x1p990,
    0x1.fffp52,
    1e-300,
    -3.7
  };

  private final SplittableRandom random;
  private final boolean withSpecials;
  private final boolean withEdges;
  private final boolean withTables;

  public RandomPrograms(long seed, boolean withSpecials, boolean withEdges, boolean withTables) {
    this.random = new SplittableRandom(seed);
    this.withSpecials = withSpecials;
    this.withEdges = withEdges;
    this.withTables = withTables;
  }

  private static int pick(SplittableRandom random, List<Integer> words) {
    // Half of the time a recent one, so that programs grow deep as well as wide.
    int n = words.size();
    return words.get(
        random.nextBoolean() ? n - 1 - random.nextInt(Math.min(n, 12)) : random.nextInt(n));
  }

  private static int asLong(ProgramBuilder b, int word) {
    // The bits of a NaN are no machine's promise.
    return b.select(b.isNaN(word), b.constant(2.5), word);
  }

  private static Program edgeMasses(double shift) {
    ProgramBuilder b = new ProgramBuilder(PARAMETERS, 1);
    int x = b.add(b.column(0, Rate.EDGE), b.constant(shift));
    int f = b.div(x, b.fma(x, x, b.fma(b.parameter(0), b.parameter(0), b.constant(1))));
    return b.build(List.of(b.sub(b.ahead(f), f)));
  }

  public Program next(int operations, int outputs) {
    ProgramBuilder b = new ProgramBuilder(PARAMETERS, COLUMNS);
    List<Integer> doubles = new ArrayList<>();
    List<Integer> longs = new ArrayList<>();
    List<Integer> masks = new ArrayList<>();
    List<Integer> edges = new ArrayList<>();
    for (int k = 0; k < PARAMETERS; k++) {
      doubles.add(b.parameter(k));
    }
    doubles.add(b.column(0, Rate.ROW));
    doubles.add(b.column(1, Rate.ROW));
    if (withEdges) {
      edges.add(b.column(2, Rate.EDGE));
      edges.add(b.column(3, Rate.EDGE));
      doubles.addAll(edges);
      doubles.add(b.ahead(edges.get(0)));
    }
    longs.add(b.word(random.nextLong()));
    longs.add(b.sample());
    longs.add(b.longXor(b.seed(), b.sample()));
    Integer attempt = b.constant(random.nextInt(3));
    PhiloxBlock<Integer> own = PhiloxBlock.of(b, b.seed(), b.sample(), random.nextInt(4), attempt);
    doubles.add(own.uniforms(b).get(0));
    PhiloxBlock<Integer> shared = PhiloxBlock.of(b, b.seed(), b.pair(), 1, attempt);
    doubles.add(b.pick(shared.uniforms(b).get(0), shared.normals(b).get(1)));
    longs.add(asLong(b, doubles.get(3)));
    masks.add(b.lt(doubles.get(3), doubles.get(4)));
    masks.add(b.lt(doubles.get(0), doubles.get(1)));
    int table =
        withTables
            ? b.tables(
                new ConvolutionTables(
                    new Grids(
                        new Grid(-1, 0.1, 20), new Grid(-0.15, 0.1, 3), 6, 8, 4, false, false),
                    edgeMasses(0.3),
                    edgeMasses(0),
                    new int[][] {{0, 0}}))
            : -1;
    for (int i = 0; i < operations; i++) {
      int what = random.nextInt(100);
      if (what < 6) {
        doubles.add(b.constant(value()));
      } else if (what < 9) {
        longs.add(asLong(b, pick(random, doubles)));
      } else if (what < 11) {
        doubles.add(pick(random, longs));
      } else if (what < 12) {
        longs.add(pick(random, masks));
      } else if (what < 16 && withEdges) {
        int edge = pick(random, edges);
        edges.add(b.apply(Primitive.FMA, edge, edge, doubles.get(random.nextInt(2))));
        doubles.add(edges.get(edges.size() - 1));
        doubles.add(b.ahead(pick(random, edges)));
        masks.add(b.ahead(b.le(edge, edges.get(0))));
        longs.add(b.ahead(b.longAdd(asLong(b, edge), b.word(7))));
      } else if (what < 19 && withTables) {
        int index = b.longAnd(pick(random, longs), b.word(TABLE_MASK));
        doubles.add(b.gather(table, index, 3));
        if (withEdges) {
          int at = b.longAnd(b.shiftRight(asLong(b, pick(random, edges)), 50), b.word(TABLE_MASK));
          doubles.add(b.gather(table, at, 0));
          doubles.add(b.ahead(b.gather(table, at, 0)));
          doubles.add(b.gather(table, b.ahead(at), 2));
        }
      } else {
        grow(b, doubles, longs, masks, 2);
      }
    }
    List<Integer> results = new ArrayList<>();
    for (int k = 0; k < outputs; k++) {
      List<Integer> from = k % 5 == 3 ? longs : k % 5 == 4 ? masks : doubles;
      results.add(pick(random, from));
    }
    results.add(results.get(0)); // an output twice
    results.add(doubles.get(0)); // a parameter
    results.add(doubles.get(3)); // a column
    if (withEdges) {
      results.add(pick(random, edges));
      results.add(b.ahead(edges.get(1)));
    }
    return b.build(results);
  }

  /** One more value: of a primitive or, now and then, of a loop. */
  private void grow(
      ProgramBuilder b,
      List<Integer> doubles,
      List<Integer> longs,
      List<Integer> masks,
      int depth) {
    if (depth > 0 && random.nextInt(25) == 0) {
      List<Integer> start =
          List.of(pick(random, doubles), pick(random, doubles), pick(random, longs));
      List<Integer> end = b.loop(random.nextInt(8), start, step(b, doubles, longs, masks, depth));
      doubles.addAll(end.subList(0, 2));
      longs.add(end.get(2));
      return;
    }
    Primitive[] all = Primitive.values();
    Primitive operation = all[random.nextInt(all.length)];
    Integer[] operands = new Integer[3];
    for (int j = 0; j < operation.arity(); j++) {
      Type type = operation.operand(j);
      operands[j] = pick(random, type == Type.DOUBLE ? doubles : type == Type.LONG ? longs : masks);
    }
    if (operation == Primitive.LONG_SHL || operation == Primitive.LONG_SHR) {
      operands[1] = b.word(random.nextInt(64));
    }
    int result = b.apply(operation, operands[0], operands[1], operands[2]);
    (operation.result() == Type.DOUBLE ? doubles : operation.result() == Type.LONG ? longs : masks)
        .add(result);
  }

  /** Some operations on the states and on words from outside. */
  private Primitives.Step<Integer> step(
      ProgramBuilder b,
      List<Integer> doubles,
      List<Integer> longs,
      List<Integer> masks,
      int depth) {
    return new Primitives.Step<>() {
      @Override
      public Integer wanted(List<Integer> state) {
        return b.or(b.lt(state.get(0), pick(random, doubles)), pick(random, masks));
      }

      @Override
      public List<Integer> next(List<Integer> state) {
        List<Integer> insideDoubles = new ArrayList<>(doubles);
        insideDoubles.addAll(state.subList(0, 2));
        List<Integer> insideLongs = new ArrayList<>(longs);
        insideLongs.add(state.get(2));
        List<Integer> insideMasks = new ArrayList<>(masks);
        insideMasks.add(b.lt(state.get(1), state.get(0)));
        int operations = depth == 1 && random.nextInt(12) == 0 ? 500 : 12;
        for (int i = 0; i < operations; i++) {
          grow(b, insideDoubles, insideLongs, insideMasks, depth - 1);
        }
        return List.of(
            pick(random, insideDoubles), pick(random, insideDoubles), pick(random, insideLongs));
      }
    };
  }

  public EventBlock block(int rows) {
    double[][] columns = new double[COLUMNS][];
    for (int k = 0; k < COLUMNS; k++) {
      columns[k] = new double[rows + (k < 2 ? 0 : 1)];
      for (int i = 0; i < columns[k].length; i++) {
        columns[k][i] = value();
      }
    }
    return new EventBlock(columns, rows, random.nextLong(), random.nextLong());
  }

  public double[] points(int count) {
    double[] points = new double[count * PARAMETERS];
    for (int i = 0; i < points.length; i++) {
      points[i] = random.nextDouble(-2, 2);
    }
    return points;
  }

  private double value() {
    return withSpecials && random.nextInt(4) == 0
        ? SPECIAL[random.nextInt(SPECIAL.length)]
        : random.nextDouble(-3, 3);
  }
}
