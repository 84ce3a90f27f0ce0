package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.erf;
import static org.pushforward.engine.expr.Formulas.erfc;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.normalQuantile;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * A normal peak with power-law tails: with z = (x - mean) / sd the density is h(|z|) / (sd M),
 * where h is that of the lower flank for z < 0, that of the upper one for z > 0, and M the sum of
 * both flanks' integrals.
 *
 * @param falls 1 if x runs against z, z = (mean - x) / sd, else 0
 */
public record CrystalBall(Expr mean, Expr sd, Expr falls, Flank lower, Flank upper)
    implements Distribution {
  private static final double ROOT_HALF_PI = 1.2533141373155002512078826424055;
  private static final double ROOT_HALF = 0.70710678118654752440084436210485;

  /** One side of the peak at u = |z|: h(u), h(0) = 1. */
  public sealed interface Flank {
    Expr logShape(Expr u);

    /** Integral of h over [0, u]. */
    Expr within(Expr u);

    /** Integral of h over [u, inf). */
    Expr beyond(Expr u);

    /** The u beyond which the integral is this. */
    Expr at(Expr beyond);

    /** Integral of u h, infinite if need be. */
    Expr first();

    /** Integral of u^2 h. */
    Expr second();

    /** Integral of -h log h. */
    Expr entropy();

    /** Where u has a joint; 0 if nowhere. */
    default Expr joint() {
      return Expr.of(0);
    }
  }

  /** h(u) = exp(-u^2 / 2). */
  public record Gauss() implements Flank {
    @Override
    public Expr logShape(Expr u) {
      return u.square().times(-0.5);
    }

    @Override
    public Expr within(Expr u) {
      return erf(u.times(ROOT_HALF)).times(ROOT_HALF_PI);
    }

    @Override
    public Expr beyond(Expr u) {
      return erfc(u.times(ROOT_HALF)).times(ROOT_HALF_PI);
    }

    @Override
    public Expr at(Expr beyond) {
      return normalQuantile(beyond.times(0.5 / ROOT_HALF_PI)).negate();
    }

    @Override
    public Expr first() {
      return Expr.of(1);
    }

    @Override
    public Expr second() {
      return Expr.of(ROOT_HALF_PI);
    }

    @Override
    public Expr entropy() {
      return Expr.of(ROOT_HALF_PI / 2);
    }
  }

  /**
   * The normal peak up to u = alpha, from where on, with w = 1 + alpha (u - alpha) / n, a power of
   * the same value and slope:
   *
   * <pre>h(u) = exp(-alpha^2 / 2) w^-n,   integral from u on T w^(1-n),
   * T = exp(-alpha^2 / 2) n / (alpha (n - 1))</pre>
   */
  public record Power(Expr alpha, Expr n) implements Flank {
    private static final Gauss PEAK = new Gauss();

    @Override
    public Expr joint() {
      return alpha;
    }

    @Override
    public Expr logShape(Expr u) {
      Expr tail = logJoint().minus(n.times(logW(u)));
      return select(less(alpha, u), tail, PEAK.logShape(u));
    }

    @Override
    public Expr within(Expr u) {
      Expr tail = expm1(logW(u).times(rest()).negate()).times(tail());
      return select(less(alpha, u), PEAK.within(alpha).minus(tail), PEAK.within(u));
    }

    @Override
    public Expr beyond(Expr u) {
      Expr tail = exp(logW(u).times(rest()).negate()).times(tail());
      Expr peak = PEAK.beyond(u).minus(PEAK.beyond(alpha)).plus(tail());
      return select(less(alpha, u), tail, peak);
    }

    @Override
    public Expr at(Expr beyond) {
      Expr isTail = less(beyond, tail());
      Expr logTail = logJoint().plus(log(reach().over(rest())));
      Expr rise = logTail.minus(log(select(isTail, beyond, Expr.of(1)))).over(rest());
      Expr tail = alpha.plus(expm1(rise).times(n).over(alpha));
      Expr left = max(beyond.minus(tail()), Expr.of(0)).plus(PEAK.beyond(alpha));
      return select(isTail, tail, PEAK.at(left));
    }

    @Override
    public Expr first() {
      Expr tail = tail().times(alpha.plus(reach().over(n.minus(2))));
      Expr sum = Expr.of(1).minus(exp(logJoint())).plus(tail);
      return finite(2, sum, Expr.of(Double.POSITIVE_INFINITY));
    }

    @Override
    public Expr second() {
      Expr b = reach().over(n.minus(2));
      Expr square = b.times(reach()).times(2).over(n.minus(3));
      Expr tail = alpha.square().plus(alpha.times(b).times(2)).plus(square);
      Expr peak = PEAK.within(alpha).minus(alpha.times(exp(logJoint())));
      return finite(3, peak.plus(tail().times(tail)), Expr.of(Double.POSITIVE_INFINITY));
    }

    @Override
    public Expr entropy() {
      Expr peak = PEAK.within(alpha).minus(alpha.times(exp(logJoint()))).times(0.5);
      return peak.plus(tail().times(n.over(rest()).minus(logJoint())));
    }

    private Expr finite(double above, Expr formula, Expr otherwise) {
      return select(lessOrEqual(n, Expr.of(above)), otherwise, formula);
    }

    private Expr logW(Expr u) {
      return log1p(max(u.minus(alpha), Expr.of(0)).over(reach()));
    }

    /** T. */
    private Expr tail() {
      return exp(logJoint()).times(reach()).over(rest());
    }

    private Expr logJoint() {
      return alpha.square().times(-0.5);
    }

    /** n / alpha. */
    private Expr reach() {
      return n.over(alpha);
    }

    private Expr rest() {
      return n.minus(1);
    }
  }

  /** The tail lies below the mean if alpha > 0, above it if alpha < 0. */
  public static CrystalBall oneSided(Expr mean, Expr sd, Expr alpha, Expr n) {
    Expr falls = less(alpha, Expr.of(0));
    Expr size = select(falls, alpha.negate(), alpha);
    return new CrystalBall(mean, sd, falls, new Power(size, n), new Gauss());
  }

  /** A tail on either side, alphas > 0. */
  public static CrystalBall twoSided(
      Expr mean, Expr sd, Expr alphaLow, Expr nLow, Expr alphaHigh, Expr nHigh) {
    Flank lower = new Power(alphaLow, nLow);
    return new CrystalBall(mean, sd, Expr.of(0), lower, new Power(alphaHigh, nHigh));
  }

  @Override
  public Expr logShape(Expr x) {
    Expr z = standardised(x);
    return select(less(z, Expr.of(0)), lower.logShape(z.negate()), upper.logShape(z));
  }

  @Override
  public Expr logMass() {
    return log(sd.times(total()));
  }

  @Override
  public Expr cdf(Expr x) {
    return select(falls, above(standardised(x)), below(standardised(x)));
  }

  @Override
  public Expr survival(Expr x) {
    return select(falls, below(standardised(x)), above(standardised(x)));
  }

  @Override
  public Expr quantile(Expr p) {
    Expr rest = Expr.of(1).minus(p);
    Expr below = select(falls, rest, p).times(total());
    Expr above = select(falls, p, rest).times(total());
    Expr low = lower.at(min(below, whole(lower))).negate();
    Expr high = upper.at(min(above, whole(upper)));
    Expr z = select(less(below, whole(lower)), low, high);
    return mean.plus(select(falls, z.negate(), z).times(sd));
  }

  @Override
  public List<Expr> joints() {
    Expr sign = Expr.of(1).minus(falls.times(2));
    return List.of(
        mean.minus(sign.times(sd).times(lower.joint())),
        mean.plus(sign.times(sd).times(upper.joint())));
  }

  @Override
  public Expr middle() {
    return quantile(Expr.of(0.5));
  }

  @Override
  public Optional<Expr> expectation() {
    Expr z = centre();
    return Optional.of(mean.plus(select(falls, z.negate(), z).times(sd)));
  }

  @Override
  public Optional<Expr> variance() {
    Expr square = upper.second().plus(lower.second()).over(total());
    Expr spread = square.minus(centre().square()).times(sd.square());
    return Optional.of(Cumulants.aboutMean(centre(), spread));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(logMass().plus(lower.entropy().plus(upper.entropy()).over(total())));
  }

  /** E Z, NaN where both sides are infinite. */
  private Expr centre() {
    Expr exists = lessOrEqual(min(upper.first(), lower.first()), Expr.of(Double.MAX_VALUE));
    Expr difference = upper.first().minus(lower.first()).over(total());
    return select(exists, difference, Expr.of(Double.NaN));
  }

  /** P(Z <= z). */
  private Expr below(Expr z) {
    Expr high = whole(lower).plus(upper.within(z));
    return select(less(z, Expr.of(0)), lower.beyond(z.negate()), high).over(total());
  }

  /** P(Z > z). */
  private Expr above(Expr z) {
    Expr low = whole(upper).plus(lower.within(z.negate()));
    return select(less(z, Expr.of(0)), low, upper.beyond(z)).over(total());
  }

  /** M. */
  private Expr total() {
    return whole(lower).plus(whole(upper));
  }

  private static Expr whole(Flank flank) {
    return flank.beyond(Expr.of(0));
  }

  private Expr standardised(Expr x) {
    Expr z = x.minus(mean).over(sd);
    return select(falls, z.negate(), z);
  }
}
