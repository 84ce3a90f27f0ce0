package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.gammaP;
import static org.pushforward.engine.expr.Formulas.gammaQ;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.lgamma;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logGammaP;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.pow;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Integral;

/**
 * Argus law on [0, end], of curvature c and power p > -1 (c < 0 and p = 1/2 as the collaboration
 * had it):
 *
 * <pre>p(x) ~ x t^p exp(c t),   t = 1 - (x / end)^2</pre>
 *
 * <p>T has the density t^p exp(c t) on [0, 1]. Where c < 0 it is gamma of shape p + 1 and rate -c,
 * given that it lies there; elsewhere its masses are integrated. With c = -chi^2 / 2 and p = 1/2 it
 * is the law of that chi.
 */
public record Argus(Expr end, Expr curvature, Expr power) implements Distribution {
  /**
   * The least -c for which the incomplete gamma function is used: by c its logarithm less that of
   * (-c)^(p + 1) loses 2^-53 / c.
   */
  private static final double LEAST = 0x1p-6;

  /** Of c > 0 the shape is over exp(c), its largest value. */
  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.of(x, support(), end.times(0.5));
    Expr part = at.point().over(end);
    Expr t = t(at.point());
    Expr growth = select(less(Expr.of(0), curvature), part.square().negate(), t);
    Expr inner = log(part).plus(power.times(log(t))).plus(curvature.times(growth));
    return at.log(Expr.of(Double.NEGATIVE_INFINITY), inner, Inside.logPowerAtZero(power));
  }

  /** Of x / end: dx = -end^2 / (2 x) dt. */
  @Override
  public Expr logMass() {
    Expr closed = lgamma(shape()).plus(logGammaP(shape(), rate()));
    Expr gamma = closed.minus(shape().times(log(rate())));
    Expr flat = log(flat().whole()).plus(min(curvature, Expr.of(0)));
    return log(end.times(0.5)).plus(select(isGamma(), gamma, flat));
  }

  @Override
  public Expr cdf(Expr x) {
    Inside at = Inside.of(x, support(), end.times(0.5));
    Flat flat = flat();
    Expr u = at.point().over(end).square();
    Expr t = t(at.point());
    Expr integrated = select(flat.isUpper(u), Expr.of(1).minus(flat.tail(u, t)), flat.tail(u, t));
    return at.value(Expr.of(0), select(isGamma(), gamma(u, t), integrated), Expr.of(1));
  }

  /**
   * P(T >= t), T >= 1 - u, of the gamma law. Up to u = 1 / (8 max(1, p, -c)) the integral of T's
   * density, beyond differences of either tail of the gamma law, whichever is not nearly one.
   */
  private Expr gamma(Expr u, Expr t) {
    Expr most = Expr.of(0.125).over(max(max(Expr.of(1), power), rate()));
    Expr log = shape().times(log(rate())).minus(lgamma(shape())).minus(logGammaP(shape(), rate()));
    Expr near =
        FivePoints.integral(
                v -> pow(Expr.of(1).minus(v), power).times(exp(rate().times(v))),
                Expr.of(0),
                min(u, most))
            .times(exp(log.minus(rate())));
    Expr scaled = rate().times(t);
    Expr upper = gammaQ(shape(), scaled).minus(gammaQ(shape(), rate())).over(whole());
    Expr lower = Expr.of(1).minus(gammaP(shape(), scaled).over(whole()));
    return select(less(u, most), near, select(less(rate(), shape()), lower, upper));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = Inside.of(x, support(), end.times(0.5));
    Flat flat = flat();
    Expr u = at.point().over(end).square();
    Expr t = t(at.point());
    Expr integrated = select(flat.isUpper(u), flat.tail(u, t), Expr.of(1).minus(flat.tail(u, t)));
    Expr above = gammaP(shape(), rate().times(t)).over(whole());
    return at.value(Expr.of(1), select(isGamma(), above, integrated), Expr.of(0));
  }

  /** T's law where c is not negative, or hardly. U is 1 - T. */
  private record Flat(Expr curvature, Expr power) {

    /** About the mean of U. */
    Expr middle() {
      return Expr.of(1).over(max(curvature, Expr.of(0)).plus(power).plus(2));
    }

    Expr isUpper(Expr u) {
      return less(middle(), u);
    }

    /** P(T <= t) where that is the upper tail of x, or else P(U <= u). */
    Expr tail(Expr u, Expr t) {
      Expr isUpper = isUpper(u);
      Expr mass =
          Integral.of(
              v -> {
                Expr rest = Expr.of(1).minus(v);
                return density(select(isUpper, v, rest), select(isUpper, rest, v));
              },
              select(isUpper, t, u),
              Expr.of(0));
      return mass.negate().over(whole());
    }

    /** Of both tails. */
    Expr whole() {
      Expr below = Integral.of(u -> density(Expr.of(1).minus(u), u), middle(), Expr.of(0));
      Expr rest = Expr.of(1).minus(middle());
      Expr above = Integral.of(t -> density(t, Expr.of(1).minus(t)), rest, Expr.of(0));
      return below.plus(above).negate();
    }

    /** T's over exp(c). */
    private Expr density(Expr t, Expr u) {
      return pow(t, power).times(exp(curvature.times(u).negate()));
    }
  }

  /** About the mean of (x / end)^2. */
  @Override
  public Expr middle() {
    Expr u = rate().plus(1);
    Expr inner = select(isGamma(), u.over(u.plus(shape())), flat().middle());
    return end.times(sqrt(inner));
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

  private Expr isGamma() {
    return lessOrEqual(curvature, Expr.of(-LEAST));
  }

  /** -c where the gamma law is used. */
  private Expr rate() {
    return max(curvature.negate(), Expr.of(LEAST));
  }

  private Flat flat() {
    return new Flat(max(curvature, Expr.of(-LEAST)), power);
  }

  /** (end - x) (end + x) / end^2. */
  private Expr t(Expr x) {
    return end.minus(x).over(end).times(end.plus(x).over(end));
  }
}
