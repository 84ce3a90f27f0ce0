package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.log;

import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.pushforward.engine.bijector.Affine;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Chain;
import org.pushforward.engine.bijector.Erf;
import org.pushforward.engine.bijector.Exp;
import org.pushforward.engine.bijector.Expm1;
import org.pushforward.engine.bijector.Log;
import org.pushforward.engine.bijector.NormalCdf;
import org.pushforward.engine.bijector.Power;
import org.pushforward.engine.bijector.Scale;
import org.pushforward.engine.bijector.Shift;
import org.pushforward.engine.distribution.Cumulants;
import org.pushforward.engine.expr.Expr;

/**
 * Means, variances and entropies that have a closed form: laws state theirs, and those of images
 * and sums follow by rules. A power is an exponential of a multiple of the logarithm, so that
 * moments of any order of X are exponential ones of log X.
 */
final class ClosedMoments {
  private ClosedMoments() {}

  static Optional<Expr> expectation(RandomVariable x) {
    if (x instanceof Draw d) {
      return d.law().expectation();
    }
    if (x instanceof Sum s) {
      return both(expectation(s.first()), expectation(s.second()), Expr::plus);
    }
    if (x instanceof Mixture m) {
      return weighted(m, ClosedMoments::expectation);
    }
    if (!(x instanceof Pushed p)) {
      return Optional.empty();
    }
    if (p.variable() instanceof Mixture m) {
      return expectation(m.each(v -> new Pushed(p.map(), v)));
    }
    Affine line = line(p.map());
    if (line != null) {
      return expectation(p.variable()).map(e -> line.forward(e).value());
    }
    if (p.map() instanceof Expm1) {
      return expectation(new Pushed(new Exp(), p.variable())).map(e -> e.minus(1));
    }
    return cumulants(x).map(Cumulants::mean).or(() -> ofLog(x).map(Cumulants::meanOfExp));
  }

  static Optional<Expr> variance(RandomVariable x) {
    if (x instanceof Draw d) {
      return d.law().variance();
    }
    if (x instanceof Sum s) {
      Optional<Expr> sum = both(variance(s.first()), variance(s.second()), Expr::plus);
      return both(expectation(x), sum, Cumulants::aboutMean);
    }
    if (x instanceof Mixture m) {
      return expectation(x).flatMap(mean -> variance(m, mean));
    }
    if (!(x instanceof Pushed p)) {
      return Optional.empty();
    }
    if (p.variable() instanceof Mixture m) {
      return variance(m.each(v -> new Pushed(p.map(), v)));
    }
    Affine line = line(p.map());
    if (line != null) {
      return variance(p.variable()).map(line.scale().square()::times);
    }
    if (p.map() instanceof Expm1) {
      return variance(new Pushed(new Exp(), p.variable()));
    }
    return cumulants(x).map(Cumulants::variance).or(() -> ofLog(x).map(Cumulants::varianceOfExp));
  }

  /** Within the components and between them. */
  private static Optional<Expr> variance(Mixture m, Expr mean) {
    return weighted(
            m,
            v ->
                both(
                    variance(v),
                    expectation(v),
                    (within, at) -> within.plus(at.minus(mean).square())))
        .map(sum -> Cumulants.aboutMean(mean, sum));
  }

  /** Of an image, that of the variable and, but for a discrete one, the mean log-determinant. */
  static Optional<Expr> entropy(RandomVariable x) {
    if (x instanceof Draw d) {
      return d.law().entropy();
    }
    if (x instanceof Pushed p && p.isDiscrete()) {
      return entropy(p.variable());
    }
    return x instanceof Pushed p
        ? both(entropy(p.variable()), logSlope(p.map(), p.variable()), Expr::plus)
        : Optional.empty();
  }

  /** E log |g'(X)|. */
  private static Optional<Expr> logSlope(Bijector map, RandomVariable x) {
    Affine line = line(map);
    if (line != null) {
      return Optional.of(log(abs(line.scale())));
    }
    if (map instanceof Chain c) {
      return both(logSlope(c.first(), x), logSlope(c.then(), new Pushed(c.first(), x)), Expr::plus);
    }
    if (map instanceof Exp || map instanceof Expm1) {
      return expectation(x);
    }
    if (map instanceof Log) {
      return expectation(new Pushed(map, x)).map(Expr::negate);
    }
    if (map instanceof Power p) {
      Expr c = p.exponent();
      return expectation(new Pushed(new Log(), x))
          .map(mean -> log(abs(c)).plus(c.minus(1).times(mean)));
    }
    if (map instanceof NormalCdf || map instanceof Erf) {
      // log g' is quadratic: its value at the mean and half its second derivative.
      double curvature = map instanceof Erf ? -1 : -0.5;
      return both(
          expectation(x),
          variance(x),
          (mean, variance) -> map.forward(mean).logDet().plus(variance.times(curvature)));
    }
    return Optional.empty();
  }

  /** Of X, where its exponential moments are known. */
  private static Optional<Cumulants> cumulants(RandomVariable x) {
    if (x instanceof Draw d) {
      return d.law().cumulants();
    }
    if (x instanceof Sum s) {
      return both(cumulants(s.first()), cumulants(s.second()), Cumulants::plus);
    }
    if (!(x instanceof Pushed p)) {
      return Optional.empty();
    }
    Affine line = line(p.map());
    if (line != null) {
      return cumulants(p.variable()).map(c -> c.affine(line.shift(), line.scale()));
    }
    return p.map() instanceof Log ? ofLog(p.variable()) : Optional.empty();
  }

  /** Of log X, X positive. */
  private static Optional<Cumulants> ofLog(RandomVariable x) {
    if (x instanceof Draw d) {
      return d.law().logCumulants();
    }
    if (!(x instanceof Pushed p)) {
      return Optional.empty();
    }
    if (p.map() instanceof Exp) {
      return cumulants(p.variable());
    }
    Expr zero = Expr.of(0);
    if (p.map() instanceof Power power) {
      return ofLog(p.variable()).map(c -> c.affine(zero, power.exponent()));
    }
    Affine line = line(p.map());
    return line != null && line.shift().is(0)
        ? ofLog(p.variable()).map(c -> c.affine(log(line.scale()), Expr.of(1)))
        : Optional.empty();
  }

  /** The map as an affine one, or null. */
  private static Affine line(Bijector map) {
    return map instanceof Affine a
        ? a
        : map instanceof Scale s
            ? new Affine(Expr.of(0), s.scale())
            : map instanceof Shift s ? new Affine(s.shift(), Expr.of(1)) : null;
  }

  private static Optional<Expr> weighted(
      Mixture mixture, Function<RandomVariable, Optional<Expr>> value) {
    Optional<Expr> sum = Optional.of(Expr.of(0));
    for (Mixture.Component c : mixture.components()) {
      sum = both(sum, value.apply(c.variable()).map(c.weight()::times), Expr::plus);
    }
    return sum;
  }

  private static <T> Optional<T> both(Optional<T> a, Optional<T> b, BinaryOperator<T> of) {
    return a.flatMap(x -> b.map(y -> of.apply(x, y)));
  }
}
