package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1mexp;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.logSigmoid;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sigmoid;
import static org.pushforward.engine.expr.Formulas.softplus;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Logistic law of location mu and scale s > 0: P(X <= x) = 1 / (1 + exp(-z)), z = (x - mu) / s.
 *
 * <p>log p(x) = log P(X <= x) + log P(X > x) - log s.
 */
public record Logistic(Expr location, Expr scale) implements Windowed {
  private static final double PI_SQUARED = 9.8696044010893586188344909998762;

  @Override
  public Expr logShape(Expr x) {
    Expr z = standardised(x);
    return logSigmoid(z).plus(logSigmoid(z.negate()));
  }

  @Override
  public Expr logMass() {
    return log(scale);
  }

  @Override
  public Expr cdf(Expr x) {
    return sigmoid(standardised(x));
  }

  @Override
  public Expr survival(Expr x) {
    return sigmoid(standardised(x).negate());
  }

  @Override
  public boolean isMirrored() {
    return true;
  }

  /** F(u) - F(v) = F(u) F(-v) (1 - exp(-w)). */
  @Override
  public Expr logMass(Window window) {
    return logSigmoid(window.u()).plus(logSigmoid(window.v().negate())).plus(part(window));
  }

  /** log(1 + exp(u)) - log(1 + exp(v)) = log(1 + exp(u) (1 - exp(-w)) / (1 + exp(v))). */
  @Override
  public Expr cdfIntegral(Window window) {
    return softplus(window.u().minus(softplus(window.v())).plus(part(window)));
  }

  @Override
  public Expr survivalIntegral(Window window) {
    return cdfIntegral(window.mirroredIf(Expr.of(1)));
  }

  private static Expr part(Window window) {
    return log1mexp(window.w().negate());
  }

  @Override
  public Expr quantile(Expr p) {
    return location.plus(scale.times(log(p).minus(log1p(p.negate()))));
  }

  /** E exp(c (X - mu)) = Gamma(1 - c s) Gamma(1 + c s), |c s| < 1. */
  @Override
  public Optional<Cumulants> cumulants() {
    Expr one = Expr.of(1);
    return Optional.of(
        new Cumulants(
            location,
            scale.square().times(PI_SQUARED / 3),
            c -> {
              Expr u = abs(c.times(scale));
              return Cumulants.where(less(u, one), lbeta(one.minus(min(u, one)), one.plus(u)));
            }));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(log(scale).plus(2));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return Optional.of(
        new Logistic(shift.plus(scale.times(location)), abs(scale).times(this.scale)));
  }

  @Override
  public Expr middle() {
    return location;
  }

  @Override
  public Expr folded(Expr x) {
    Expr z = standardised(x);
    Expr above = less(location, x);
    Expr tail = sigmoid(select(above, z.negate(), z));
    return select(above, tail.negate(), tail);
  }

  private Expr standardised(Expr x) {
    return x.minus(location).over(scale);
  }
}
