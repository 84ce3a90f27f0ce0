package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Integral;

/** Masses of laws that state their density alone. */
final class IntegratedTail {
  private IntegratedTail() {}

  /** P(X > x) above the middle, else P(X <= x): from x outwards, so that both keep their digits. */
  static Expr of(Distribution law, Expr x) {
    Support support = law.support();
    Expr isAbove = law.isAbove(x);
    Expr lowest = isInfinite(support.low()) ? x : max(x, support.low());
    Expr inside = isInfinite(support.high()) ? lowest : min(lowest, support.high());
    Expr end = select(isAbove, support.high(), support.low());
    Expr mass = Integral.of(t -> exp(law.logShape(t).minus(law.logMass())), inside, end);
    return select(isAbove, mass, mass.negate());
  }

  /** Relative to the density in the middle, which may be beyond doubles. */
  static Expr logMass(Distribution law) {
    Expr middle = law.middle();
    Expr top = law.logShape(middle);
    Expr above = Integral.of(t -> exp(law.logShape(t).minus(top)), middle, law.support().high());
    Expr below = Integral.of(t -> exp(law.logShape(t).minus(top)), middle, law.support().low());
    return top.plus(log(above.minus(below)));
  }

  private static boolean isInfinite(Expr end) {
    return Double.isInfinite(end.constantOrNaN());
  }
}
