package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.ibeta;
import static org.pushforward.engine.expr.Formulas.ibetac;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logIbetaDerivative;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * The number of successes in n trials, each of probability p: P(X = k) = n! / (k! (n - k)!) p^k (1
 * - p)^(n - k).
 */
public record Binomial(Expr trials, Expr probability) implements Discrete {

  @Override
  public Expr logProbability(Expr k) {
    return logIbetaDerivative(k.plus(1), trials.minus(k).plus(1), probability)
        .minus(log(trials.plus(1)));
  }

  @Override
  public Expr lower(Expr k) {
    return ibetac(k.plus(1), trials.minus(k), probability);
  }

  @Override
  public Expr upper(Expr k) {
    return ibeta(k.plus(1), trials.minus(k), probability);
  }

  @Override
  public Expr lean() {
    return Expr.of(1).minus(probability.times(2));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(trials.times(probability));
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(trials.times(probability).times(Expr.of(1).minus(probability)));
  }

  @Override
  public Support support() {
    return new Support(Expr.of(0), trials);
  }
}
