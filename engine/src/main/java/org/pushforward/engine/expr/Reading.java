package org.pushforward.engine.expr;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.ahead;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.normalCdf;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of a formula that people write. What is computed is equal to it, but neither overflows
 * nor cancels:
 *
 * <pre>
 *   M + log(u exp(a - M) + v exp(b - M))    log(u exp(a) + v exp(b))
 *   exp(a - log(b))                         exp(a) / b
 *   log Phi(a) + log1p(-Phi(b) / Phi(a))    log(Phi(a) - Phi(b))
 *   exp(a) where x >= c, exp(-inf) below    exp(a) where x >= c, 0 below
 *   expm1(a)                                exp(a) - 1
 * </pre>
 */
final class Reading {
  private final Map<Expr, Expr> known = new IdentityHashMap<>();

  Expr of(Expr e) {
    Expr before = known.get(e);
    if (before == null) {
      before = e instanceof Apply a ? apply(a) : e;
      known.put(e, before);
    }
    return before;
  }

  private Expr apply(Apply e) {
    Expr[] operands = e.operands().stream().map(this::of).toArray(Expr[]::new);
    Expr a = operands[0];
    return switch (e.operation()) {
      case STOP -> Expr.of(0); // the M above, for which any number serves
      case EXP, EXP_BELOW_MAX -> exponential(a);
      case LOG -> log(a);
      case ADD -> sum(a, operands[1]);
      case AHEAD -> ahead(a);
      case MAX -> isTiny(operands[1]) ? a : max(a, operands[1]);
      case EXPM1 -> exponential(a).minus(1);
      case MULTIPLY -> product(a, operands[1]);
      case SELECT -> chosen(a, operands[1], operands[2]);
      default -> Simplifier.simplified(e.operation(), operands);
    };
  }

  private record Term(Expr e, boolean negative) {
    static List<Term> of(Expr sum) {
      List<Term> terms = new ArrayList<>();
      collect(sum, false, terms);
      return terms;
    }

    private static void collect(Expr e, boolean negative, List<Term> into) {
      Operation operation = e instanceof Apply a ? a.operation() : null;
      if (operation == Operation.ADD || operation == Operation.SUBTRACT) {
        collect(e.operands().get(0), negative, into);
        collect(e.operands().get(1), negative ^ operation == Operation.SUBTRACT, into);
      } else if (operation == Operation.NEGATE) {
        collect(e.operands().get(0), !negative, into);
      } else if (e.constantOrNaN() < 0) {
        into.add(new Term(e.negate(), !negative));
      } else {
        into.add(new Term(e, negative));
      }
    }

    /** Its exponential, where that is simpler, or null. */
    Expr exponential() {
      Symbols.Known number = Symbols.known(e.constantOrNaN());
      if (number != null && number.text().startsWith("log")) {
        return exp(e);
      }
      if (!(e instanceof Apply a)) {
        return null;
      }
      return switch (a.operation()) {
        case LOG -> a.operand(0);
        case LOG1P -> a.operand(0).plus(1);
        case LOG_NORMAL_CDF -> normalCdf(a.operand(0));
        default -> null;
      };
    }
  }

  /** exp(a), with logarithms among the terms of a as factors. */
  private static Expr exponential(Expr a) {
    if (a.is(Double.NEGATIVE_INFINITY)) {
      return Expr.of(0);
    }
    Expr exponent = Expr.of(0);
    Expr factor = Expr.of(1);
    Apply choice = null;
    for (Term term : Term.of(a)) {
      Expr exponential = term.exponential();
      if (exponential != null) {
        factor = term.negative ? factor.over(exponential) : factor.times(exponential);
      } else if (choice == null && !term.negative && isEmptySomewhere(term.e)) {
        choice = (Apply) term.e;
      } else {
        exponent = term.negative ? exponent.minus(term.e) : exponent.plus(term.e);
      }
    }
    if (choice != null) {
      Expr rest = exponent.plus(log(factor));
      return select(
          choice.operand(0),
          exponential(beside(choice.operand(1), rest)),
          exponential(beside(choice.operand(2), rest)));
    }
    return exp(exponent).times(factor);
  }

  private static Expr beside(Expr a, Expr rest) {
    return a.is(Double.NEGATIVE_INFINITY) ? a : a.plus(rest);
  }

  private static boolean isEmptySomewhere(Expr e) {
    return is(e, Operation.SELECT)
        && e.operands().stream().anyMatch(branch -> branch.is(Double.NEGATIVE_INFINITY));
  }

  private static Expr sum(Expr a, Expr b) {
    if (is(a, Operation.LOG1P)) {
      return sum(b, a);
    }
    Expr whole = is(a, Operation.LOG) || is(a, Operation.LOG_NORMAL_CDF) ? exponential(a) : null;
    if (whole != null && is(b, Operation.LOG1P) && is(b.operands().get(0), Operation.NEGATE)) {
      Expr part = b.operands().get(0).operands().get(0);
      if (is(part, Operation.DIVIDE) && part.operands().get(1) == whole) {
        return log(whole.minus(part.operands().get(0)));
      }
    }
    return a.plus(b);
  }

  private static Expr product(Expr a, Expr b) {
    if (is(a, Operation.SELECT) && a.operands().stream().skip(1).anyMatch(branch -> branch.is(0))) {
      List<Expr> choice = a.operands();
      return select(choice.get(0), choice.get(1).times(b), choice.get(2).times(b));
    }
    return a.times(b);
  }

  private static Expr chosen(Expr condition, Expr yes, Expr no) {
    if (is(condition, Operation.LESS)) {
      Expr low = condition.operands().get(0);
      Expr high = condition.operands().get(1);
      if (yes == low.minus(high) && no == high.minus(low)) {
        return abs(no).negate();
      }
    }
    return select(condition, yes, no);
  }

  /** Whether it is there only to keep a logarithm's argument above 0. */
  private static boolean isTiny(Expr e) {
    return e.constantOrNaN() > 0 && e.constantOrNaN() <= Double.MIN_NORMAL;
  }

  private static boolean is(Expr e, Operation operation) {
    return e instanceof Apply a && a.operation() == operation;
  }
}
