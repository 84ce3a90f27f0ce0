package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.gammaP;
import static org.pushforward.engine.expr.Formulas.gammaQ;
import static org.pushforward.engine.expr.Formulas.logGammaPDerivative;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/** Poisson's law of rate m >= 0 on 0, 1, ...: P(X = k) = m^k exp(-m) / k!. */
public record Poisson(Expr rate) implements Discrete {

  @Override
  public Expr logProbability(Expr k) {
    return logGammaPDerivative(k.plus(1), rate);
  }

  @Override
  public Expr lower(Expr k) {
    return gammaQ(k.plus(1), rate);
  }

  @Override
  public Expr upper(Expr k) {
    return gammaP(k.plus(1), rate);
  }

  @Override
  public Expr lean() {
    return Expr.of(1);
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(rate);
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(rate);
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }
}
