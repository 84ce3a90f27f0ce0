package org.pushforward.engine.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.engine.elementary.PhiloxBlock;
import org.pushforward.engine.elementary.Primitives;
import org.pushforward.engine.elementary.Whole;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Constant;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.expr.Grids;
import org.pushforward.engine.expr.Integral;
import org.pushforward.engine.expr.Lookup;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.RandomNumber;
import org.pushforward.engine.expr.Rejection;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.expr.Solution;
import org.pushforward.engine.expr.Table;

/** Turns expressions into a {@link Program}. */
public final class Lowering {
  /** Halvings of a bracket, and as many of Newton's steps that each halve the last one. */
  private static final int ROOT_STEPS = 200;

  /** Down an exponential, where a whole step too far is not seen to be one, x falls by 1 a step. */
  private static final int SOLUTION_STEPS = 1000;

  private final List<String> parameters;
  private final List<String> columns;

  /** Of u^3, u^4, u^5 by q, d0, d1, s0, s1. */
  private static final double[][] QUINTIC = {
    {10, -6, -4, -1.5, 0.5}, {-15, 8, 7, 1.5, -1}, {6, -3, -3, -0.5, 0.5}
  };

  private final ProgramBuilder builder;
  private final Map<Expr, Integer> words = new IdentityHashMap<>();
  private final Map<Table, Integer> tableNumbers = new LinkedHashMap<>();

  private Lowering(List<String> parameters, List<String> columns) {
    this.parameters = parameters;
    this.columns = columns;
    this.builder = new ProgramBuilder(parameters.size(), columns.size());
  }

  /**
   * The program of these expressions.
   *
   * @param outputs what it computes
   * @param parameters names, in the order of a point's values
   * @param columns names, in the order of a block's columns
   */
  public static Program program(List<Expr> outputs, List<String> parameters, List<String> columns) {
    Lowering lowering = new Lowering(parameters, columns);
    lowering.numberTables(outputs);
    return lowering.builder.build(outputs.stream().map(lowering::word).toList());
  }

  private Integer word(Expr e) {
    Integer known = words.get(e);
    if (known == null) {
      known = lower(e);
      words.put(e, known);
    }
    return known;
  }

  private Integer lower(Expr e) {
    if (e instanceof Constant c) {
      return builder.constant(c.value());
    }
    if (e instanceof Parameter p) {
      return builder.parameter(index(parameters, p.name(), "parameter"));
    }
    if (e instanceof Column c) {
      return builder.column(index(columns, c.name(), "column"), c.isEdges() ? Rate.EDGE : Rate.ROW);
    }
    if (e instanceof RandomNumber r) {
      return random(r);
    }
    if (e instanceof Lookup l) {
      return lookup(l);
    }
    if (e instanceof Root r) {
      return r.isWhole() ? wholeRoot(r) : root(r);
    }
    if (e instanceof Solution s) {
      List<Integer> found = solution(s);
      List<Expr> coordinates = s.coordinates();
      IntStream.range(0, found.size()).forEach(i -> words.put(coordinates.get(i), found.get(i)));
      return found.get(s.index());
    }
    if (e instanceof Rejection r) {
      return rejection(r);
    }
    if (e instanceof Integral i) {
      return new Quadrature(
              builder, t -> with(Map.of(i.variable(), t), List.of(i.integrand())).get(0))
          .value(word(i.from()), word(i.to()));
    }
    Apply a = (Apply) e;
    if (a.operation() == Operation.AHEAD) {
      return builder.ahead(word(a.operands().get(0)));
    }
    Integer contracted = a.varies() ? contracted(a) : null;
    if (contracted != null) {
      return contracted;
    }
    Integer[] operands = new Integer[3];
    for (int i = 0; i < a.operands().size(); i++) {
      operands[i] = word(a.operands().get(i));
    }
    return a.operation().lower(builder, operands[0], operands[1], operands[2]);
  }

  /**
   * A sum or difference with a product as one fused multiply-add, or null. A product is subtracted
   * so only if its first factor, being of rate POINT, is negated once for all rows.
   */
  private Integer contracted(Apply sum) {
    boolean subtract = sum.operation() == Operation.SUBTRACT;
    if (sum.operation() != Operation.ADD && !subtract) {
      return null;
    }
    Expr a = sum.operands().get(0);
    Expr b = sum.operands().get(1);
    if (isProduct(b) && (!subtract || !b.operands().get(0).varies())) {
      Integer factor = word(b.operands().get(0));
      return builder.fma(
          subtract ? builder.neg(factor) : factor, word(b.operands().get(1)), word(a));
    }
    if (isProduct(a) && (!subtract || !b.varies())) {
      Integer rest = word(b);
      return builder.fma(
          word(a.operands().get(0)),
          word(a.operands().get(1)),
          subtract ? builder.neg(rest) : rest);
    }
    return null;
  }

  private static boolean isProduct(Expr e) {
    return e.varies() && e instanceof Apply a && a.operation() == Operation.MULTIPLY;
  }

  /**
   * The polynomial of the cell that x is in. The outermost cells' go on for half a cell, more than
   * an edge's rounding; beyond, where a quintic soon overflows, all is 0: F below, F - 1 above.
   */
  private Integer lookup(Lookup l) {
    ProgramBuilder p = builder;
    Table table = l.table();
    Grid grid = table.grids().table();
    double last = grid.cells() - 1;
    Integer position =
        p.mul(p.sub(word(l.x()), p.constant(grid.low())), p.constant(1 / grid.step()));
    // NaN goes to cell 0: it is NaN again in u.
    Integer inside =
        p.select(
            p.lt(position, p.constant(last)),
            p.select(p.lt(p.constant(0), position), position, p.constant(0)),
            p.select(p.eq(position, position), p.constant(last), p.constant(0)));
    // Adding 2^52 rounds to an integer and leaves it in the low bits.
    Integer shifter = p.constant(0x1p52);
    Integer near = p.sub(p.add(inside, shifter), shifter);
    Integer cell = p.select(p.lt(inside, near), p.sub(near, p.constant(1)), near);
    Integer number = p.longSub(p.add(cell, shifter), shifter);
    Integer u = p.sub(position, cell);
    int tableNumber = tableNumbers.get(table);
    boolean isLine = table.grids().sampled();
    Integer entry = p.shiftLeft(number, isLine ? 1 : 2);
    Integer value = null;
    for (int k = isLine ? 1 : 5; k >= l.order(); k--) {
      Integer coefficient =
          isLine || k == 0 ? p.gather(tableNumber, entry, k) : quintic(tableNumber, entry, k);
      Integer term = p.mul(coefficient, p.constant(fallingFactorial(k, l.order())));
      value = value == null ? term : p.fma(value, u, term);
    }
    double scale = 1;
    for (int i = 0; i < l.order(); i++) {
      scale /= grid.step();
    }
    Integer outside =
        p.or(p.lt(position, p.constant(-0.5)), p.lt(p.constant(last + 1.5), position));
    return value == null
        ? p.constant(0)
        : p.select(outside, p.constant(0), p.mul(value, p.constant(scale)));
  }

  /**
   * The coefficient of u^k, k > 0, of the quintic with the mass q of its cell and, at its edges,
   * the densities d and slopes s of the table's entries {F, q, d, s}.
   */
  private Integer quintic(int table, Integer entry, int k) {
    Integer d0 = builder.gather(table, entry, 2);
    Integer s0 = builder.gather(table, entry, 3);
    if (k < 3) {
      return k == 1 ? d0 : builder.mul(builder.constant(0.5), s0);
    }
    double[] factors = QUINTIC[k - 3];
    List<Integer> terms =
        List.of(
            builder.gather(table, entry, 1),
            d0,
            builder.gather(table, entry, 6),
            s0,
            builder.gather(table, entry, 7));
    Integer sum = builder.mul(builder.constant(factors[0]), terms.get(0));
    for (int i = 1; i < factors.length; i++) {
      sum = builder.fma(builder.constant(factors[i]), terms.get(i), sum);
    }
    return sum;
  }

  /**
   * Newton's iteration, kept in a bracket. Where a step would leave it, or is not half of the last,
   * the bracket is halved instead, in the number of doubles inside: 64 times at most for any scale.
   */
  private Integer root(Root r) {
    ProgramBuilder p = builder;
    Integer infinity = p.constant(Double.POSITIVE_INFINITY);
    // x, the bracket, the size of the last step.
    List<Integer> start = List.of(word(r.start()), word(r.low()), word(r.high()), infinity);
    Primitives.Step<Integer> step =
        new Primitives.Step<>() {
          @Override
          public Integer wanted(List<Integer> s) {
            return p.lt(p.mul(p.abs(s.get(0)), p.constant(0x1p-52)), s.get(3));
          }

          @Override
          public List<Integer> next(List<Integer> s) {
            Integer x = s.get(0);
            List<Integer> values = with(Map.of(r.unknown(), x), List.of(r.equation(), r.slope()));
            Integer residual = values.get(0);
            Integer slope = values.get(1);
            Integer zero = p.constant(0);
            Integer low = p.select(p.le(residual, zero), x, s.get(1));
            Integer high = p.select(p.le(zero, residual), x, s.get(2));
            Integer newton = p.sub(x, p.div(residual, slope));
            Integer size = p.abs(p.sub(newton, x));
            Integer inside = p.and(p.le(low, newton), p.le(newton, high));
            Integer good = p.and(inside, p.le(p.add(size, size), s.get(3)));
            Integer next = p.select(good, newton, between(low, high));
            return List.of(next, low, high, p.abs(p.sub(next, x)));
          }
        };
    return p.loop(ROOT_STEPS, start, step).get(0);
  }

  /** Of what the samples of a pair share, once for both; the number of a try is a row's own. */
  private Integer random(RandomNumber r) {
    ProgramBuilder p = builder;
    Integer key = PhiloxBlock.child(p, p.seed(), r.stream());
    Integer attempt = word(r.attempt());
    boolean isShared = p.isOfPoint(attempt);
    Integer pair = isShared ? p.pair() : PhiloxBlock.pair(p, p.sample());
    PhiloxBlock<Integer> block = PhiloxBlock.of(p, key, pair, r.draw(), attempt);
    List<Integer> both =
        switch (r.kind()) {
          case UNIFORM -> block.uniforms(p);
          case NORMAL -> block.normals(p);
        };
    return isShared
        ? p.pick(both.get(0), both.get(1))
        : p.select(PhiloxBlock.isSecond(p, p.sample()), both.get(1), both.get(0));
  }

  /**
   * Newton's iteration in n dimensions. A step is halved until it ends in the box with the largest
   * residual smaller by a quarter of the part that is taken: along a short one all of them fall in
   * proportion. Residuals count in the scales of where the step begins; as they are, a small one of
   * a steep formula would hold up large ones of others. Where f has kinks, a step ends just beyond
   * the first: the determinants on both sides are of one sign, so the next goes on. Once a whole
   * step is less than 2^-20 of the point, or the residuals are about the rounding of f, errors are
   * squared or are rounding, and at most three more steps are taken as they come.
   */
  private List<Integer> solution(Solution e) {
    ProgramBuilder p = builder;
    int n = e.unknowns().size();
    Integer infinity = p.constant(Double.POSITIVE_INFINITY);
    Integer zero = p.constant(0);
    Integer one = p.constant(1);
    List<Integer> low = e.low().stream().map(this::word).toList();
    List<Integer> high = e.high().stream().map(this::word).toList();
    List<Expr> inside = new ArrayList<>(e.formulas());
    inside.addAll(e.values());
    inside.addAll(e.step());
    inside.addAll(e.scale());
    // [n] x, [n] the step from there, [n] scales, [n] residuals, the part of the step to take, how
    // many were small.
    List<Integer> start = new ArrayList<>(e.start().stream().map(this::word).toList());
    start.addAll(Collections.nCopies(n, zero));
    start.addAll(Collections.nCopies(n, one));
    start.addAll(Collections.nCopies(n, infinity));
    start.addAll(List.of(one, zero));
    Primitives.Step<Integer> step =
        new Primitives.Step<>() {
          @Override
          public Integer wanted(List<Integer> s) {
            Integer moves = p.eq(s.get(3 * n), infinity);
            for (int i = 0; i < n; i++) {
              Integer size = p.abs(p.mul(s.get(4 * n), s.get(n + i)));
              moves = p.or(moves, p.lt(p.mul(p.abs(s.get(i)), p.constant(0x1p-52)), size));
            }
            return p.and(moves, p.lt(s.get(4 * n + 1), p.constant(4)));
          }

          @Override
          public List<Integer> next(List<Integer> s) {
            Integer part = s.get(4 * n);
            Integer late = s.get(4 * n + 1);
            List<Integer> x = new ArrayList<>();
            for (int i = 0; i < n; i++) {
              x.add(p.fma(part, s.get(n + i), s.get(i)));
            }
            Map<Expr, Integer> given = new HashMap<>();
            IntStream.range(0, n).forEach(i -> given.put(e.unknowns().get(i), x.get(i)));
            List<Integer> values = with(given, inside);
            List<Integer> then = new ArrayList<>(x);
            then.addAll(values.subList(2 * n, 4 * n));
            Integer isInside = p.eq(zero, zero);
            Integer isRounding = isInside;
            Integer before = zero;
            Integer after = zero;
            Integer size = zero;
            Integer length = zero;
            Integer whole = one;
            for (int i = 0; i < n; i++) {
              Integer f = values.get(i);
              Integer y = values.get(n + i);
              Integer residual = p.abs(p.sub(f, y));
              then.add(residual);
              Integer rounding = p.mul(p.max(p.abs(f), p.abs(y)), p.constant(0x1p-46));
              isRounding = p.and(isRounding, p.le(residual, rounding));
              if (e.hasKinks()) {
                whole = atKink(low.get(i), x.get(i), then.get(n + i), whole);
                whole = atKink(high.get(i), x.get(i), then.get(n + i), whole);
              } else {
                Integer above = p.lt(low.get(i), x.get(i));
                isInside = p.and(isInside, p.and(above, p.lt(x.get(i), high.get(i))));
              }
              before = p.max(before, p.div(s.get(3 * n + i), s.get(2 * n + i)));
              after = p.max(after, p.div(residual, s.get(2 * n + i)));
              size = p.max(size, p.abs(x.get(i)));
              length = p.max(length, p.abs(then.get(n + i)));
            }
            Integer left = p.fma(part, p.constant(-0.25), one);
            Integer isLate = p.lt(zero, late);
            Integer falls = p.le(after, p.mul(left, before));
            Integer good = p.and(isInside, p.or(falls, p.and(isLate, p.eq(after, after))));
            Integer isSmall = p.or(isRounding, p.le(length, p.mul(size, p.constant(0x1p-20))));
            List<Integer> next = new ArrayList<>();
            for (int i = 0; i < 4 * n; i++) {
              next.add(p.select(good, then.get(i), s.get(i)));
            }
            Integer counts = p.or(isLate, p.and(good, isSmall));
            whole = p.select(counts, one, whole);
            next.add(p.select(good, whole, p.mul(part, p.constant(0.5))));
            next.add(p.select(counts, p.add(late, one), late));
            return next;
          }
        };
    List<Integer> last = p.loop(SOLUTION_STEPS, start, step);
    Integer found = p.lt(zero, last.get(4 * n + 1));
    return last.subList(0, n).stream()
        .map(x -> p.select(found, x, p.constant(Double.NaN)))
        .toList();
  }

  /** The part of a step that just crosses a kink, if the whole would. */
  private Integer atKink(Integer kink, Integer x, Integer step, Integer whole) {
    ProgramBuilder p = builder;
    Integer part = p.mul(p.div(p.sub(kink, x), step), p.constant(1 + 0x1p-20));
    return p.select(p.and(p.lt(p.constant(0), part), p.lt(part, whole)), part, whole);
  }

  /**
   * The first try is made outside of the loop, where all rows need it, and judged by the cheap
   * formula. A step judges the try at hand by the other, of the same random numbers, and where it
   * is not accepted makes the next.
   */
  private Integer rejection(Rejection r) {
    ProgramBuilder p = builder;
    Integer zero = p.constant(0);
    Set<Expr> numbers = new LinkedHashSet<>();
    if (r.surely() != r.accepted()) {
      collectNumbers(r.accepted(), numbers, new HashSet<>());
    }
    List<Expr> tried = new ArrayList<>(List.of(r.value(), r.surely()));
    tried.addAll(numbers);
    List<Integer> first = with(Map.of(r.attempt(), zero), tried);
    if (r.accepted().is(1)) {
      return first.get(0);
    }
    Primitives.Step<Integer> step =
        new Primitives.Step<>() {
          @Override
          public Integer wanted(List<Integer> s) {
            return p.eq(s.get(2), zero);
          }

          @Override
          public List<Integer> next(List<Integer> s) {
            Integer attempt = p.add(s.get(0), p.constant(1));
            List<Integer> next = after(attempt, with(Map.of(r.attempt(), attempt), tried));
            if (numbers.isEmpty()) {
              return next;
            }
            Map<Expr, Integer> given = new HashMap<>(Map.of(r.attempt(), s.get(0)));
            numbers.forEach(number -> given.put(number, s.get(2 + given.size())));
            Integer isNext = p.eq(with(given, List.of(r.accepted())).get(0), zero);
            next.set(1, p.select(isNext, next.get(1), s.get(1)));
            next.set(2, p.select(isNext, next.get(2), p.constant(1)));
            return next;
          }
        };
    List<Integer> last = p.gathered(r.tries() - 1, after(zero, first), step);
    return p.select(p.eq(last.get(2), zero), p.constant(Double.NaN), last.get(1));
  }

  private static List<Integer> after(Integer first, List<Integer> others) {
    List<Integer> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }

  private static void collectNumbers(Expr e, Set<Expr> numbers, Set<Expr> seen) {
    if (seen.add(e)) {
      if (e instanceof RandomNumber) {
        numbers.add(e);
      }
      e.operands().forEach(operand -> collectNumbers(operand, numbers, seen));
    }
  }

  /** Formulas where parameters of theirs, or other parts, have these values. */
  private List<Integer> with(Map<Expr, Integer> given, List<Expr> formulas) {
    Map<Expr, Integer> outside = new IdentityHashMap<>(words);
    words.putAll(given);
    List<Integer> values = formulas.stream().map(this::word).toList();
    words.clear();
    words.putAll(outside);
    return values;
  }

  /**
   * From the start in steps that double, and once there is a whole number on either side, or the
   * next step would leave the bracket, by halving it: at most 1 + 2 log2 of the distance from the
   * start, or of the width of the bracket if that is less.
   */
  private Integer wholeRoot(Root r) {
    ProgramBuilder p = builder;
    Integer one = p.constant(1);
    // x, the bracket (f < 0 at its lower end, not at the upper), the next step.
    List<Integer> start = List.of(word(r.start()), word(r.low()), word(r.high()), one);
    Primitives.Step<Integer> step =
        new Primitives.Step<>() {
          @Override
          public Integer wanted(List<Integer> s) {
            return p.lt(p.add(s.get(1), one), s.get(2));
          }

          @Override
          public List<Integer> next(List<Integer> s) {
            Integer x = s.get(0);
            Integer residual = with(Map.of(r.unknown(), x), List.of(r.equation())).get(0);
            Integer isThere = p.le(p.constant(0), residual);
            Integer low = p.select(isThere, s.get(1), x);
            Integer high = p.select(isThere, x, s.get(2));
            Integer stepped = p.select(isThere, p.sub(x, s.get(3)), p.add(x, s.get(3)));
            Integer inside = p.and(p.lt(low, stepped), p.lt(stepped, high));
            Integer half = Whole.floor(p, p.mul(p.sub(high, low), p.constant(0.5)));
            return List.of(
                p.select(inside, stepped, p.add(low, half)), low, high, p.add(s.get(3), s.get(3)));
          }
        };
    return p.loop(ROOT_STEPS, start, step).get(2);
  }

  /** A double with as many doubles below it, down to {@code low}, as above, up to {@code high}. */
  private Integer between(Integer low, Integer high) {
    ProgramBuilder p = builder;
    Integer from = inOrder(low);
    Integer middle = p.longAdd(from, p.shiftRight(p.longSub(inOrder(high), from), 1));
    Integer sign = p.word(Long.MIN_VALUE);
    return p.longXor(middle, p.longOr(p.longSub(p.shiftRight(middle, 63), p.word(1)), sign));
  }

  /** The bits of a double as an unsigned number that grows with it. */
  private Integer inOrder(Integer x) {
    ProgramBuilder p = builder;
    Integer sign = p.word(Long.MIN_VALUE);
    return p.longXor(x, p.longOr(p.longSub(p.word(0), p.shiftRight(x, 63)), sign));
  }

  /** k (k-1) .. (k-n+1), the factor of the n-th derivative of u^k. */
  private static double fallingFactorial(int k, int n) {
    double product = 1;
    for (int i = 0; i < n; i++) {
      product *= k - i;
    }
    return product;
  }

  /** Numbers all tables; those of the same grids share the evaluation of their masses. */
  private void numberTables(List<Expr> outputs) {
    Map<Grids, List<Table>> groups = new LinkedHashMap<>();
    Map<Expr, Boolean> seen = new IdentityHashMap<>();
    for (Expr output : outputs) {
      collect(output, groups, seen);
    }
    for (List<Table> group : groups.values()) {
      int first = builder.tables(tables(group));
      for (int i = 0; i < group.size(); i++) {
        tableNumbers.put(group.get(i), first + i);
      }
    }
  }

  private static void collect(Expr e, Map<Grids, List<Table>> groups, Map<Expr, Boolean> seen) {
    if (seen.put(e, true) != null) {
      return;
    }
    if (e instanceof Lookup l) {
      Table t = l.table();
      List<Table> group = groups.computeIfAbsent(t.grids(), key -> new ArrayList<>());
      if (!group.contains(t)) {
        group.add(t);
      }
    }
    for (Expr operand : e.operands()) {
      collect(operand, groups, seen);
    }
  }

  private ConvolutionTables tables(List<Table> group) {
    List<Expr> signals = new ArrayList<>();
    List<Expr> kernels = new ArrayList<>();
    int[][] terms = new int[group.size()][];
    for (int i = 0; i < terms.length; i++) {
      List<Table.Term> list = group.get(i).terms();
      terms[i] = new int[2 * list.size()];
      for (int j = 0; j < list.size(); j++) {
        terms[i][2 * j] = output(signals, list.get(j).signal());
        terms[i][2 * j + 1] = output(kernels, list.get(j).kernel());
      }
    }
    List<String> edge = List.of(Table.EDGE.name());
    return new ConvolutionTables(
        group.get(0).grids(),
        program(signals, parameters, edge),
        program(kernels, parameters, edge),
        terms);
  }

  private static int output(List<Expr> outputs, Expr e) {
    int known = outputs.indexOf(e);
    if (known >= 0) {
      return known;
    }
    outputs.add(e);
    return outputs.size() - 1;
  }

  private static int index(List<String> names, String name, String kind) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no " + kind + " " + name + " among " + names);
    }
    return index;
  }
}
