package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.exp;

import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/**
 * How a quantity came about. Its density is exp(logShape(x) - logMass()); conditioned on [a, b],
 * exp(logShape(x) - logMass(a, b)).
 */
public sealed interface RandomVariable permits Draw, Pushed, Branched, Sum, Mixture, Truncated {

  /** log of a multiple of the density. */
  Expr logShape(Expr x);

  /** log of the integral of exp(logShape) over the line. */
  Expr logMass();

  /** Integral of exp(logShape) over [a, b], a <= b. */
  Expr mass(Expr a, Expr b);

  /** log of {@link #mass}. */
  Expr logMass(Expr a, Expr b);

  /** P(a < X <= b). */
  Expr probability(Expr a, Expr b);

  /** P(X <= x). */
  Expr cdf(Expr x);

  /** P(X > x). */
  Expr survival(Expr x);

  /** The interval outside of which the density is 0. */
  Support support();

  /** E X, infinite or NaN where that is so; empty if no closed form is known. */
  default Optional<Expr> expectation() {
    return ClosedMoments.expectation(this);
  }

  /**
   * E (X - E X)^2, infinite where it or E X is, NaN where E X is; empty if no closed form is known.
   */
  default Optional<Expr> variance() {
    return ClosedMoments.variance(this);
  }

  /** -E log p(X) in nats; empty if no closed form is known. */
  default Optional<Expr> entropy() {
    return ClosedMoments.entropy(this);
  }

  /** Whether it takes separate values, of which what is called density is the probability. */
  boolean isDiscrete();

  /**
   * A number below x such that no value of the variable lies between the two, so that P(X &lt; x) =
   * cdf(before(x)); of a variable that is not discrete x itself.
   */
  default Expr before(Expr x) {
    return x;
  }

  /** A number above x such that no value lies between, or x itself likewise. */
  default Expr after(Expr x) {
    return x;
  }

  /**
   * The same variable with every sum made a law: a closed form where there is one, else a numeric
   * convolution whose grid serves the domain and is chosen at these parameter values.
   */
  RandomVariable resolved(Domain domain, Map<String, Double> reference, Scheme scheme);

  /** The same by {@link Scheme#AUTO}. */
  default RandomVariable resolved(Domain domain, Map<String, Double> reference) {
    return resolved(domain, reference, Scheme.AUTO);
  }

  default Expr logDensity(Expr x) {
    return logShape(x).minus(logMass());
  }

  default Expr density(Expr x) {
    return exp(logDensity(x));
  }

  /**
   * This variable given that it lies in [low, high]; of a mixture, each component is conditioned.
   */
  default RandomVariable conditioned(Expr low, Expr high) {
    return new Truncated(this, low, high);
  }

  /** The same of numbers. */
  default RandomVariable conditioned(double low, double high) {
    return conditioned(Expr.of(low), Expr.of(high));
  }
}
