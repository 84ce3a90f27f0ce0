package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/** 1 with probability p, else 0. */
public record Bernoulli(Expr probability) implements Discrete {

  @Override
  public Expr logProbability(Expr k) {
    // Each logarithm is kept from the p that the other is for, where it may be infinite.
    Expr success = log(select(k, probability, Expr.of(1)));
    Expr failure = log1p(select(k, Expr.of(0), probability).negate());
    return select(k, success, failure);
  }

  @Override
  public Expr lower(Expr k) {
    return Expr.of(1).minus(probability);
  }

  @Override
  public Expr upper(Expr k) {
    return probability;
  }

  @Override
  public Expr quantile(Expr p) {
    return less(Expr.of(1).minus(probability), p);
  }

  @Override
  public Expr lean() {
    return Expr.of(1).minus(probability.times(2));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(probability);
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(probability.times(Expr.of(1).minus(probability)));
  }

  @Override
  public Optional<Expr> entropy() {
    Expr failing = Expr.of(1).minus(probability);
    return Optional.of(
        surprise(probability, log(probability))
            .plus(surprise(failing, log1p(probability.negate()))));
  }

  /** -p log p, 0 at p = 0. */
  static Expr surprise(Expr p, Expr log) {
    return select(less(Expr.of(0), p), p.times(log).negate(), Expr.of(0));
  }

  @Override
  public Support support() {
    return Support.UNIT;
  }
}
