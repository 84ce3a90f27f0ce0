package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Optional;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Root;

/**
 * A law on the line, of density exp(logShape(x) - logMass()), or conditioned on [a, b]
 * exp(logShape(x) - logMass(a, b)).
 *
 * <p>What depends on parameters alone stands in the masses and is computed once per parameter
 * point.
 */
public interface Distribution {

  /** The logarithm of a multiple of the density; minus infinity outside the support. */
  Expr logShape(Expr x);

  /** log of the integral of exp(logShape) over the line; integrated where nothing is stated. */
  default Expr logMass() {
    return IntegratedTail.logMass(this);
  }

  /** P(X <= x), right to a few ulp where it is below 1/2. */
  Expr cdf(Expr x);

  /** P(X > x), right to a few ulp where it is below 1/2. */
  Expr survival(Expr x);

  /**
   * The x with P(X <= x) = p, for p in (0, 1). A law without a closed form for it searches: log P(X
   * <= x) = log p, or log P(X > x) = log(1 - p) above 1/2.
   */
  default Expr quantile(Expr p) {
    Expr above = less(Expr.of(0.5), p);
    Expr rest = Expr.of(1).minus(p);
    return Root.of(
        x -> select(above, log(rest.over(survival(x))), log(cdf(x).over(p))),
        middle(),
        support().low(),
        support().high());
  }

  /** A draw, as a formula of independent uniforms on (0, 1). */
  default Expr draw(Uniforms uniforms) {
    return quantile(uniforms.next());
  }

  /**
   * The law of shift + scale X, where it is one of the same family; empty where it is not, or where
   * the sign of the scale decides and parameters decide that.
   */
  default Optional<Distribution> moved(Expr shift, Expr scale) {
    return Optional.empty();
  }

  /** E X, infinite or NaN where that is so; empty if there is no closed form. */
  default Optional<Expr> expectation() {
    return cumulants().map(Cumulants::mean).or(() -> logCumulants().map(Cumulants::meanOfExp));
  }

  /**
   * E (X - E X)^2, infinite where it or E X is, NaN where E X is; empty if there is no closed form.
   */
  default Optional<Expr> variance() {
    return cumulants()
        .map(Cumulants::variance)
        .or(() -> logCumulants().map(Cumulants::varianceOfExp));
  }

  /** Of a law whose exponential moments E exp(c X) have a closed form. */
  default Optional<Cumulants> cumulants() {
    return Optional.empty();
  }

  /** Those of log X, of a law on X > 0 whose power moments E X^c have a closed form. */
  default Optional<Cumulants> logCumulants() {
    return Optional.empty();
  }

  /** -E log p(X) in nats; empty if there is no closed form. */
  default Optional<Expr> entropy() {
    return Optional.empty();
  }

  /**
   * A point in the middle of the law, at which masses change from differences of cdf to those of
   * survival.
   */
  Expr middle();

  /** Whether x lies after the middle. */
  default Expr isAbove(Expr x) {
    return less(middle(), x);
  }

  /** Points inside the support at which the density or a derivative of it jumps or is infinite. */
  default List<Expr> joints() {
    return List.of();
  }

  /** The interval outside of which the density is 0. */
  default Support support() {
    return Support.LINE;
  }

  /**
   * P(X <= x) up to the middle and minus P(X > x) after it, so that neither tail is lost in the
   * rounding of 1.
   */
  default Expr folded(Expr x) {
    return select(isAbove(x), survival(x).negate(), cdf(x));
  }

  /**
   * log P(X <= x) up to the middle and minus log P(X > x) after it, whose derivatives keep their
   * digits in both tails.
   */
  default Expr logFolded(Expr x) {
    return select(isAbove(x), log(survival(x)).negate(), log(cdf(x)));
  }

  /** Integral of exp(logShape) over [a, b], a <= b. */
  default Expr mass(Expr a, Expr b) {
    return probability(a, b).times(exp(logMass()));
  }

  /** log of {@link #mass}. */
  default Expr logMass(Expr a, Expr b) {
    return log(probability(a, b)).plus(logMass());
  }

  /** P(a < X <= b), a <= b. */
  default Expr probability(Expr a, Expr b) {
    // Never + 0 or 1: a formula that adds 1 to the constant of one end loses its digits.
    Expr difference = folded(b).minus(folded(a));
    Expr isAcross = select(isAbove(a), Expr.of(0), isAbove(b));
    return select(isAcross, difference.plus(1), difference);
  }
}
