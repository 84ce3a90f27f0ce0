package org.pushforward.engine.moment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.Joined;
import org.pushforward.engine.variable.PushedVector;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;

/** What can be asked of a vector X: averages over it, by samples where no closed form is known. */
public final class VectorQuantities {
  private final RandomVector vector;
  private final RandomVector resolved;
  private final Subject x;
  private final Calculator calculator;

  /**
   * @throws UnsupportedOperationException if it has too many paths
   */
  public VectorQuantities(RandomVector vector, Calculator calculator) {
    this.vector = vector;
    this.resolved = Subject.resolved(vector, calculator);
    this.x = Subject.of(vector, resolved);
    this.calculator = calculator;
  }

  /** The vector, the sums among its independent components convolved. */
  public RandomVector resolved() {
    return resolved;
  }

  /** -E log p(X). */
  public Quantity entropy() {
    return average("entropy", (y, logDensity) -> logDensity.get().negate(), entropy(vector));
  }

  /** E X_i. */
  public Quantity mean(int component) {
    Optional<Expr> exact =
        vector instanceof Independent i
            ? i.components().get(component).expectation()
            : Optional.empty();
    return average("mean", (y, logDensity) -> y.get(component), exact);
  }

  /** E g(X). */
  public Quantity expectation(String name, Function<List<Expr>, Expr> g) {
    return average(name, (y, logDensity) -> g.apply(y), Optional.empty());
  }

  /** -E log q(X). */
  public Quantity crossEntropy(RandomVector q) {
    RandomVector other = sameDimension(q);
    return average(
        "cross_entropy", (y, logDensity) -> other.logDensity(y).negate(), Optional.empty());
  }

  /** KL(p | q) = E_p log(p / q). */
  public Quantity kl(RandomVector q) {
    RandomVector other = sameDimension(q);
    return average(
        "kl", (y, logDensity) -> logDensity.get().minus(other.logDensity(y)), Optional.empty());
  }

  private RandomVector sameDimension(RandomVector q) {
    if (q.dimension() != vector.dimension()) {
      throw new IllegalArgumentException(vector.dimension() + " and " + q.dimension());
    }
    return Subject.resolved(q, calculator);
  }

  private Quantity average(String name, Integrand integrand, Optional<Expr> exact) {
    return new Quantity(name, List.of(new Average(x, integrand)), m -> m[0], exact);
  }

  /**
   * Those of independent components are added; an image has that of the vector and, where it is
   * constant, the log-determinant.
   */
  private static Optional<Expr> entropy(RandomVector v) {
    if (v instanceof Independent i) {
      return sum(i.components().stream().map(RandomVariable::entropy).toList());
    }
    if (v instanceof Joined j) {
      return sum(j.vectors().stream().map(VectorQuantities::entropy).toList());
    }
    return v instanceof PushedVector p ? image(p) : Optional.empty();
  }

  private static Optional<Expr> image(PushedVector p) {
    List<Expr> any = new ArrayList<>();
    for (int i = 0; i < p.dimension(); i++) {
      any.add(Column.of("?x" + i));
    }
    VectorImage y = p.map().forward(any);
    return y.logDet().varies() ? Optional.empty() : entropy(p.vector()).map(y.logDet()::plus);
  }

  private static Optional<Expr> sum(List<Optional<Expr>> terms) {
    return terms.stream()
        .reduce((a, b) -> a.flatMap(first -> b.map(first::plus)))
        .orElse(Optional.empty());
  }
}
