package org.pushforward.engine.expr;

import static org.pushforward.engine.expr.Formulas.digamma;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.gammaPByShape;
import static org.pushforward.engine.expr.Formulas.ibetaByFirst;
import static org.pushforward.engine.expr.Formulas.ibetaBySecond;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.logGammaP;
import static org.pushforward.engine.expr.Formulas.logGammaPByShape;
import static org.pushforward.engine.expr.Formulas.logGammaPDerivative;
import static org.pushforward.engine.expr.Formulas.logGammaQ;
import static org.pushforward.engine.expr.Formulas.logGammaQByShape;
import static org.pushforward.engine.expr.Formulas.logIbeta;
import static org.pushforward.engine.expr.Formulas.logIbetaByFirst;
import static org.pushforward.engine.expr.Formulas.logIbetaBySecond;
import static org.pushforward.engine.expr.Formulas.logIbetaDerivative;
import static org.pushforward.engine.expr.Formulas.logIbetac;
import static org.pushforward.engine.expr.Formulas.logIbetacByFirst;
import static org.pushforward.engine.expr.Formulas.logIbetacBySecond;
import static org.pushforward.engine.expr.Formulas.sqrt;
import static org.pushforward.engine.expr.Formulas.stop;

/** Derivatives of the incomplete gamma and beta functions and of their derivatives in a shape. */
final class IncompleteSlopes {

  private IncompleteSlopes() {}

  /** The derivative of f by its i-th operand. */
  static Expr of(Apply f, int i) {
    boolean isShape = i < f.operands().size() - 1;
    if (f.operands().size() == 2) {
      return isShape
          ? byShape(f, f.operand(0), f.operand(1))
          : byArgument(f, f.operand(0), f.operand(1));
    }
    Expr a = f.operand(0);
    Expr b = f.operand(1);
    Expr x = f.operand(2);
    return isShape ? byShape(f, i, a, b, x) : byArgument(f, a, b, x);
  }

  private static Expr byShape(Apply f, Expr a, Expr x) {
    return switch (f.operation()) {
      case GAMMA_P -> gammaPByShape(a, x);
      case GAMMA_Q -> gammaPByShape(a, x).negate();
      case LOG_GAMMA_P -> logGammaPByShape(a, x);
      case LOG_GAMMA_Q -> logGammaQByShape(a, x);
      case LOG_GAMMA_P_DERIVATIVE -> score(a, x);
      case GAMMA_P_INV, GAMMA_Q_INV ->
          gammaPByShape(a, f).times(exp(logGammaPDerivative(a, f).negate())).negate();
      default -> difference(f, 0);
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
      case GAMMA_P_INV -> exp(logGammaPDerivative(a, f).negate());
      case GAMMA_Q_INV -> exp(logGammaPDerivative(a, f).negate()).negate();
      case GAMMA_P_BY_SHAPE -> exp(log).times(score(a, x));
      case LOG_GAMMA_P_BY_SHAPE -> exp(log.minus(logGammaP(a, x))).times(score(a, x).minus(f));
      case LOG_GAMMA_Q_BY_SHAPE -> exp(log.minus(logGammaQ(a, x))).times(f.minus(score(a, x)));
      default -> throw new IllegalArgumentException("not incomplete: " + f.operation());
    };
  }

  private static Expr byShape(Apply f, int i, Expr a, Expr b, Expr x) {
    boolean first = i == 0;
    Expr slope = first ? ibetaByFirst(a, b, x) : ibetaBySecond(a, b, x);
    return switch (f.operation()) {
      case IBETA -> slope;
      case IBETAC -> slope.negate();
      case LOG_IBETA -> first ? logIbetaByFirst(a, b, x) : logIbetaBySecond(a, b, x);
      case LOG_IBETAC -> first ? logIbetacByFirst(a, b, x) : logIbetacBySecond(a, b, x);
      case LOG_IBETA_DERIVATIVE -> score(first, a, b, x);
      default -> difference(f, i);
    };
  }

  private static Expr byArgument(Apply f, Expr a, Expr b, Expr x) {
    Expr log = logIbetaDerivative(a, b, x);
    Expr lower = exp(log.minus(logIbeta(a, b, x)));
    Expr upper = exp(log.minus(logIbetac(a, b, x)));
    return switch (f.operation()) {
      case IBETA -> exp(log);
      case IBETAC -> exp(log).negate();
      case LOG_IBETA -> lower;
      case LOG_IBETAC -> upper.negate();
      case LOG_IBETA_DERIVATIVE -> a.minus(1).over(x).minus(b.minus(1).over(Expr.of(1).minus(x)));
      case IBETA_BY_FIRST -> exp(log).times(score(true, a, b, x));
      case IBETA_BY_SECOND -> exp(log).times(score(false, a, b, x));
      case LOG_IBETA_BY_FIRST -> lower.times(score(true, a, b, x).minus(f));
      case LOG_IBETA_BY_SECOND -> lower.times(score(false, a, b, x).minus(f));
      case LOG_IBETAC_BY_FIRST -> upper.times(f.minus(score(true, a, b, x)));
      case LOG_IBETAC_BY_SECOND -> upper.times(f.minus(score(false, a, b, x)));
      default -> throw new IllegalArgumentException("not incomplete: " + f.operation());
    };
  }

  /** The derivative of log_gamma_p_derivative by the shape. */
  private static Expr score(Expr a, Expr x) {
    return log(x).minus(digamma(a));
  }

  /** The derivative of log_ibeta_derivative by a shape. */
  private static Expr score(boolean first, Expr a, Expr b, Expr x) {
    Expr logged = first ? log(x) : log1p(x.negate());
    return logged.minus(digamma(first ? a : b)).plus(digamma(a.plus(b)));
  }

  /**
   * The derivative of f by its i-th operand, a shape, as a difference: (8 (f(a + h) - f(a - h)) -
   * (f(a + 2 h) - f(a - 2 h))) / (12 h). f changes over some a / sqrt(1 + a), of which h is 2^-8:
   * the errors of truncation and of rounding are both below 1e-9 of it.
   */
  private static Expr difference(Apply f, int i) {
    Expr a = f.operand(i);
    Expr h = stop(a.over(sqrt(a.plus(1))).times(0x1p-8));
    Expr near = at(f, i, a.plus(h)).minus(at(f, i, a.minus(h)));
    Expr far = at(f, i, a.plus(h.times(2))).minus(at(f, i, a.minus(h.times(2))));
    return near.times(8).minus(far).over(h.times(12));
  }

  private static Expr at(Apply f, int i, Expr shape) {
    Expr[] operands = f.operands().toArray(Expr[]::new);
    operands[i] = shape;
    return Simplifier.simplified(f.operation(), operands);
  }
}
