package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1mexp;
import static org.pushforward.engine.expr.Formulas.log1p;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Kumaraswamy's law on [0, 1], a and b > 0: P(X > x) = (1 - x^a)^b, so -log(1 - X^a) is exponential
 * of rate b.
 *
 * <p>log p(x) = (a - 1) log x + (b - 1) log(1 - x^a) + log(a b), at the ends as of a beta law.
 */
public record Kumaraswamy(Expr a, Expr b) implements Distribution {

  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.unit(x);
    Expr first = a.minus(1);
    Expr second = b.minus(1);
    return at.log(
        Inside.logPowerAtZero(first),
        first.times(log(at.point())).plus(second.times(logComplement(at.point()))),
        Inside.logPowerAtZero(second));
  }

  @Override
  public Expr logMass() {
    return log(a.times(b)).negate();
  }

  @Override
  public Expr cdf(Expr x) {
    Inside at = Inside.unit(x);
    Expr below = expm1(b.times(logComplement(at.point()))).negate();
    return at.value(Expr.of(0), below, Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = Inside.unit(x);
    return at.value(Expr.of(1), exp(b.times(logComplement(at.point()))), Expr.of(0));
  }

  @Override
  public Expr quantile(Expr p) {
    return exp(log1mexp(log1p(p.negate()).over(b)).over(a));
  }

  /** E X^c = b B(1 + c / a, b), c > -a, as X^a is beta of 1 and b. */
  @Override
  public Optional<Cumulants> logCumulants() {
    return new Beta(Expr.of(1), b)
        .logCumulants()
        .map(c -> c.affine(Expr.of(0), Expr.of(1).over(a)));
  }

  /** (1 - 1 / b) + (1 - a) E log X - log(a b). */
  @Override
  public Optional<Expr> entropy() {
    Expr rest = Expr.of(1).minus(Expr.of(1).over(b)).plus(logMass());
    return logCumulants().map(c -> Expr.of(1).minus(a).times(c.mean()).plus(rest));
  }

  @Override
  public Expr middle() {
    return quantile(Expr.of(0.5));
  }

  @Override
  public Support support() {
    return Support.UNIT;
  }

  /** log(1 - x^a). */
  private Expr logComplement(Expr x) {
    return log1mexp(a.times(log(x)));
  }
}
