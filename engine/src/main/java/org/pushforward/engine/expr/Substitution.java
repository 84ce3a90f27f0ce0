package org.pushforward.engine.expr;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Formulas with others in the place of some of their parameters, simplified as if so written. */
public final class Substitution {
  private final Map<Expr, Expr> known = new IdentityHashMap<>();

  private Substitution(Map<Parameter, Expr> values) {
    known.putAll(values);
  }

  /** The formula with these in the place of the parameters. */
  public static Expr of(Expr formula, Map<Parameter, Expr> values) {
    return new Substitution(values).of(formula);
  }

  /** The formula with {@code value} in the place of one parameter. */
  public static Expr of(Expr formula, Parameter parameter, Expr value) {
    return of(formula, Map.of(parameter, value));
  }

  /** Which of these parameters are in a formula. */
  public static Set<Parameter> among(Set<Parameter> parameters, Expr formula) {
    Set<Parameter> found = new HashSet<>();
    find(formula, parameters, found, new HashSet<>());
    return found;
  }

  private static void find(
      Expr e, Set<Parameter> parameters, Set<Parameter> found, Set<Expr> seen) {
    if (seen.add(e)) {
      if (e instanceof Parameter p && parameters.contains(p)) {
        found.add(p);
      }
      e.operands().forEach(operand -> find(operand, parameters, found, seen));
    }
  }

  private Expr of(Expr e) {
    Expr before = known.get(e);
    if (before != null) {
      return before;
    }
    Expr value = e;
    if (e instanceof Root r) {
      UnaryOperator<Expr> equation = x -> inside(r.at(x), x);
      value =
          r.isWhole()
              ? Root.whole(equation, of(r.start()), of(r.low()), of(r.high()))
              : Root.of(equation, of(r.start()), of(r.low()), of(r.high()));
    } else if (e instanceof Solution s) {
      List<Expr> found =
          Solution.of(
              x -> inside(s.at(x), x),
              of(s.values()),
              of(s.start()),
              of(s.low()),
              of(s.high()),
              s.hasKinks());
      value = found.get(s.index());
    } else if (e instanceof Integral i) {
      value = Integral.of(t -> inside(i.at(t), t), of(i.from()), of(i.to()));
    } else if (e instanceof Rejection r) {
      UnaryOperator<Expr> law = r.law() == null ? null : x -> inside(r.law().apply(x), x);
      value =
          Rejection.of(
              r.attempt(), of(r.value()), of(r.accepted()), of(r.surely()), r.tries(), law);
    } else if (e instanceof Lookup l) {
      value = Lookup.of(l.table(), l.order(), of(l.x()));
    } else if (e instanceof Apply a) {
      List<Expr> operands = a.operands().stream().map(this::of).toList();
      value =
          operands.equals(a.operands())
              ? e
              : a.operation() == Operation.AHEAD
                  ? Formulas.ahead(operands.get(0))
                  : Simplifier.simplified(a.operation(), operands.toArray(Expr[]::new));
    }
    known.put(e, value);
    return value;
  }

  private List<Expr> of(List<Expr> formulas) {
    return formulas.stream().map(this::of).toList();
  }

  /** What a root or an integral binds x in: x itself is no part of the formula. */
  private Expr inside(Expr body, Expr x) {
    known.put(x, x);
    return of(body);
  }

  private List<Expr> inside(List<Expr> bodies, List<Expr> x) {
    x.forEach(own -> known.put(own, own));
    return of(bodies);
  }
}
