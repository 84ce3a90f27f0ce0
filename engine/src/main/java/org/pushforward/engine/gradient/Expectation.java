package org.pushforward.engine.gradient;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.moment.Calculator;
import org.pushforward.engine.moment.Subject;
import org.pushforward.engine.variable.Integrand;
import org.pushforward.engine.variable.RandomVector;

/**
 * E f(X; theta), the law of X depending on theta.
 *
 * @param parts of X, independent of each other
 * @param integrand f
 * @param theta parameters by which derivatives are wanted
 * @param calculator knows the values of all parameters
 */
public record Expectation(
    List<RandomVector> parts, Integrand integrand, List<Parameter> theta, Calculator calculator) {
  public Expectation {
    parts = List.copyOf(parts);
    theta = List.copyOf(theta);
  }

  Set<Parameter> thetas() {
    return Set.copyOf(theta);
  }

  /** How many nodes f has. */
  int size() {
    Set<Expr> seen = new HashSet<>();
    count(integrand.formula(), seen);
    return seen.size();
  }

  private static void count(Expr e, Set<Expr> seen) {
    if (seen.add(e)) {
      e.operands().forEach(operand -> count(operand, seen));
    }
  }

  /** The vector with densities for its sums. */
  RandomVector resolved(RandomVector vector) {
    return Subject.resolved(vector, calculator);
  }
}
