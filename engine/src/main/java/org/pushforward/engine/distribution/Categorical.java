package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Expr;

/** 0, 1, ... with these probabilities, whose sum is 1. */
public record Categorical(List<Expr> probabilities) implements Discrete {
  public Categorical {
    probabilities = List.copyOf(probabilities);
  }

  @Override
  public Expr logProbability(Expr k) {
    return log(at(k, probabilities::get));
  }

  @Override
  public Expr lower(Expr k) {
    return at(k, this::upTo);
  }

  @Override
  public Expr upper(Expr k) {
    return at(k, i -> sum(i + 1, probabilities.size(), probabilities::get));
  }

  /** How many of P(X <= k) are below p. */
  @Override
  public Expr quantile(Expr p) {
    return sum(0, probabilities.size() - 1, k -> less(upTo(k), p));
  }

  @Override
  public Expr lean() {
    return moment(3).over(moment(2));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(sum(0, probabilities.size(), k -> probabilities.get(k).times(k)));
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(moment(2));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(
        sum(
            0,
            probabilities.size(),
            k -> Bernoulli.surprise(probabilities.get(k), log(probabilities.get(k)))));
  }

  @Override
  public Support support() {
    return new Support(Expr.of(0), Expr.of(probabilities.size() - 1));
  }

  /** E (X - E X)^n. */
  private Expr moment(int n) {
    Expr mean = expectation().orElseThrow();
    return sum(
        0,
        probabilities.size(),
        k -> {
          Expr power = probabilities.get(k);
          for (int i = 0; i < n; i++) {
            power = power.times(Expr.of(k).minus(mean));
          }
          return power;
        });
  }

  private Expr upTo(int k) {
    return sum(0, k + 1, probabilities::get);
  }

  private static Expr sum(int from, int to, IntFunction<Expr> term) {
    return IntStream.range(from, to).mapToObj(term).reduce(Expr.of(0), Expr::plus);
  }

  /** The value that belongs to k. */
  private Expr at(Expr k, IntFunction<Expr> value) {
    Expr found = value.apply(probabilities.size() - 1);
    for (int i = probabilities.size() - 2; i >= 0; i--) {
      found = select(less(k, Expr.of(i + 0.5)), value.apply(i), found);
    }
    return found;
  }
}
