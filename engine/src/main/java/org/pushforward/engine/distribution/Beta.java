package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.ibeta;
import static org.pushforward.engine.expr.Formulas.ibetac;
import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;

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
  public Expr middle() {
    return BetaPrime.middleOdds(a, b).over(BetaPrime.middleOdds(a, b).plus(1));
  }

  @Override
  public Support support() {
    return Support.UNIT;
  }
}
