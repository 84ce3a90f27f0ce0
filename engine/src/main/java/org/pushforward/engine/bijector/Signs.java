package org.pushforward.engine.bijector;

import java.util.Map;
import java.util.Set;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;

/** Formulas of one sign while variables go through their intervals and parameters lie in theirs. */
record Signs(Map<Parameter, Bounds> variables, Map<Parameter, Bounds> parameters) {
  /** Whether the formula is defined, and continuous in some of the variables. */
  boolean isContinuous(Expr e, Set<Parameter> moving) {
    return Bounds.of(e, variables, moving, parameters).isContinuous();
  }

  /**
   * Whether the formula keeps one sign for each value of the other parameters. It may be 0 where
   * the variables hardly ever are: an analytic formula that is not constant is 0 on no interval.
   */
  boolean isOfOneSign(Expr e) {
    if (Substitution.among(variables.keySet(), e).isEmpty()) {
      Bounds fixed = Bounds.of(e, parameters);
      return !(fixed.low() == 0 && fixed.high() == 0);
    }
    Bounds bounds = bounds(e);
    boolean isAnalytic = Bounds.isAnalytic(e);
    if (isAnalytic ? bounds.low() >= 0 : bounds.low() > 0) {
      return true;
    }
    if (isAnalytic ? bounds.high() <= 0 : bounds.high() < 0) {
      return true;
    }
    if (e instanceof Apply a) {
      return switch (a.operation()) {
        case MULTIPLY, DIVIDE -> a.operands().stream().allMatch(this::isOfOneSign);
        case NEGATE -> isOfOneSign(a.operands().get(0));
        default -> false;
      };
    }
    return false;
  }

  /** The same parameters, with variables in these intervals. */
  Signs with(Map<Parameter, Bounds> variables) {
    return new Signs(variables, parameters);
  }

  Bounds bounds(Expr e) {
    return Bounds.of(e, variables, variables.keySet(), parameters);
  }

  /** 1 or -1 where the formula has that sign, and is nowhere 0; 0 where that is not seen. */
  int sign(Expr e) {
    Bounds bounds = bounds(e);
    if (bounds.low() > 0 || bounds.high() < 0) {
      return bounds.low() > 0 ? 1 : -1;
    }
    if (e instanceof Parameter p && variables.containsKey(p)) {
      return bounds.low() == 0 ? 1 : bounds.high() == 0 ? -1 : 0; // its ends are outside
    }
    if (!(e instanceof Apply a)) {
      return 0;
    }
    Expr first = a.operands().get(0);
    Expr last = a.operands().get(a.operands().size() - 1);
    return switch (a.operation()) {
      case MULTIPLY, DIVIDE -> sign(first) * sign(last);
      case NEGATE -> -sign(first);
      case ADD -> ofSum(first, sign(first), last, sign(last), 1);
      case SUBTRACT -> ofSum(first, sign(first), last, -sign(last), -1);
      case EXP, EXP2, COSH, SIGMOID, SOFTPLUS, NORMAL_DENSITY, NORMAL_CDF -> 1;
      case SQRT, POW -> Math.max(0, sign(first));
      case SINH, TANH, ASINH, ATANH, ATAN, ERF, CBRT, EXPM1, LOG1P -> sign(first);
      default -> 0;
    };
  }

  /** a + sign b, where the one that may be 0 has the other's sign elsewhere. */
  private int ofSum(Expr a, int ofFirst, Expr b, int ofLast, int sign) {
    int one = ofFirst != 0 ? ofFirst : ofLast;
    Bounds first = bounds(a);
    Bounds last = bounds(b);
    boolean agree =
        one > 0
            ? first.low() >= 0 && (sign > 0 ? last.low() >= 0 : last.high() <= 0)
            : first.high() <= 0 && (sign > 0 ? last.high() <= 0 : last.low() >= 0);
    return agree ? one : 0;
  }
}
