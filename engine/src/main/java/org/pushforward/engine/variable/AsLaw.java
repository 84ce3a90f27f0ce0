package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;

import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/** The law of a variable that no sum is in. */
record AsLaw(RandomVariable variable) implements Distribution {

  static Distribution of(RandomVariable variable) {
    return variable instanceof Draw draw ? draw.law() : new AsLaw(variable);
  }

  @Override
  public Expr logShape(Expr x) {
    return variable.logShape(x);
  }

  @Override
  public Expr logMass() {
    return variable.logMass();
  }

  @Override
  public Expr cdf(Expr x) {
    return variable.cdf(x);
  }

  @Override
  public Expr survival(Expr x) {
    return variable.survival(x);
  }

  /** That of an image by a map that is known to rise is the image; else it is searched for. */
  @Override
  public Expr quantile(Expr p) {
    return variable instanceof Pushed image && image.map().rises().is(1)
        ? image.map().forward(of(image.variable()).quantile(p)).value()
        : Distribution.super.quantile(p);
  }

  @Override
  public Expr middle() {
    if (variable instanceof Pushed image) {
      return image.map().forward(of(image.variable()).middle()).value();
    }
    if (variable instanceof Mixture mixture) {
      return of(mixture.components().get(0).variable()).middle();
    }
    Truncated part = (Truncated) variable;
    return min(max(of(part.variable()).middle(), part.low()), part.high());
  }

  @Override
  public Support support() {
    return variable.support();
  }
}
