package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.digamma;
import static org.pushforward.engine.expr.Formulas.ibeta;
import static org.pushforward.engine.expr.Formulas.ibetaInv;
import static org.pushforward.engine.expr.Formulas.ibetac;
import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.logIbetaDerivative;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.trigamma;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Beta law on [0, 1], a and b > 0.
 *
 * <p>log p(x) = (a - 1) log x + (b - 1) log(1 - x) - log B(a, b). At 0 the density is infinite for
 * a < 1, b for a = 1 and 0 for a > 1, at 1 likewise with a and b exchanged.
 */
public record Beta(Expr a, Expr b) implements Distribution {

  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.unit(x);
    Expr first = a.minus(1);
    Expr second = b.minus(1);
    return at.log(
        Inside.logPowerAtZero(first),
        first.times(log(at.point())).plus(second.times(log1p(at.point().negate()))),
        Inside.logPowerAtZero(second));
  }

  @Override
  public Expr logMass() {
    return lbeta(a, b);
  }

  @Override
  public Expr cdf(Expr x) {
    Inside at = Inside.unit(x);
    return at.value(Expr.of(0), ibeta(a, b, at.point()), Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = Inside.unit(x);
    return at.value(Expr.of(1), ibetac(a, b, at.point()), Expr.of(0));
  }

  @Override
  public Expr quantile(Expr p) {
    return ibetaInv(a, b, p);
  }

  /** X / (X + Y), X and Y of gamma laws. */
  @Override
  public Expr draw(Uniforms uniforms) {
    GammaDraw x = GammaDraw.of(a, uniforms);
    GammaDraw y = GammaDraw.of(b, uniforms);
    return Expr.of(1).over(y.over(x).plus(1));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(a.over(sum()));
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(a.over(sum()).times(b.over(sum())).over(sum().plus(1)));
  }

  /** E X^c = B(a + c, b) / B(a, b), c > -a. */
  @Override
  public Optional<Cumulants> logCumulants() {
    Expr mean = digamma(a).minus(digamma(sum()));
    return Optional.of(
        new Cumulants(
            mean,
            trigamma(a).minus(trigamma(sum())),
            c ->
                Cumulants.where(
                    less(a.negate(), c),
                    GammaRatio.log(a, c).minus(GammaRatio.log(sum(), c)).minus(c.times(mean)))));
  }

  /**
   * -log p(a / s) + (a - 1) d(a) + (b - 1) d(b) - (s - 2) d(s), s = a + b, d(t) = log t -
   * digamma(t): no difference of large terms. The mean is taken from the end that it is nearer to.
   */
  @Override
  public Optional<Expr> entropy() {
    Expr low = min(a, b);
    return Optional.of(
        a.minus(1)
            .times(DigammaGap.of(a))
            .plus(b.minus(1).times(DigammaGap.of(b)))
            .minus(sum().minus(2).times(DigammaGap.of(sum())))
            .minus(logIbetaDerivative(low, max(a, b), low.over(sum()))));
  }

  @Override
  public Expr middle() {
    return BetaPrime.middleOdds(a, b).over(BetaPrime.middleOdds(a, b).plus(1));
  }

  @Override
  public Support support() {
    return Support.UNIT;
  }

  private Expr sum() {
    return a.plus(b);
  }
}
