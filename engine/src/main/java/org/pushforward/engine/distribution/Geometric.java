package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.floor;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/** The number of failures before the first success of probability p: P(X = k) = p (1 - p)^k. */
public record Geometric(Expr probability) implements Discrete {

  @Override
  public Expr logProbability(Expr k) {
    // 0 failures say nothing of 1 - p, which may be 0.
    Expr failing = log1p(select(less(Expr.of(0), k), probability, Expr.of(0)).negate());
    return k.times(failing).plus(log(probability));
  }

  @Override
  public Expr lower(Expr k) {
    return expm1(logUpper(k)).negate();
  }

  @Override
  public Expr upper(Expr k) {
    return exp(logUpper(k));
  }

  /** log(1 - p) / log(1 - probability) - 1 rounded up, or a neighbour if rounding led astray. */
  @Override
  public Expr quantile(Expr p) {
    Expr exact = log1p(p.negate()).over(log1p(probability.negate()));
    Expr found = max(floor(exact.negate()).negate().minus(1), Expr.of(0));
    Expr before = max(found.minus(1), Expr.of(0));
    Expr isBefore = less(excess(before, p), Expr.of(0));
    Expr isAfter = less(excess(found, p), Expr.of(0));
    return select(isBefore, select(isAfter, found.plus(1), found), before);
  }

  @Override
  public Expr lean() {
    return Expr.of(2).over(probability).minus(1);
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(Expr.of(1).minus(probability).over(probability));
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(Expr.of(1).minus(probability).over(probability).over(probability));
  }

  @Override
  public Optional<Expr> entropy() {
    Expr failing = Expr.of(1).minus(probability);
    Expr ofFailing = select(less(Expr.of(0), failing), log1p(probability.negate()), Expr.of(0));
    return Optional.of(failing.over(probability).times(ofFailing).plus(log(probability)).negate());
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }

  private Expr logUpper(Expr k) {
    return k.plus(1).times(log1p(probability.negate()));
  }
}
