package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.floor;

import java.util.Map;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Discrete;
import org.pushforward.engine.distribution.Distribution;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/**
 * A fresh draw from a law.
 *
 * @param sum of a sum with a closed form, which laws were added; else empty
 */
public record Draw(Distribution law, String sum) implements RandomVariable {
  public Draw(Distribution law) {
    this(law, "");
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
  public Expr mass(Expr a, Expr b) {
    return law.mass(a, b);
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    return law.logMass(a, b);
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    return law.probability(a, b);
  }

  @Override
  public Expr cdf(Expr x) {
    return law.cdf(x);
  }

  @Override
  public Expr survival(Expr x) {
    return law.survival(x);
  }

  @Override
  public Support support() {
    return law.support();
  }

  @Override
  public boolean isDiscrete() {
    return law instanceof Discrete;
  }

  @Override
  public Expr before(Expr x) {
    return isDiscrete() ? floor(x.negate()).negate().minus(1) : x;
  }

  @Override
  public Expr after(Expr x) {
    return isDiscrete() ? floor(x).plus(1) : x;
  }

  @Override
  public RandomVariable resolved(Domain domain, Map<String, Double> reference, Scheme scheme) {
    return this;
  }
}
