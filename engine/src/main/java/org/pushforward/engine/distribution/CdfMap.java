package org.pushforward.engine.distribution;

import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Image;
import org.pushforward.engine.bijector.Interval;
import org.pushforward.engine.expr.Expr;

/**
 * u = P(X <= x) of a law, whose log du/dx is the log density, right where u has rounded to 1. The
 * inverse is the law's quantile function.
 */
public record CdfMap(Distribution law) implements Bijector {

  @Override
  public Image forward(Expr x) {
    return new Image(law.cdf(x), law.logShape(x).minus(law.logMass()));
  }

  /** The quantile, of 0 and 1 the support's ends. */
  @Override
  public Expr preimage(Expr u) {
    Inside at = Inside.unit(u);
    return at.value(law.support().low(), law.quantile(at.point()), law.support().high());
  }

  /** The support; an end that depends on parameters counts as infinite. */
  @Override
  public Interval domain() {
    double low = law.support().low().constantOrNaN();
    double high = law.support().high().constantOrNaN();
    return new Interval(
        Double.isNaN(low) ? Double.NEGATIVE_INFINITY : low,
        Double.isNaN(high) ? Double.POSITIVE_INFINITY : high);
  }

  @Override
  public Interval range() {
    return Interval.UNIT;
  }
}
