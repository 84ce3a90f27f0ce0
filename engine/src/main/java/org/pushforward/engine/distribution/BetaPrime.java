package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.digamma;
import static org.pushforward.engine.expr.Formulas.ibeta;
import static org.pushforward.engine.expr.Formulas.ibetac;
import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.trigamma;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * The law of Y / (1 - Y), Y a beta variable of a and b > 0; a quotient of gamma variables of shapes
 * a and b.
 *
 * <p>log p(x) = (a - 1) log x - (a + b) log(1 + x) - log B(a, b), x >= 0.
 */
public record BetaPrime(Expr a, Expr b) implements Distribution {

  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.positive(x);
    Expr power = a.minus(1);
    return at.log(
        Inside.logPowerAtZero(power),
        power.times(log(at.point())).minus(a.plus(b).times(log1p(at.point()))),
        Expr.of(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Expr logMass() {
    return lbeta(a, b);
  }

  @Override
  public Expr cdf(Expr x) {
    Inside at = Inside.positive(x);
    Expr below =
        select(
            isLow(at.point()),
            ibeta(a, b, chance(at.point())),
            ibetac(b, a, complement(at.point())));
    return at.value(Expr.of(0), below, Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = Inside.positive(x);
    Expr above =
        select(
            isLow(at.point()),
            ibetac(a, b, chance(at.point())),
            ibeta(b, a, complement(at.point())));
    return at.value(Expr.of(1), above, Expr.of(0));
  }

  /** a / (b - 1), b > 1. */
  @Override
  public Optional<Expr> expectation() {
    return Optional.of(Cumulants.where(less(Expr.of(1), b), a.over(b.minus(1))));
  }

  /** a (a + b - 1) / ((b - 2) (b - 1)^2), b > 2. */
  @Override
  public Optional<Expr> variance() {
    Expr mean = a.over(b.minus(1));
    Expr variance = mean.times(mean.plus(1)).over(b.minus(2));
    return Optional.of(Cumulants.where(less(Expr.of(2), b), variance));
  }

  /** E X^c = B(a + c, b - c) / B(a, b), -a < c < b. */
  @Override
  public Optional<Cumulants> logCumulants() {
    Expr mean = digamma(a).minus(digamma(b));
    return Optional.of(
        new Cumulants(
            mean,
            trigamma(a).plus(trigamma(b)),
            c -> GammaRatio.log(a, c).plus(GammaRatio.log(b, c.negate())).minus(c.times(mean))));
  }

  /** That of Y less 2 E log(1 - Y). */
  @Override
  public Optional<Expr> entropy() {
    Expr slope = digamma(a.plus(b)).minus(digamma(b)).times(2);
    return new Beta(a, b).entropy().map(slope::plus);
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    GammaDraw x = GammaDraw.of(a, uniforms);
    return x.over(GammaDraw.of(b, uniforms));
  }

  @Override
  public Expr middle() {
    return middleOdds(a, b);
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }

  /** A quotient of the gamma laws' medians, about a median. */
  static Expr middleOdds(Expr a, Expr b) {
    Expr one = Expr.of(1);
    return new Gamma(a, one).middle().over(new Gamma(b, one).middle());
  }

  /** Where y = x / (1 + x) is small enough to tell how far from 1 it is. */
  private static Expr isLow(Expr x) {
    return less(x, Expr.of(1));
  }

  /** x / (1 + x) up to x = 1. */
  private static Expr chance(Expr x) {
    Expr low = min(x, Expr.of(1));
    return low.over(low.plus(1));
  }

  /** 1 / (1 + x) from x = 1. */
  private static Expr complement(Expr x) {
    return Expr.of(1).over(max(x, Expr.of(1)).plus(1));
  }
}
