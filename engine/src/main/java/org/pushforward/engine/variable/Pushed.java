package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Map;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Image;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;

/** The image of a variable under a bijection: log p(y) = log p(x) + log |dx/dy| at x = g^-1(y). */
public record Pushed(Bijector map, RandomVariable variable) implements RandomVariable {

  @Override
  public Expr logShape(Expr y) {
    Image preimage = map.inverse(supported(y));
    Expr shape = variable.logShape(preimage.value()).plus(preimage.logDet());
    return bounded() ? select(less(lowest(), y), shape, Expr.of(Double.NEGATIVE_INFINITY)) : shape;
  }

  @Override
  public Expr logMass() {
    return variable.logMass();
  }

  @Override
  public Expr mass(Expr a, Expr b) {
    return variable.mass(lower(a, b), upper(a, b));
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    return variable.logMass(lower(a, b), upper(a, b));
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    return variable.probability(lower(a, b), upper(a, b));
  }

  @Override
  public Expr cdf(Expr y) {
    Expr x = preimage(y);
    Expr below = select(map.rises(), variable.cdf(x), variable.survival(x));
    return bounded() ? select(less(lowest(), y), below, Expr.of(0)) : below;
  }

  @Override
  public Expr survival(Expr y) {
    Expr x = preimage(y);
    Expr above = select(map.rises(), variable.survival(x), variable.cdf(x));
    return bounded() ? select(less(lowest(), y), above, Expr.of(1)) : above;
  }

  @Override
  public Support support() {
    Expr first = map.forward(variable.support().low()).value();
    Expr second = map.forward(variable.support().high()).value();
    Expr rises = map.rises();
    return new Support(select(rises, first, second), select(rises, second, first));
  }

  @Override
  public RandomVariable resolved(Domain domain, Map<String, Double> reference) {
    double low = Numbers.value(preimage(Expr.of(domain.low())), reference);
    double high = Numbers.value(preimage(Expr.of(domain.high())), reference);
    return new Pushed(
        map, variable.resolved(new Domain(Math.min(low, high), Math.max(low, high)), reference));
  }

  private Expr lower(Expr a, Expr b) {
    Expr rises = map.rises();
    return rises.constantOrNaN() == 1
        ? preimage(a)
        : rises.constantOrNaN() == 0 ? preimage(b) : min(preimage(a), preimage(b));
  }

  private Expr upper(Expr a, Expr b) {
    Expr rises = map.rises();
    return rises.constantOrNaN() == 1
        ? preimage(b)
        : rises.constantOrNaN() == 0 ? preimage(a) : max(preimage(a), preimage(b));
  }

  private Expr preimage(Expr y) {
    return map.inverse(supported(y)).value();
  }

  /** y, kept where the map has a preimage; 5e-324 above its bound stands for the bound. */
  private Expr supported(Expr y) {
    return bounded() ? max(y, Expr.of(Math.nextUp(map.lowestImage()))) : y;
  }

  private Expr lowest() {
    return Expr.of(map.lowestImage());
  }

  private boolean bounded() {
    return map.lowestImage() > Double.NEGATIVE_INFINITY;
  }
}
