package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logsumexp;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.PushedVector;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;

/**
 * Divergences of a law q from a law p, in nats, as averages over p of functions of log p - log q,
 * which are right where q is 0.
 *
 * <p>They do not change under a bijection of both variables, so that common outer ones are left
 * out: images that round to an end of their range are told apart. Of vectors likewise.
 */
public final class Divergences {
  private static final double LN2 = 0.69314718055994530941723212145818;

  /** Probabilities below may be of numbers that round to an end of q's support. */
  private static final double OUTSIDE = 1e-12;

  private final Subject p;
  private final Subject q;
  private final List<Divergences> factors; // whose densities multiply: this itself, if no others

  private Divergences(Subject p, Subject q, List<Divergences> factors) {
    this.p = p;
    this.q = q;
    this.factors = factors.isEmpty() ? List.of(this) : factors;
  }

  /** Of two variables. */
  public static Divergences of(RandomVariable p, RandomVariable q, Calculator calculator) {
    RandomVariable first = p;
    RandomVariable second = q;
    while (first instanceof Pushed a && second instanceof Pushed b && a.map().equals(b.map())) {
      first = a.variable();
      second = b.variable();
    }
    return new Divergences(
        Subject.of(first, calculator), Subject.of(second, calculator), List.of());
  }

  /** Of two vectors of one dimension. */
  public static Divergences of(RandomVector p, RandomVector q, Calculator calculator) {
    if (p.dimension() != q.dimension()) {
      throw new IllegalArgumentException(p.dimension() + " and " + q.dimension());
    }
    RandomVector first = p;
    RandomVector second = q;
    while (first instanceof PushedVector a
        && second instanceof PushedVector b
        && a.map().equals(b.map())) {
      first = a.vector();
      second = b.vector();
    }
    List<Divergences> factors = new ArrayList<>();
    if (first instanceof Independent a && second instanceof Independent b) {
      for (int i = 0; i < a.dimension(); i++) {
        factors.add(of(a.components().get(i), b.components().get(i), calculator));
      }
    }
    return new Divergences(Subject.of(first, calculator), Subject.of(second, calculator), factors);
  }

  /** KL(p | q) = E_p log(p / q). */
  public Quantity kl() {
    return overP("kl", r -> r, m -> DoubleStream.of(m).sum());
  }

  /** (KL(p | m) + KL(q | m)) / 2, m = (p + q) / 2. */
  public Quantity js() {
    return new Quantity(
        "js",
        List.of(new Average(p, toMean(q)), new Average(q, toMean(p))),
        m -> LN2 + 0.5 * (m[0] + m[1]),
        Optional.empty());
  }

  private static Integrand toMean(Subject other) {
    return (y, logDensity) -> {
      Expr own = logDensity.get();
      return own.minus(logsumexp(own, other.logDensity(y)));
    };
  }

  /** The integral of |p - q| / 2 = E_p max(0, 1 - q / p). */
  public Quantity totalVariation() {
    return new Quantity(
        "total_variation",
        List.of(overP(r -> max(Expr.of(0), expm1(r.negate()).negate()))),
        m -> m[0],
        Optional.empty());
  }

  /** sqrt(1 - integral of sqrt(p q)). */
  public Quantity hellinger() {
    return overP(
        "hellinger",
        r -> expm1(r.times(-0.5)).negate(),
        m -> Math.sqrt(Math.max(0, -excess(DoubleStream.of(m).map(one -> -one)))));
  }

  /** The integral of (p - q)^2 / q = E_p (p / q) - 1. */
  public Quantity chiSquared() {
    return overP("chi_squared", r -> expm1(r), m -> excess(DoubleStream.of(m)));
  }

  /** The product of 1 + m_k, less 1. */
  private static double excess(DoubleStream terms) {
    return terms.reduce(0, (all, m) -> m == 0 ? all : all + m * (1 + all));
  }

  /** log(E_p (p / q)^(a - 1)) / (a - 1), a > 0 other than 1. */
  public Quantity renyi(double a) {
    return overP(
        "renyi(" + a + ")",
        r -> exp(r.times(a - 1)),
        m -> DoubleStream.of(m).map(one -> log(Expr.of(one)).constantOrNaN()).sum() / (a - 1));
  }

  /**
   * E_q f(p / q), f convex with f(1) = 0, and where q is 0 what p has there times the slope of f at
   * infinity. That and f(0) are taken as limits.
   */
  public Quantity f(String name, UnaryOperator<Expr> f, Calculator calculator) {
    Expr atZero = Expr.of(limit(t -> f.apply(Expr.of(1).over(t)), calculator));
    double slope = limit(t -> f.apply(t).over(t), calculator);
    Integrand ratio =
        (y, logDensity) -> {
          Expr t = exp(p.logDensity(y).minus(logDensity.get()));
          return select(less(Expr.of(0), t), f.apply(t), atZero);
        };
    Integrand isOutside = (y, logDensity) -> less(q.logDensity(y), Expr.of(-Double.MAX_VALUE));
    return new Quantity(
        name,
        List.of(new Average(q, ratio), new Average(p, isOutside)),
        m -> m[1] > OUTSIDE ? m[0] + slope * m[1] : m[0],
        Optional.empty());
  }

  /** At infinity: the value at 2^900, unless it is still growing since 2^600. */
  private static double limit(UnaryOperator<Expr> f, Calculator calculator) {
    double last = calculator.value(f.apply(Expr.of(0x1p900)));
    double before = calculator.value(f.apply(Expr.of(0x1p600)));
    return Math.abs(last) > 1.1 * Math.abs(before) + 1e-100
        ? Math.signum(last) * Double.POSITIVE_INFINITY
        : last;
  }

  /** From the averages over each factor's p of a function of r = log p - log q. */
  private Quantity overP(String name, UnaryOperator<Expr> f, ToDoubleFunction<double[]> of) {
    return new Quantity(
        name, factors.stream().map(one -> one.overP(f)).toList(), of, Optional.empty());
  }

  private Average overP(UnaryOperator<Expr> f) {
    return new Average(p, (y, logDensity) -> f.apply(logDensity.get().minus(q.logDensity(y))));
  }
}
