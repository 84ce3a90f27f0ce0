package org.pushforward.engine.expr;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The integral of a formula f(t; theta) over t from one end to another, by a rule that refines
 * itself. Its derivatives are exact: f at the ends times their derivatives, and the integral of
 * df/dtheta.
 *
 * <p>Ends may be infinite (both only as constants) and vary from row to row. The rule looks for the
 * scale of f from the finite end on (the first one, if both are), so that is where most of f should
 * lie: a tail is integrated from where it begins. f may be infinite at its ends; at one other than
 * 0 that costs digits, for t is rounded.
 *
 * <p>Of an f that is analytic between the ends, of one piece (not so small in its midst that 2^-54
 * of the integral is not reached), and does not oscillate faster than it falls, the error is some
 * roundings of f, 1e-14 or so of the integral of |f|, and what rounding t changes in f, 2^-53 |t f'
 * / f|. Of any other f the error is about the square root of that or less, or the integral is NaN:
 * integrals between kinks are to be added up.
 */
public final class Integral extends Expr {
  private final Parameter variable;
  private final List<Expr> operands;

  private Integral(Parameter variable, List<Expr> operands) {
    super(operands.stream().anyMatch(Expr::varies), 31 * operands.hashCode() + 7);
    this.variable = variable;
    this.operands = operands;
  }

  /** The integral of f from one end to the other, negative where f > 0 and {@code from > to}. */
  public static Expr of(UnaryOperator<Expr> f, Expr from, Expr to) {
    // An integral that f itself contains has a variable of its own.
    int depth = Root.depth(f.apply(Parameter.of("?")));
    Parameter variable = Parameter.of("?" + depth);
    return of(variable, f.apply(variable), from, to);
  }

  private static Expr of(Parameter variable, Expr integrand, Expr from, Expr to) {
    if (integrand.is(0) || from == to) {
      return Expr.of(0);
    }
    if (isAhead(integrand) && Stream.of(from, to).allMatch(e -> isAhead(e) || !e.varies())) {
      // t is in what lies ahead, and no step of the rule can look there.
      return Formulas.ahead(of(variable, behind(integrand), behind(from), behind(to)));
    }
    if (Double.isInfinite(from.constantOrNaN())) {
      return Double.isInfinite(to.constantOrNaN())
          ? of(variable, integrand, Expr.of(0), to).minus(of(variable, integrand, Expr.of(0), from))
          : of(variable, integrand, to, from).negate();
    }
    return Interner.intern(new Integral(variable, List.of(integrand, from, to)));
  }

  private static boolean isAhead(Expr e) {
    return e instanceof Apply a && a.operation() == Operation.AHEAD;
  }

  private static Expr behind(Expr e) {
    return isAhead(e) ? ((Apply) e).operand(0) : e;
  }

  /** t. */
  public Parameter variable() {
    return variable;
  }

  /** f(t). */
  public Expr integrand() {
    return operands.get(0);
  }

  public Expr from() {
    return operands.get(1);
  }

  public Expr to() {
    return operands.get(2);
  }

  /** Whether a formula holds an integral. */
  public static boolean isIn(Expr formula) {
    return isIn(formula, new HashSet<>());
  }

  private static boolean isIn(Expr e, Set<Expr> seen) {
    return e instanceof Integral
        || seen.add(e) && e.operands().stream().anyMatch(inner -> isIn(inner, seen));
  }

  /** Its derivative, from those of its parts. */
  Expr derivative(UnaryOperator<Expr> forward) {
    return of(variable, forward.apply(integrand()), from(), to())
        .plus(atEnd(to(), forward.apply(to())))
        .minus(atEnd(from(), forward.apply(from())));
  }

  private Expr atEnd(Expr end, Expr change) {
    return change.is(0) ? change : at(end).times(change);
  }

  /** f at t. */
  Expr at(Expr t) {
    return Substitution.of(integrand(), variable, t);
  }

  @Override
  public List<Expr> operands() {
    return operands;
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Integral i && i.variable == variable && i.operands.equals(operands);
  }
}
