package org.pushforward.engine.expr;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The x between low and high where an increasing formula of x vanishes: f(x; theta) = 0, found by
 * iteration. Its derivatives are exact, dx/dtheta = -(df/dtheta) / (df/dx) at x.
 *
 * <p>Or the least whole number where an increasing formula is not negative: as a function of theta
 * that is constant but for jumps, and its derivative is 0.
 */
public final class Root extends Expr implements Implicit {
  private final UnaryOperator<Expr> residual;
  private final Parameter unknown;
  private final boolean isWhole;
  private final List<Expr> operands;

  private Root(
      UnaryOperator<Expr> residual, Parameter unknown, boolean isWhole, List<Expr> operands) {
    super(operands.stream().anyMatch(Expr::varies), 31 * operands.hashCode() + 5);
    this.residual = residual;
    this.unknown = unknown;
    this.isWhole = isWhole;
    this.operands = operands;
  }

  /**
   * @param residual f, of rounding error 2^-52 or so where it vanishes; gives the same formula
   *     whenever it is asked
   * @param start where to begin, in [low, high]
   */
  public static Expr of(UnaryOperator<Expr> residual, Expr start, Expr low, Expr high) {
    return of(residual, false, start, low, high);
  }

  /**
   * The least whole number above {@code low} and up to {@code high} where f is not negative; the
   * last one where f is negative at all others.
   *
   * @param residual f, of whole numbers
   * @param start a whole number between low and high
   * @param low a whole number or minus infinity
   * @param high a whole number or infinity
   */
  public static Expr whole(UnaryOperator<Expr> residual, Expr start, Expr low, Expr high) {
    return of(residual, true, start, low, high);
  }

  private static Expr of(
      UnaryOperator<Expr> residual, boolean isWhole, Expr start, Expr low, Expr high) {
    // A root that f itself contains has an unknown of its own.
    int depth = depth(residual.apply(Parameter.of("?")));
    Parameter unknown = Parameter.of("?" + depth);
    Expr equation = residual.apply(unknown);
    Expr slope = isWhole ? Expr.of(0) : Derivative.of(equation, unknown);
    return Interner.intern(
        new Root(residual, unknown, isWhole, List.of(equation, slope, start, low, high)));
  }

  /** How many of those that bind parameters lie in each other. */
  static int depth(Expr e) {
    return depth(e, new IdentityHashMap<>());
  }

  /** Each node once: shared ones lie on more paths than can be walked. */
  private static int depth(Expr e, Map<Expr, Integer> seen) {
    Integer known = seen.get(e);
    if (known == null) {
      int inside = e.operands().stream().mapToInt(x -> depth(x, seen)).max().orElse(0);
      known = bound(e).isEmpty() ? inside : inside + 1;
      seen.put(e, known);
    }
    return known;
  }

  /** Whether only whole numbers are looked at. */
  public boolean isWhole() {
    return isWhole;
  }

  /** What stands for x in {@link #equation} and {@link #slope}. */
  @Override
  public Parameter unknown() {
    return unknown;
  }

  /** f(x). */
  public Expr equation() {
    return operands.get(0);
  }

  @Override
  public List<Expr> equations() {
    return operands.subList(0, 1);
  }

  /** df/dx. */
  public Expr slope() {
    return operands.get(1);
  }

  public Expr start() {
    return operands.get(2);
  }

  public Expr low() {
    return operands.get(3);
  }

  public Expr high() {
    return operands.get(4);
  }

  /** The parameters that a root, a solution, a rejection or an integral binds. */
  public static List<Parameter> bound(Expr e) {
    if (e instanceof Solution s) {
      return s.unknowns();
    }
    Parameter one =
        e instanceof Root r
            ? r.unknown
            : e instanceof Rejection r
                ? r.attempt()
                : e instanceof Integral i ? i.variable() : null;
    return one == null ? List.of() : List.of(one);
  }

  /** f at x. */
  Expr at(Expr x) {
    return residual.apply(x);
  }

  @Override
  public List<Expr> atThemselves() {
    return List.of(at(this));
  }

  @Override
  public List<Root> nodes() {
    return List.of(this);
  }

  @Override
  public List<Expr> operands() {
    return operands;
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Root r
        && r.unknown == unknown
        && r.isWhole == isWhole
        && r.operands.equals(operands);
  }
}
