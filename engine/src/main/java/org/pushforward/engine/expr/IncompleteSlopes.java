package org.pushforward.engine.expr;

import static org.pushforward.engine.expr.Formulas.digamma;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.gammaPByShape;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logGammaP;
import static org.pushforward.engine.expr.Formulas.logGammaPByShape;
import static org.pushforward.engine.expr.Formulas.logGammaPDerivative;
import static org.pushforward.engine.expr.Formulas.logGammaQ;
import static org.pushforward.engine.expr.Formulas.logGammaQByShape;
import static org.pushforward.engine.expr.Formulas.sqrt;
import static org.pushforward.engine.expr.Formulas.stop;

/** Derivatives of the incomplete gamma functions and of their derivatives in the shape. */
final class IncompleteSlopes {

  private IncompleteSlopes() {}

  /** The derivative of f by its i-th operand. */
  static Expr of(Apply f, int i) {
    Expr a = f.operand(0);
    Expr x = f.operand(1);
    return i == 0 ? byShape(f, a, x) : byArgument(f, a, x);
  }

  private static Expr byShape(Apply f, Expr a, Expr x) {
    return switch (f.operation()) {
      case GAMMA_P -> gammaPByShape(a, x);
      case GAMMA_Q -> gammaPByShape(a, x).negate();
      case LOG_GAMMA_P -> logGammaPByShape(a, x);
      case LOG_GAMMA_Q -> logGammaQByShape(a, x);
      case LOG_GAMMA_P_DERIVATIVE -> score(a, x);
      default -> difference(f, a);
    };
  }

  private static Expr byArgument(Apply f, Expr a, Expr x) {
    Expr log = logGammaPDerivative(a, x);
    return switch (f.operation()) {
      case GAMMA_P -> exp(log);
      case GAMMA_Q -> exp(log).negate();
      case LOG_GAMMA_P -> exp(log.minus(f));
      case LOG_GAMMA_Q -> exp(log.minus(f)).negate();
      case LOG_GAMMA_P_DERIVATIVE -> a.minus(1).over(x).minus(1);
      case GAMMA_P_BY_SHAPE -> exp(log).times(score(a, x));
      case LOG_GAMMA_P_BY_SHAPE -> exp(log.minus(logGammaP(a, x))).times(score(a, x).minus(f));
      case LOG_GAMMA_Q_BY_SHAPE -> exp(log.minus(logGammaQ(a, x))).times(f.minus(score(a, x)));
      default -> throw new IllegalArgumentException("not incomplete: " + f.operation());
    };
  }

  /** The derivative of log_gamma_p_derivative by the shape. */
  private static Expr score(Expr a, Expr x) {
    return log(x).minus(digamma(a));
  }

  /**
   * The derivative of f by the shape a as a difference: (8 (f(a + h) - f(a - h)) - (f(a + 2 h) -
   * f(a - 2 h))) / (12 h). f changes over some a / sqrt(1 + a), of which h is 2^-8: the errors of
   * truncation and of rounding are both below 1e-9 of it.
   */
  private static Expr difference(Apply f, Expr a) {
    Expr h = stop(a.over(sqrt(a.plus(1))).times(0x1p-8));
    Expr near = at(f, a.plus(h)).minus(at(f, a.minus(h)));
    Expr far = at(f, a.plus(h.times(2))).minus(at(f, a.minus(h.times(2))));
    return near.times(8).minus(far).over(h.times(12));
  }

  private static Expr at(Apply f, Expr a) {
    return Simplifier.simplified(f.operation(), new Expr[] {a, f.operand(1)});
  }
}
