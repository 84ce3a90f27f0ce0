package org.pushforward.engine.moment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pushforward.engine.expr.Expr;

/** What can be asked of a variable X: moments about the median, which lie within one deviation. */
public final class Quantities {
  private final Subject x;
  private final double median;
  private final List<Average> powers = new ArrayList<>(); // E (X - median)^k, k from 1

  public Quantities(Subject x, Calculator calculator) {
    this.x = x;
    this.median = Quantile.value(x.resolved(), 0.5, calculator);
    Integrand power = (values, logDensity) -> values.get(0).minus(median);
    for (int k = 1; k <= 4; k++) {
      Integrand own = power;
      powers.add(new Average(x, own));
      power = (values, logDensity) -> own.at(values, logDensity).times(values.get(0).minus(median));
    }
  }

  /** The x with P(X <= x) = p. */
  public static Estimate quantile(Subject x, double p, Calculator calculator) {
    return Estimate.exact(Quantile.value(x.resolved(), p, calculator));
  }

  public Quantity mean() {
    return new Quantity(
        "mean", powers.subList(0, 1), m -> median + m[0], x.variable().expectation());
  }

  public Quantity variance() {
    return new Quantity(
        "variance", powers.subList(0, 2), Quantities::variance, x.variable().variance());
  }

  /** Infinite where the mean is, too, and undefined where that is. */
  static double variance(double[] m) {
    boolean isInfinite = Double.isInfinite(m[1]) && !Double.isNaN(m[0]);
    return isInfinite ? Double.POSITIVE_INFINITY : m[1] - m[0] * m[0];
  }

  /** E (X - E X)^3 / sd^3. */
  public Quantity skewness() {
    return new Quantity(
        "skewness",
        powers.subList(0, 3),
        m -> {
          double v = variance(m);
          return (m[2] - m[0] * (3 * m[1] - 2 * m[0] * m[0])) / (v * Math.sqrt(v));
        },
        Optional.empty());
  }

  /** E (X - E X)^4 / sd^4 - 3, which is 0 for a normal law. */
  public Quantity kurtosis() {
    return new Quantity(
        "kurtosis",
        powers,
        m -> {
          double a = m[0];
          double v = variance(m);
          return (m[3] - a * (4 * m[2] - a * (6 * m[1] - 3 * a * a))) / (v * v) - 3;
        },
        Optional.empty());
  }

  /** -E log p(X). */
  public Quantity entropy() {
    return average("entropy", (y, logDensity) -> logDensity.get().negate(), x.variable().entropy());
  }

  /** E g(X). */
  public Quantity expectation(String name, UnaryOperator<Expr> g) {
    return average(name, (y, logDensity) -> g.apply(y.get(0)), Optional.empty());
  }

  /** -E log q(X). */
  public Quantity crossEntropy(Subject q) {
    return average("cross_entropy", (y, logDensity) -> q.logDensity(y).negate(), Optional.empty());
  }

  private Quantity average(String name, Integrand integrand, Optional<Expr> exact) {
    return new Quantity(name, List.of(new Average(x, integrand)), m -> m[0], exact);
  }
}
