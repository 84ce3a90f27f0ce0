package org.pushforward.engine.gradient;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.digamma;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.gammaPByShape;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.List;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Exponential;
import org.pushforward.engine.distribution.Gamma;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.distribution.Poisson;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Root;

/**
 * The derivative of a law by one of its arguments as a difference of two laws (Pflug 1989; coupled
 * as in Heidergott, Vazquez-Abad & Volk-Makarewicz 2008): d E f / d argument = scale E (f(plus) -
 * f(minus)).
 *
 * @param argument of the law
 */
record WeakDerivative(Expr argument, Expr scale, Expr plus, Expr minus) {
  private static final double ROOT_TWO_PI = 2.5066282746310005024157652848110;

  /**
   * The derivatives by all arguments of a law, coupled.
   *
   * @param x a draw of the law, with which draws of other laws are coupled where they can be
   * @throws Refused where none is known
   */
  static List<WeakDerivative> of(Distribution law, Expr x, Source source) {
    if (law instanceof Normal normal) {
      return List.of(byMean(normal, source), bySd(normal, source));
    }
    if (law instanceof Gamma gamma) {
      return List.of(byShape(gamma, source), byRate(gamma.shape(), gamma.rate(), x, source));
    }
    if (law instanceof Exponential exponential) {
      return List.of(byRate(Expr.of(1), exponential.rate(), x, source));
    }
    if (law instanceof Poisson poisson) {
      return List.of(new WeakDerivative(poisson.rate(), Expr.of(1), x.plus(1), x));
    }
    throw new Refused(
        "no measure-valued derivative of this law is known; of normal, gamma, exponential and"
            + " poisson they are");
  }

  /**
   * With W of density w exp(-w^2 / 2), w > 0: mean + sd W less mean - sd W, by 1 / (sd sqrt(2 pi)).
   */
  private static WeakDerivative byMean(Normal law, Source source) {
    Expr w = law.sd().times(sqrt(log(source.uniform()).times(-2)));
    return new WeakDerivative(
        law.mean(),
        Expr.of(1 / ROOT_TWO_PI).over(law.sd()),
        law.mean().plus(w),
        law.mean().minus(w));
  }

  /**
   * With M of density m^2 exp(-m^2 / 2) / sqrt(2 pi) and U uniform, U M is normal: mean + sd M less
   * mean + sd U M, by 1 / sd.
   */
  private static WeakDerivative bySd(Normal law, Source source) {
    Expr z = source.normal();
    Expr size = sqrt(z.square().minus(log(source.uniform()).times(2)));
    Expr m = select(less(z, Expr.of(0)), size.negate(), size);
    Expr u = source.uniform();
    return new WeakDerivative(
        law.sd(),
        Expr.of(1).over(law.sd()),
        law.mean().plus(law.sd().times(m)),
        law.mean().plus(law.sd().times(m).times(u)));
  }

  /**
   * x is of the gamma law of shape a, x + E / rate with E exponential of that of shape a + 1: the
   * one less the other, by a / rate.
   */
  private static WeakDerivative byRate(Expr shape, Expr rate, Expr x, Source source) {
    Expr more = x.minus(log(source.uniform()).over(rate));
    return new WeakDerivative(rate, shape.over(rate), x, more);
  }

  /**
   * d p / d a = p (log y - digamma(a)), y = rate x, is positive above y0 = exp(digamma(a)). So its
   * parts (Jordan) have the distribution functions P_a(y) / P_a(y0) below y0 and 1 - P_a(y) /
   * P_a(y0) above, P_a = dP(a, y) / da, and the scale is -P_a(y0). One uniform serves both: the
   * farther the one is from y0, the farther the other.
   */
  private static WeakDerivative byShape(Gamma law, Source source) {
    Expr a = law.shape();
    Expr border = exp(digamma(a));
    Expr whole = gammaPByShape(a, border);
    Expr part = source.uniform();
    Expr above =
        Root.of(
            y -> log(part.times(whole).over(gammaPByShape(a, y))),
            border.plus(border.times(0.5)).plus(0.5),
            border,
            Expr.of(Double.POSITIVE_INFINITY));
    Expr below =
        Root.of(
            y -> log(gammaPByShape(a, y).over(part.times(whole))),
            border.times(0.5),
            Expr.of(0),
            border);
    return new WeakDerivative(a, abs(whole), above.over(law.rate()), below.over(law.rate()));
  }
}
