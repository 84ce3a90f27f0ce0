package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.log;

import java.util.Optional;
import org.pushforward.engine.bijector.Affine;
import org.pushforward.engine.bijector.Exp;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Draw;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Sum;

/** Mean, variance and entropy where formulas of the parameters say them. */
final class Exact {
  private Exact() {}

  static Optional<Expr> mean(RandomVariable x) {
    if (x instanceof Draw draw) {
      return draw.law().expectation();
    }
    if (x instanceof Sum sum) {
      return mean(sum.first()).flatMap(a -> mean(sum.second()).map(a::plus));
    }
    if (x instanceof Mixture mixture) {
      return average(mixture, Exact::mean);
    }
    if (x instanceof Pushed p && p.map() instanceof Affine g) {
      return mean(p.variable()).map(m -> g.shift().plus(g.scale().times(m)));
    }
    return normalLogarithm(x).map(n -> exp(n.mean().plus(n.sd().square().times(0.5))));
  }

  static Optional<Expr> variance(RandomVariable x) {
    if (x instanceof Draw draw) {
      return draw.law().variance();
    }
    if (x instanceof Sum sum) {
      return variance(sum.first()).flatMap(a -> variance(sum.second()).map(a::plus));
    }
    if (x instanceof Mixture mixture) {
      return mean(mixture)
          .flatMap(
              m ->
                  average(
                      mixture,
                      v ->
                          variance(v)
                              .flatMap(s -> mean(v).map(own -> s.plus(own.minus(m).square())))));
    }
    if (x instanceof Pushed p && p.map() instanceof Affine g) {
      return variance(p.variable()).map(v -> g.scale().square().times(v));
    }
    return normalLogarithm(x)
        .map(
            n -> {
              Expr s2 = n.sd().square();
              return expm1(s2).times(exp(n.mean().times(2).plus(s2)));
            });
  }

  /** H(g(X)) = H(X) + E log |g'(X)|. */
  static Optional<Expr> entropy(RandomVariable x) {
    if (x instanceof Draw draw) {
      return draw.law().entropy();
    }
    if (x instanceof Pushed p && p.map() instanceof Affine g) {
      return entropy(p.variable()).map(h -> h.plus(log(abs(g.scale()))));
    }
    if (x instanceof Pushed p && p.map() instanceof Exp) {
      return entropy(p.variable()).flatMap(h -> mean(p.variable()).map(h::plus));
    }
    return Optional.empty();
  }

  /** log X where it is normal. */
  private static Optional<Normal> normalLogarithm(RandomVariable x) {
    return x instanceof Pushed p
            && p.map() instanceof Exp
            && p.variable() instanceof Draw draw
            && draw.law() instanceof Normal n
        ? Optional.of(n)
        : Optional.empty();
  }

  private interface Part {
    Optional<Expr> of(RandomVariable x);
  }

  private static Optional<Expr> average(Mixture mixture, Part part) {
    Optional<Expr> sum = Optional.of(Expr.of(0));
    for (Mixture.Component c : mixture.components()) {
      sum = sum.flatMap(s -> part.of(c.variable()).map(m -> s.plus(c.weight().times(m))));
    }
    return sum;
  }
}
