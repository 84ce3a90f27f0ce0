package org.pushforward.engine.gradient;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;
import org.pushforward.engine.variable.Branched;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.MixedVector;
import org.pushforward.engine.variable.Mixture;
import org.pushforward.engine.variable.Pushed;
import org.pushforward.engine.variable.PushedVector;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.engine.variable.Truncated;

/**
 * One of the independent variables z that a model's are made of: a symbol for each component, and a
 * draw of each, of random numbers and theta.
 *
 * @param resolved the variable with densities for its sums
 */
record Leaf(RandomVector vector, RandomVector resolved, List<Parameter> symbols, List<Expr> draws) {

  /** log p(z; theta). */
  Expr logDensity() {
    return resolved.logDensity(List.copyOf(symbols));
  }

  /** Whether its law depends on a parameter, as far as its draws tell. */
  boolean dependsOn(Parameter theta) {
    return draws.stream().anyMatch(z -> !Substitution.among(Set.of(theta), z).isEmpty());
  }

  boolean isDiscrete() {
    return IntStream.range(0, vector.dimension()).anyMatch(vector::isDiscrete);
  }

  /** The one variable that it is. */
  RandomVariable variable() {
    return ((Independent) resolved).components().get(0);
  }

  boolean isScalar() {
    return resolved instanceof Independent;
  }

  /**
   * dz/dtheta along the draws of fixed random numbers. Where these jump from component to component
   * of a mixture as weights move, or from try to try without a law, that of the draw that stays at
   * its probability, -(dF/dtheta) / p(z) (implicit reparameterisation, Figurnov et al. 2018): for
   * any law with a distribution function F.
   *
   * @throws Refused where draws do not move with theta
   */
  List<Expr> velocity(Parameter theta) {
    if (!dependsOn(theta)) {
      return symbols.stream().map(z -> Expr.of(0)).toList();
    }
    if (isDiscrete()) {
      throw new Refused(
          "draws of a discrete variable do not move with "
              + theta.name()
              + ", they jump: take score, surrogate or measure_valued");
    }
    if (!chooses(vector, theta)) {
      try {
        return draws.stream().map(z -> Derivative.of(z, theta)).toList();
      } catch (UnsupportedOperationException e) {
        if (!isScalar()) {
          throw noLaw(theta);
        }
      }
    }
    if (!isScalar()) {
      throw noLaw(theta);
    }
    return List.of(byLaw(theta));
  }

  private static Refused noLaw(Parameter theta) {
    return new Refused(
        "which of several vectors is drawn, or which try, jumps with "
            + theta.name()
            + ", and a vector has no distribution function to follow: take score");
  }

  private Expr byLaw(Parameter theta) {
    Expr z = symbols.get(0);
    Expr folded =
        select(
            less(Expr.of(0.5), variable().cdf(z)),
            variable().survival(z).negate(),
            variable().cdf(z));
    return Derivative.of(folded, theta).over(exp(logDensity())).negate();
  }

  /** Whether theta decides which component of a mixture inside is drawn. */
  private static boolean chooses(RandomVector v, Parameter theta) {
    if (v instanceof MixedVector m) {
      return m.weights().stream().anyMatch(w -> isOf(w, theta))
          || m.components().stream().anyMatch(c -> chooses(c.vector(), theta));
    }
    if (v instanceof PushedVector p) {
      return chooses(p.vector(), theta);
    }
    return v instanceof Independent i && i.components().stream().anyMatch(x -> chooses(x, theta));
  }

  private static boolean chooses(RandomVariable v, Parameter theta) {
    if (v instanceof Mixture m) {
      return m.components().stream()
          .anyMatch(c -> isOf(c.weight(), theta) || chooses(c.variable(), theta));
    }
    if (v instanceof Pushed p) {
      return chooses(p.variable(), theta);
    }
    if (v instanceof Branched b) {
      return chooses(b.variable(), theta);
    }
    // A truncated mixture of two tries has another share of each as either moves.
    return v instanceof Truncated t && chooses(t.variable(), theta);
  }

  private static boolean isOf(Expr e, Parameter theta) {
    return !Substitution.among(Set.of(theta), e).isEmpty();
  }
}
