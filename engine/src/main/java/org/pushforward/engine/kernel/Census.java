package org.pushforward.engine.kernel;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Lookup;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.RandomNumber;
import org.pushforward.engine.expr.Rejection;
import org.pushforward.engine.expr.Root;

/**
 * What a program costs.
 *
 * @param primitives how often each primitive is done, by how often it has to be done
 * @param functions the operations of the formulas that the primitives are made of
 * @param bytesPerRow of the columns it reads
 * @param tableWork multiply-adds that fill its tables, once per point; of transforms those that
 *     take as long
 */
public record Census(
    Map<Rate, Map<String, Integer>> primitives,
    Map<Rate, Map<String, Integer>> functions,
    long bytesPerRow,
    long tableWork) {

  /**
   * @param program what {@link Lowering} made of the outputs
   */
  public static Census of(List<Expr> outputs, Program program) {
    Map<Rate, Map<String, Integer>> primitives = new EnumMap<>(Rate.class);
    countPrimitives(program, null, primitives);
    Set<Integer> columns = new HashSet<>();
    for (int i = 0; i < program.size(); i++) {
      if (program.code(i) == Program.COLUMN) {
        columns.add(program.operand(i, 0));
      }
    }
    Map<Rate, Map<String, Integer>> functions = new EnumMap<>(Rate.class);
    Map<Expr, Rate> rates = new IdentityHashMap<>();
    outputs.forEach(output -> visit(output, rates, functions));
    long work =
        program.tables().stream()
            .mapToLong(
                t ->
                    t.grids().fourier()
                        ? (long) FourierConvolution.work(t.grids().signal(), t.grids().kernel())
                            * t.tables()
                        : Arrays.stream(t.terms()).mapToLong(terms -> terms.length / 2).sum()
                            * t.grids().cells()
                            * t.grids().kernel().cells())
            .sum();
    return new Census(primitives, functions, 8L * columns.size(), work);
  }

  /**
   * Of a loop, one step: how many there are depends on the data.
   *
   * @param around the rate of the loop whose body this is, or null
   */
  private static void countPrimitives(
      Program program, Rate around, Map<Rate, Map<String, Integer>> primitives) {
    Set<Loop> loops = new HashSet<>();
    for (int i = 0; i < program.size(); i++) {
      Rate rate = around == null ? program.rate(i) : around;
      if (program.code(i) >= 0) {
        count(primitives, rate, program.primitive(i).name());
      } else if (program.code(i) == Program.GATHER) {
        count(primitives, rate, "GATHER");
      } else if (program.code(i) == Program.LOOP && loops.add(program.loop(i))) {
        countPrimitives(program.loop(i).body(), rate, primitives);
      }
    }
  }

  private static Rate visit(
      Expr e, Map<Expr, Rate> rates, Map<Rate, Map<String, Integer>> functions) {
    Rate known = rates.get(e);
    if (known != null) {
      return known;
    }
    List<Parameter> bound = e instanceof Rejection ? List.of() : Root.bound(e);
    if (!bound.isEmpty()) {
      // What is repeated varies with what the loop's inputs vary with.
      Map<Expr, Rate> inside = new IdentityHashMap<>();
      for (Expr operand : e.operands()) {
        Rate rate = visit(operand, inside, new EnumMap<>(Rate.class));
        bound.forEach(x -> rates.merge(x, rate, Rate::or));
      }
    }
    Rate rate =
        e instanceof Column column && column.isEdges()
            ? Rate.EDGE
            : e instanceof Column || e instanceof RandomNumber ? Rate.ROW : Rate.POINT;
    for (Expr operand : e.operands()) {
      rate = rate.or(visit(operand, rates, functions));
    }
    Operation operation = e instanceof Apply a ? a.operation() : null;
    rate = operation == Operation.AHEAD ? Rate.ROW : rate;
    rates.put(e, rate);
    if (operation == null ? e instanceof Lookup || !bound.isEmpty() : isComputed(operation)) {
      count(functions, rate, operation == null ? e.getClass().getSimpleName() : operation.name());
    }
    return rate;
  }

  private static boolean isComputed(Operation operation) {
    return operation != Operation.AHEAD && operation != Operation.STOP;
  }

  private static void count(Map<Rate, Map<String, Integer>> counts, Rate rate, String name) {
    counts
        .computeIfAbsent(rate, r -> new TreeMap<>())
        .merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
  }
}
