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
    Bounds bounds = Bounds.of(e, variables, variables.keySet(), parameters);
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
}
