package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.ibeta;
import static org.pushforward.engine.expr.Formulas.ibetac;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.logIbetaDerivative;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Poisson's law with a rate that is gamma of shape a > 0 and rate b > 0. With p = b / (1 + b),
 *
 * <pre>
 *   P(X = k) = Gamma(k + a) / (k! Gamma(a)) p^a (1 - p)^k,   P(X &lt;= k) = I(p; a, k + 1)
 * </pre>
 *
 * so for a whole number a it is the number of failures before the a-th success of probability p.
 * The smaller of p and 1 - p is what the incomplete beta function is given.
 */
public record NegativeBinomial(Expr alpha, Expr beta) implements Discrete {

  @Override
  public Expr logProbability(Expr k) {
    Expr more = k.plus(1);
    Expr logP = log1p(Expr.of(1).over(beta)).negate();
    return logIbetaDerivative(select(isSmall(), alpha, more), select(isSmall(), more, alpha), x())
        .plus(logP)
        .minus(log(k.plus(alpha)));
  }

  @Override
  public Expr lower(Expr k) {
    Expr more = k.plus(1);
    return select(isSmall(), ibeta(alpha, more, x()), ibetac(more, alpha, x()));
  }

  @Override
  public Expr upper(Expr k) {
    Expr more = k.plus(1);
    return select(isSmall(), ibetac(alpha, more, x()), ibeta(more, alpha, x()));
  }

  /** A gamma rate's Poisson draw. */
  @Override
  public Expr draw(Uniforms uniforms) {
    return new Poisson(GammaDraw.of(alpha, uniforms).value().over(beta)).draw(uniforms);
  }

  @Override
  public Expr lean() {
    return Expr.of(2).over(beta).plus(1);
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(alpha.over(beta));
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(alpha.over(beta).times(Expr.of(1).over(beta).plus(1)));
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }

  /** Whether p is the smaller. */
  private Expr isSmall() {
    return less(beta, Expr.of(1));
  }

  private Expr x() {
    Expr more = beta.plus(1);
    return select(isSmall(), beta, Expr.of(1)).over(more);
  }
}
