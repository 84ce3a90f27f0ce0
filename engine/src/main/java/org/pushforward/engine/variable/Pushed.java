package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.nearWhole;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Map;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Image;
import org.pushforward.engine.bijector.Interval;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Operation;

/**
 * The image of a variable under a bijection: log p(y) = log p(x) + log |dx/dy| at x = g^-1(y), and
 * 0 outside the map's range. The probabilities of a discrete variable are those of its images.
 */
public record Pushed(Bijector map, RandomVariable variable) implements RandomVariable {
  @Override
  public Expr logShape(Expr y) {
    Expr outside = Expr.of(Double.NEGATIVE_INFINITY);
    if (isDiscrete()) {
      return choose(y, outside, variable.logShape(preimage(y)), outside);
    }
    Image preimage = map.inverse(inside(y));
    Expr shape = variable.logShape(finite(preimage.value())).plus(preimage.logDet());
    return choose(y, outside, shape, outside);
  }

  @Override
  public Expr logMass() {
    return variable.logMass();
  }

  @Override
  public Expr mass(Expr a, Expr b) {
    Expr whole = exp(logMass());
    Expr inner = variable.mass(lower(a, b), upper(a, b));
    return between(a, b, cdf(b).times(whole), inner, survival(a).times(whole));
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    Expr inner = variable.logMass(lower(a, b), upper(a, b));
    return between(a, b, log(cdf(b)).plus(logMass()), inner, log(survival(a)).plus(logMass()));
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    Expr inner = variable.probability(lower(a, b), upper(a, b));
    return between(a, b, cdf(b), inner, survival(a));
  }

  @Override
  public Expr cdf(Expr y) {
    Expr x = preimage(y);
    Expr below = select(map.rises(), variable.cdf(x), variable.survival(variable.before(x)));
    return choose(y, Expr.of(0), below, Expr.of(1));
  }

  @Override
  public Expr survival(Expr y) {
    Expr x = preimage(y);
    Expr above = select(map.rises(), variable.survival(x), variable.cdf(variable.before(x)));
    return choose(y, Expr.of(1), above, Expr.of(0));
  }

  @Override
  public Support support() {
    Expr low = variable.support().low();
    Expr high = variable.support().high();
    Expr rises = map.rises();
    return new Support(
        select(rises, imageOf(low, true), imageOf(high, false)),
        select(rises, imageOf(high, true), imageOf(low, false)));
  }

  /**
   * Where an end goes if the map rises or if it falls. The ends of the domain go to those of the
   * range, so that an infinity is a constant, whatever parameters make of it.
   */
  private Expr imageOf(Expr end, boolean rises) {
    if (end instanceof Apply either && either.operation() == Operation.SELECT) {
      List<Expr> of = either.operands();
      return select(of.get(0), imageOf(of.get(1), rises), imageOf(of.get(2), rises));
    }
    double at = end.constantOrNaN();
    boolean isLow = at == map.domain().low();
    return isLow || at == map.domain().high()
        ? Expr.of(isLow == rises ? map.range().low() : map.range().high())
        : map.forward(end).value();
  }

  @Override
  public boolean isDiscrete() {
    return variable.isDiscrete();
  }

  @Override
  public Expr before(Expr y) {
    return beside(y, map.rises(), Expr.of(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Expr after(Expr y) {
    return beside(y, Expr.of(1).minus(map.rises()), Expr.of(Double.POSITIVE_INFINITY));
  }

  /** The image of the value before or after, or else beyond all. */
  private Expr beside(Expr y, Expr isBefore, Expr beyond) {
    if (!isDiscrete()) {
      return y;
    }
    Expr x = preimage(y);
    Expr next = select(isBefore, variable.before(x), variable.after(x));
    Support values = variable.support();
    Expr inside = max(min(next, values.high()), values.low());
    return select(
        lessOrEqual(abs(next.minus(inside)), Expr.of(0)), map.forward(inside).value(), beyond);
  }

  @Override
  public RandomVariable resolved(Domain domain, Map<String, Double> reference, Scheme scheme) {
    boolean rises = Numbers.value(map.rises(), reference) == 1;
    double first = preimage(domain.low(), rises, reference);
    double second = preimage(domain.high(), !rises, reference);
    return new Pushed(map, variable.resolved(Domain.between(first, second), reference, scheme));
  }

  /** Infinite where y is an end of the range or lies outside. */
  private double preimage(double y, boolean isLow, Map<String, Double> reference) {
    return map.range().low() < y && y < map.range().high()
        ? Numbers.value(preimage(Expr.of(y)), reference)
        : isLow ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private Expr lower(Expr a, Expr b) {
    Expr rises = map.rises();
    if (isDiscrete()) {
      return select(rises, preimage(a), variable.before(preimage(b)));
    }
    return rises.constantOrNaN() == 1
        ? preimage(a)
        : rises.constantOrNaN() == 0 ? preimage(b) : min(preimage(a), preimage(b));
  }

  private Expr upper(Expr a, Expr b) {
    Expr rises = map.rises();
    if (isDiscrete()) {
      return select(rises, preimage(b), variable.before(preimage(a)));
    }
    return rises.constantOrNaN() == 1
        ? preimage(b)
        : rises.constantOrNaN() == 0 ? preimage(a) : max(preimage(a), preimage(b));
  }

  private Expr preimage(Expr y) {
    Expr x = finite(map.preimage(inside(y)));
    return isDiscrete() ? nearWhole(x) : x;
  }

  /** x, kept from infinity if the map takes an end of the range there, as 1 / x does. */
  private Expr finite(Expr x) {
    return isFinite(last(map.range().low())) && isFinite(last(map.range().high()))
        ? x
        : min(max(x, Expr.of(-Domain.FAR)), Expr.of(Domain.FAR));
  }

  /** The preimage nearest to an end of the range, 0 where it has none; NaN if parameters decide. */
  private double last(double end) {
    return isFinite(end) ? map.preimage(inside(at(end))).constantOrNaN() : 0;
  }

  /** y, or where it lies outside the range the number inside that is nearest to it. */
  private Expr inside(Expr y) {
    Interval range = map.range();
    Expr above = isFinite(range.low()) ? max(y, Expr.of(Math.nextUp(range.low()))) : y;
    return isFinite(range.high()) ? min(above, Expr.of(Math.nextDown(range.high()))) : above;
  }

  /** {@code inner} where y lies in the range, else what holds below or above it. */
  private Expr choose(Expr y, Expr below, Expr inner, Expr above) {
    Interval range = map.range();
    Expr value = isFinite(range.high()) ? select(less(y, at(range.high())), inner, above) : inner;
    return isFinite(range.low()) ? select(less(at(range.low()), y), value, below) : value;
  }

  /**
   * {@code upTo} where a lies below the range and {@code from} where b lies above it, so that what
   * has images nearer to its ends than any number is counted.
   */
  private Expr between(Expr a, Expr b, Expr upTo, Expr inner, Expr from) {
    Interval range = map.range();
    Expr value = reaches(range.high()) ? select(less(b, at(range.high())), inner, from) : inner;
    return reaches(range.low()) ? select(less(at(range.low()), a), value, upTo) : value;
  }

  /** Whether the variable may lie where images round to this end of the range. */
  private boolean reaches(double end) {
    if (!isFinite(end)) {
      return false;
    }
    double last = preimage(at(end)).constantOrNaN();
    boolean isLow = (end == map.range().low()) == map.rises().is(1);
    return isLow
        ? !(variable.support().low().constantOrNaN() >= last)
        : !(variable.support().high().constantOrNaN() <= last);
  }

  private static Expr at(double end) {
    return Expr.of(end);
  }

  private static boolean isFinite(double end) {
    return Math.abs(end) <= Double.MAX_VALUE;
  }
}
