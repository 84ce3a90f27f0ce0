package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.function.UnaryOperator;
import org.pushforward.engine.expr.Expr;

/**
 * Mean, variance and exponential moments of a variable X, from which those of its affine images, of
 * sums with it and of exp(X) follow. Powers and products are taken by way of logarithms.
 *
 * @param central c -> log E exp(c (X - E X)), infinite where that is so
 */
public record Cumulants(Expr mean, Expr variance, UnaryOperator<Expr> central) {
  private static final Expr INFINITY = Expr.of(Double.POSITIVE_INFINITY);

  /** Of shift + scale X. */
  public Cumulants affine(Expr shift, Expr scale) {
    return new Cumulants(
        shift.plus(scale.times(mean)),
        scale.square().times(variance),
        c -> central.apply(c.times(scale)));
  }

  /** Of the sum with an independent variable. */
  public Cumulants plus(Cumulants other) {
    return new Cumulants(
        mean.plus(other.mean),
        variance.plus(other.variance),
        c -> central.apply(c).plus(other.central.apply(c)));
  }

  /** E exp(X). */
  public Expr meanOfExp() {
    return exp(mean.plus(central.apply(Expr.of(1))));
  }

  /** (E exp(X))^2 (E exp(2 X) / (E exp(X))^2 - 1). */
  public Expr varianceOfExp() {
    Expr excess = central.apply(Expr.of(2)).minus(central.apply(Expr.of(1)).times(2));
    return aboutMean(meanOfExp(), meanOfExp().square().times(expm1(excess)));
  }

  /** A variance, infinite where the mean is, and NaN where that is. */
  public static Expr aboutMean(Expr mean, Expr variance) {
    return select(lessOrEqual(abs(mean), Expr.of(Double.MAX_VALUE)), variance, abs(mean));
  }

  /** The moment where it exists, else infinity. */
  static Expr where(Expr exists, Expr moment) {
    return select(exists, moment, INFINITY);
  }
}
