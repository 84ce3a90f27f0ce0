package org.pushforward.engine.moment;

import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.RandomVector;

/**
 * What can be asked of a vector X. What is a sum over independent components is found for each by
 * itself.
 */
public final class VectorQuantities {
  private final RandomVector vector;
  private final RandomVector resolved;
  private final Subject x;
  private final List<Subject> components; // of independent ones; else none
  private final Calculator calculator;
  private final List<Average> firsts = new ArrayList<>(); // E (X_i - c_i)
  private final List<List<Average>> seconds = new ArrayList<>(); // E (X_i - c_i)(X_j - c_j), j <= i
  private final double[] centre; // c

  /**
   * @throws UnsupportedOperationException if it has too many paths
   */
  public VectorQuantities(RandomVector vector, Calculator calculator) {
    this.vector = vector;
    this.resolved = Subject.resolved(vector, calculator);
    this.x = Subject.of(vector, resolved);
    this.components =
        vector instanceof Independent i
            ? i.components().stream().map(c -> Subject.of(c, calculator)).toList()
            : List.of();
    this.calculator = calculator;
    this.centre = x.centre(calculator);
    for (int i = 0; i < centre.length; i++) {
      int a = i;
      firsts.add(average(a, y -> y.minus(centre[a])));
      List<Average> row = new ArrayList<>();
      for (int j = 0; j <= i; j++) {
        int b = j;
        row.add(
            a == b
                ? average(a, y -> y.minus(centre[a]).square())
                : new Average(
                    x,
                    (y, logDensity) -> y.get(a).minus(centre[a]).times(y.get(b).minus(centre[b]))));
      }
      seconds.add(row);
    }
  }

  /** Of a component alone. */
  private Average average(int i, Function<Expr, Expr> f) {
    return components.isEmpty()
        ? new Average(x, (y, logDensity) -> f.apply(y.get(i)))
        : new Average(components.get(i), (y, logDensity) -> f.apply(y.get(0)));
  }

  /** The vector, the sums among its independent components convolved. */
  public RandomVector resolved() {
    return resolved;
  }

  /** -E log p(X). */
  public Quantity entropy() {
    Integrand integrand = (y, logDensity) -> logDensity.get().negate();
    List<Subject> parts = components.isEmpty() ? List.of(x) : components;
    return new Quantity(
        "entropy",
        parts.stream().map(part -> new Average(part, integrand)).toList(),
        m -> DoubleStream.of(m).sum(),
        VectorMoments.entropy(vector));
  }

  /** E X_i. */
  public Quantity mean(int i) {
    return new Quantity(
        "mean",
        List.of(firsts.get(i)),
        m -> centre[i] + m[0],
        VectorMoments.expectation(vector, i));
  }

  /** E (X_i - E X_i)^2. */
  public Quantity variance(int i) {
    return new Quantity(
        "variance",
        List.of(firsts.get(i), seconds.get(i).get(i)),
        m -> Quantities.variance(m),
        VectorMoments.covariance(vector, i, i));
  }

  /** E (X_i - E X_i)(X_j - E X_j), i and j different. */
  public Quantity covariance(int i, int j) {
    Optional<Expr> exact = VectorMoments.covariance(vector, i, j);
    return components.isEmpty()
        ? new Quantity(
            "covariance",
            List.of(firsts.get(i), firsts.get(j), product(i, j)),
            m -> m[2] - m[0] * m[1],
            exact)
        : new Quantity(
            "covariance", List.of(firsts.get(i), firsts.get(j)), m -> 0 * m[0] * m[1], exact);
  }

  /** The covariance over both deviations. */
  public Quantity correlation(int i, int j) {
    Optional<Expr> exact =
        VectorMoments.covariance(vector, i, j)
            .flatMap(
                c ->
                    VectorMoments.covariance(vector, i, i)
                        .flatMap(
                            a ->
                                VectorMoments.covariance(vector, j, j)
                                    .map(b -> c.over(sqrt(a)).over(sqrt(b)))));
    List<Average> means = List.of(firsts.get(i), firsts.get(j));
    List<Average> squares = List.of(seconds.get(i).get(i), seconds.get(j).get(j));
    List<Average> all = new ArrayList<>(means);
    all.addAll(squares);
    if (components.isEmpty()) {
      all.add(product(i, j));
    }
    return new Quantity(
        "correlation",
        all,
        m -> {
          double covariance = m.length == 5 ? m[4] - m[0] * m[1] : 0 * m[0] * m[1];
          double first = Quantities.variance(new double[] {m[0], m[2]});
          double second = Quantities.variance(new double[] {m[1], m[3]});
          return covariance / Math.sqrt(first) / Math.sqrt(second);
        },
        exact);
  }

  private Average product(int i, int j) {
    return seconds.get(Math.max(i, j)).get(Math.min(i, j));
  }

  /** E g(X). */
  public Quantity expectation(String name, Function<List<Expr>, Expr> g) {
    return average(name, (y, logDensity) -> g.apply(y), Optional.empty());
  }

  /** KL(p | q) = E_p log(p / q). */
  public Quantity kl(RandomVector q) {
    return Divergences.of(vector, q, calculator).kl();
  }

  /** -E log q(X). */
  public Quantity crossEntropy(RandomVector q) {
    Subject other = Subject.of(q, calculator);
    return average(
        "cross_entropy", (y, logDensity) -> other.logDensity(y).negate(), Optional.empty());
  }

  private Quantity average(String name, Integrand integrand, Optional<Expr> exact) {
    return new Quantity(name, List.of(new Average(x, integrand)), m -> m[0], exact);
  }
}
