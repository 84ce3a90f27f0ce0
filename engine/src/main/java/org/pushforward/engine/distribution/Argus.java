package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.gammaP;
import static org.pushforward.engine.expr.Formulas.gammaQ;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lgamma;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logGammaP;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.pow;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import org.pushforward.engine.expr.Expr;

/**
 * Argus law on [0, end], of curvature c < 0 and power p > -1 (1/2 as the collaboration had it):
 *
 * <pre>p(x) ~ x t^p exp(c t),   t = 1 - (x / end)^2</pre>
 *
 * <p>T is gamma of shape p + 1 and rate -c, given that it lies in [0, 1]. With c = -chi^2 / 2 and p
 * = 1/2 it is the law of that chi.
 */
public record Argus(Expr end, Expr curvature, Expr power) implements Distribution {

  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.of(x, support(), end.times(0.5));
    Expr part = at.point().over(end);
    Expr t = t(at.point());
    Expr inner = log(part).plus(power.times(log(t))).plus(curvature.times(t));
    return at.log(Expr.of(Double.NEGATIVE_INFINITY), inner, Inside.logPowerAtZero(power));
  }

  /** Of x / end: dx = -end^2 / (2 x) dt. */
  @Override
  public Expr logMass() {
    Expr whole = lgamma(shape()).plus(logGammaP(shape(), rate()));
    return log(end.times(0.5)).plus(whole).minus(shape().times(log(rate())));
  }

  /**
   * P(T >= t), T >= 1 - u. Up to u = 1 / (8 max(1, p, -c)) the integral of T's density, beyond
   * differences of either tail of the gamma law, whichever is not nearly one.
   */
  @Override
  public Expr cdf(Expr x) {
    Inside at = Inside.of(x, support(), end.times(0.5));
    Expr part = at.point().over(end);
    Expr u = part.square();
    Expr most = Expr.of(0.125).over(max(max(Expr.of(1), power), rate()));
    Expr log = shape().times(log(rate())).minus(lgamma(shape())).minus(logGammaP(shape(), rate()));
    Expr near =
        FivePoints.integral(
                v -> pow(Expr.of(1).minus(v), power).times(exp(rate().times(v))),
                Expr.of(0),
                min(u, most))
            .times(exp(log.minus(rate())));
    Expr t = t(at.point());
    Expr scaled = rate().times(t);
    Expr upper = gammaQ(shape(), scaled).minus(gammaQ(shape(), rate())).over(whole());
    Expr lower = Expr.of(1).minus(gammaP(shape(), scaled).over(whole()));
    Expr far = select(less(rate(), shape()), lower, upper);
    return at.value(Expr.of(0), select(less(u, most), near, far), Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = Inside.of(x, support(), end.times(0.5));
    Expr above = gammaP(shape(), rate().times(t(at.point()))).over(whole());
    return at.value(Expr.of(1), above, Expr.of(0));
  }

  /** Where t = (p + 1) / (p + 2 - c), about its mean. */
  @Override
  public Expr middle() {
    Expr u = rate().plus(1);
    return end.times(sqrt(u.over(u.plus(shape()))));
  }

  @Override
  public Support support() {
    return new Support(Expr.of(0), end);
  }

  private Expr whole() {
    return gammaP(shape(), rate());
  }

  private Expr shape() {
    return power.plus(1);
  }

  private Expr rate() {
    return curvature.negate();
  }

  /** (end - x) (end + x) / end^2. */
  private Expr t(Expr x) {
    return end.minus(x).over(end).times(end.plus(x).over(end));
  }
}
