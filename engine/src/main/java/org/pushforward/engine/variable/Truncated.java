package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Map;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/** A variable given that it lies in [low, high], both ends included. */
public record Truncated(RandomVariable variable, Expr low, Expr high) implements RandomVariable {

  @Override
  public Expr logShape(Expr x) {
    Expr outside = Expr.of(Double.NEGATIVE_INFINITY);
    return select(less(x, low), outside, select(less(high, x), outside, variable.logShape(x)));
  }

  @Override
  public Expr logMass() {
    return variable.logMass(variable.before(low), high);
  }

  @Override
  public Expr mass(Expr a, Expr b) {
    return variable.mass(inside(a), inside(b));
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    return variable.logMass(inside(a), inside(b));
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    return mass(a, b).times(exp(logMass().negate()));
  }

  @Override
  public Expr cdf(Expr x) {
    // What is not wanted is the whole: of no mass a derivative may be no number.
    Expr to = select(less(x, low), high, x);
    return ends(x, Expr.of(0), probability(variable.before(low), to), Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Expr from = select(lessOrEqual(high, x), variable.before(low), x);
    return ends(x, Expr.of(1), probability(from, high), Expr.of(0));
  }

  /** At the ends masses are rounded as constants are, which may not be how variables are. */
  private Expr ends(Expr x, Expr below, Expr inner, Expr above) {
    return select(less(x, low), below, select(lessOrEqual(high, x), above, inner));
  }

  @Override
  public Support support() {
    return new Support(low, high).within(variable.support());
  }

  @Override
  public boolean isDiscrete() {
    return variable.isDiscrete();
  }

  @Override
  public Expr before(Expr x) {
    return variable.before(x);
  }

  @Override
  public Expr after(Expr x) {
    return variable.after(x);
  }

  @Override
  public RandomVariable resolved(Domain domain, Map<String, Double> reference, Scheme scheme) {
    return new Truncated(variable.resolved(domain, reference, scheme), low, high);
  }

  private Expr inside(Expr x) {
    return min(max(x, variable.before(low)), high);
  }
}
