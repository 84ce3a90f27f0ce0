package org.pushforward.engine.variable;

import java.util.Map;
import org.pushforward.engine.convolution.Summand;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.convolution.UniformNormal;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.distribution.Uniform;
import org.pushforward.engine.expr.Expr;

/**
 * The sum of two independent variables: its density is the convolution of theirs. It has none until
 * {@link #resolved}.
 */
public record Sum(RandomVariable first, RandomVariable second) implements RandomVariable {

  /** Whether a variable is a sum or made of one. */
  public static boolean isIn(RandomVariable variable) {
    return variable instanceof Sum
        || variable instanceof Pushed pushed && isIn(pushed.variable())
        || variable instanceof Truncated truncated && isIn(truncated.variable())
        || variable instanceof Mixture mixture
            && mixture.components().stream().anyMatch(c -> isIn(c.variable()));
  }

  @Override
  public RandomVariable resolved(Domain domain, Map<String, Double> reference) {
    if (first instanceof Mixture mixture) {
      return mixture.each(v -> new Sum(v, second)).resolved(domain, reference);
    }
    if (second instanceof Mixture mixture) {
      return mixture.each(v -> new Sum(first, v)).resolved(domain, reference);
    }
    if (second instanceof Sum sum) {
      return new Sum(new Sum(first, sum.first), sum.second).resolved(domain, reference);
    }
    // Two laws that end make a kink, which no table has; a law without ends goes between them.
    if (first instanceof Sum sum && isEndless(second) && !isEndless(sum.second)) {
      return new Sum(new Sum(sum.first, second), sum.second).resolved(domain, reference);
    }
    Distribution closed = closedForm(first, second);
    closed = closed == null ? closedForm(second, first) : closed;
    return new Draw(closed == null ? tabulated(domain, reference) : closed);
  }

  private static boolean isEndless(RandomVariable v) {
    return v.support().equals(Support.LINE);
  }

  private static Distribution closedForm(RandomVariable a, RandomVariable b) {
    if (a instanceof Draw x
        && x.law() instanceof Uniform uniform
        && b instanceof Draw y
        && y.law() instanceof Normal normal) {
      return new UniformNormal(
          uniform.middle().plus(normal.mean()),
          uniform.high().minus(uniform.low()).times(0.5),
          normal.sd());
    }
    return null;
  }

  private Distribution tabulated(Domain domain, Map<String, Double> reference) {
    // A nested sum has to serve wherever the outer one looks; the domain widened by itself on both
    // sides does.
    double width = domain.high() - domain.low();
    Domain inner = new Domain(domain.low() - width, domain.high() + width);
    RandomVariable x = first.resolved(inner, reference);
    RandomVariable y = second.resolved(inner, reference);
    return TabulatedSum.of(
        new Summand(x::probability, x.support()),
        new Summand(y::probability, y.support()),
        domain.low(),
        domain.high(),
        reference);
  }

  @Override
  public Expr logShape(Expr x) {
    throw unresolved();
  }

  @Override
  public Expr logMass() {
    throw unresolved();
  }

  @Override
  public Expr mass(Expr a, Expr b) {
    throw unresolved();
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    throw unresolved();
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    throw unresolved();
  }

  @Override
  public Expr cdf(Expr x) {
    throw unresolved();
  }

  @Override
  public Expr survival(Expr x) {
    throw unresolved();
  }

  @Override
  public Support support() {
    return first.support().plus(second.support());
  }

  private static IllegalStateException unresolved() {
    return new IllegalStateException("a sum has no density before it is resolved");
  }
}
