package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.atan;

import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.distribution.Cauchy;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/**
 * A law for the eye: its masses are differences of its distribution function, as people write them,
 * whatever cancels. A table stands for the distribution function F.
 */
public record Plain(Distribution law) implements Distribution {

  /** The variable with each of its laws plain. */
  public static RandomVariable of(RandomVariable variable) {
    if (variable instanceof Draw draw) {
      return new Draw(new Plain(draw.law()), draw.sum());
    }
    if (variable instanceof Pushed pushed) {
      return new Pushed(pushed.map(), of(pushed.variable()));
    }
    if (variable instanceof Branched branched) {
      return new Branched(of(branched.variable()), branched.branches());
    }
    if (variable instanceof Truncated truncated) {
      return new Truncated(of(truncated.variable()), truncated.low(), truncated.high());
    }
    return variable instanceof Mixture mixture ? mixture.each(Plain::of) : variable;
  }

  @Override
  public Expr logShape(Expr x) {
    return law.logShape(x);
  }

  @Override
  public Expr logMass() {
    return law.logMass();
  }

  @Override
  public Expr cdf(Expr x) {
    if (law instanceof Cauchy c) {
      return atan(x.minus(c.location()).over(c.scale())).times(1 / Math.PI).plus(0.5);
    }
    return law instanceof TabulatedSum ? law.folded(x) : law.cdf(x);
  }

  @Override
  public Expr survival(Expr x) {
    return Expr.of(1).minus(cdf(x));
  }

  @Override
  public Expr quantile(Expr p) {
    return law.quantile(p);
  }

  @Override
  public Expr middle() {
    return law.middle();
  }

  @Override
  public Support support() {
    return law.support();
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    return cdf(b).minus(cdf(a));
  }
}
