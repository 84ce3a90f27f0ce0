package org.pushforward.engine.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A coordinate of the point x in a box where n formulas have given values, f(x; theta) = y, found
 * by Newton's iteration; NaN where that finds none. Derivatives are exact, dx = J^-1 (dy - df).
 *
 * <p>At most one point of the box may have these values, and the determinant of J = df/dx be 0
 * nowhere in it.
 */
public final class Solution extends Expr implements Implicit {
  private final UnaryOperator<List<Expr>> map;
  private final List<Parameter> unknowns;
  private final int index;
  private final boolean hasKinks;
  private final List<Expr>
      operands; // [part][coordinate]: f, y, J^-1 (y - f), scale, start, low, high

  private Solution(
      UnaryOperator<List<Expr>> map,
      List<Parameter> unknowns,
      int index,
      boolean hasKinks,
      List<Expr> operands) {
    super(operands.stream().anyMatch(Expr::varies), 31 * operands.hashCode() + 8 + index);
    this.map = map;
    this.unknowns = unknowns;
    this.index = index;
    this.hasKinks = hasKinks;
    this.operands = operands;
  }

  /**
   * All coordinates.
   *
   * @param map f of x, as many as its coordinates; the same whenever it is asked
   * @param values y
   * @param start a point of the box
   * @param low with {@code high} the ends of the box
   * @param hasKinks whether f goes on beyond the box, and x may lie there; where a coordinate
   *     crosses the box's end, f has a kink
   */
  public static List<Expr> of(
      UnaryOperator<List<Expr>> map,
      List<Expr> values,
      List<Expr> start,
      List<Expr> low,
      List<Expr> high,
      boolean hasKinks) {
    int n = values.size();
    // A root that f itself contains has unknowns of its own.
    List<Expr> inner = map.apply(unknowns("?", n).stream().<Expr>map(p -> p).toList());
    int depth = inner.stream().mapToInt(Root::depth).max().orElse(0);
    List<Parameter> unknowns = unknowns("?" + depth + ".", n);
    List<Expr> f = map.apply(List.copyOf(unknowns));
    List<List<Expr>> system = new ArrayList<>();
    List<Expr> scales = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Expr formula = f.get(i);
      List<Expr> row =
          new ArrayList<>(unknowns.stream().map(x -> Derivative.of(formula, x)).toList());
      scales.add(row.stream().map(Formulas::abs).reduce(Expr.of(0), Expr::plus));
      row.add(values.get(i).minus(formula));
      system.add(row);
    }
    List<Expr> operands = new ArrayList<>(f);
    operands.addAll(values);
    operands.addAll(new Elimination(system).solution());
    operands.addAll(scales);
    operands.addAll(start);
    operands.addAll(low);
    operands.addAll(high);
    return coordinates(map, unknowns, hasKinks, List.copyOf(operands));
  }

  private static List<Parameter> unknowns(String name, int n) {
    return IntStream.range(0, n).mapToObj(i -> Parameter.of(name + i)).toList();
  }

  private static List<Expr> coordinates(
      UnaryOperator<List<Expr>> map,
      List<Parameter> unknowns,
      boolean hasKinks,
      List<Expr> operands) {
    return IntStream.range(0, unknowns.size())
        .mapToObj(i -> Interner.intern(new Solution(map, unknowns, i, hasKinks, operands)))
        .toList();
  }

  /** Of the same point, in order. */
  public List<Expr> coordinates() {
    return coordinates(map, unknowns, hasKinks, operands);
  }

  /** Which coordinate this is. */
  public int index() {
    return index;
  }

  /** What stands for x in {@link #formulas()} and {@link #step}. */
  public List<Parameter> unknowns() {
    return unknowns;
  }

  @Override
  public Parameter unknown() {
    return unknowns.get(0);
  }

  /** f(x). */
  public List<Expr> formulas() {
    return part(0);
  }

  /** y. */
  public List<Expr> values() {
    return part(1);
  }

  @Override
  public List<Expr> equations() {
    return rest(formulas());
  }

  /** J^-1 (y - f(x)). */
  public List<Expr> step() {
    return part(2);
  }

  /** How much f may change with the unknowns: the sum of |J| in each row. */
  public List<Expr> scale() {
    return part(3);
  }

  public List<Expr> start() {
    return part(4);
  }

  public List<Expr> low() {
    return part(5);
  }

  public List<Expr> high() {
    return part(6);
  }

  /** Whether the ends of the box are where f has kinks, and not where it ends. */
  public boolean hasKinks() {
    return hasKinks;
  }

  private List<Expr> part(int k) {
    int n = unknowns.size();
    return operands.subList(k * n, (k + 1) * n);
  }

  /** f at x. */
  List<Expr> at(List<Expr> x) {
    return map.apply(x);
  }

  @Override
  public List<Expr> atThemselves() {
    return rest(at(coordinates()));
  }

  /** f - y. */
  private List<Expr> rest(List<Expr> f) {
    return IntStream.range(0, f.size()).mapToObj(i -> f.get(i).minus(values().get(i))).toList();
  }

  @Override
  public List<Solution> nodes() {
    return coordinates().stream().map(Solution.class::cast).toList();
  }

  @Override
  public List<Expr> operands() {
    return operands;
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Solution s
        && s.index == index
        && s.hasKinks == hasKinks
        && s.unknowns.equals(unknowns)
        && s.operands.equals(operands);
  }
}
