package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.floor;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.normalQuantile;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Root;

/**
 * A law of whole numbers. What is a density elsewhere is P(X = x) here, 0 between whole numbers. 0
 * is in the support of each.
 */
public interface Discrete extends Distribution {

  /** log P(X = k), k a whole number of the support. */
  Expr logProbability(Expr k);

  /** P(X <= k), k a whole number of the support but its last, right to a few ulp below 1/2. */
  Expr lower(Expr k);

  /** P(X > k) likewise. */
  Expr upper(Expr k);

  /** The third central moment over the variance, by which {@link #quantile} begins its search. */
  Expr lean();

  @Override
  default Expr logShape(Expr x) {
    Expr isWhole = lessOrEqual(x.minus(floor(x)), Expr.of(0));
    Expr isInside = select(less(x, support().low()), Expr.of(0), lessOrEqual(x, support().high()));
    Expr isValue = select(isWhole, isInside, Expr.of(0));
    Expr outside = Expr.of(Double.NEGATIVE_INFINITY);
    return select(isValue, logProbability(select(isValue, x, Expr.of(0))), outside);
  }

  @Override
  default Expr logMass() {
    return Expr.of(0);
  }

  @Override
  default Expr logMass(Expr a, Expr b) {
    return log(probability(a, b));
  }

  @Override
  default Expr cdf(Expr x) {
    Inside at = inside(x);
    return at.value(Expr.of(0), lower(at.point()), Expr.of(1));
  }

  @Override
  default Expr survival(Expr x) {
    Inside at = inside(x);
    return at.value(Expr.of(1), upper(at.point()), Expr.of(0));
  }

  /** Of the tails that a and b are in, a difference of the smaller numbers. */
  @Override
  default Expr probability(Expr a, Expr b) {
    return select(less(cdf(a), Expr.of(0.5)), cdf(b).minus(cdf(a)), survival(a).minus(survival(b)));
  }

  /** The least k with P(X <= k) >= p; with P(X > k) <= 1 - p above 1/2. */
  @Override
  default Expr quantile(Expr p) {
    // Of the least double it is -38.
    Expr z = max(normalQuantile(p), Expr.of(-40));
    Expr mean = expectation().orElseThrow();
    Expr spread = sqrt(variance().orElseThrow()).times(z);
    Expr near = mean.plus(spread).plus(lean().times(z.square().minus(1)).over(6));
    Expr low = support().low();
    Expr high = support().high();
    Expr found =
        Root.whole(k -> excess(k, p), min(max(floor(near), low), high), low.minus(1), high);
    return select(less(p, Expr.of(1)), found, high);
  }

  /** Not negative where p is reached. */
  default Expr excess(Expr k, Expr p) {
    Expr rest = Expr.of(1).minus(p);
    return select(less(Expr.of(0.5), p), rest.minus(upper(k)), lower(k).minus(p));
  }

  @Override
  default Expr middle() {
    return floor(expectation().orElseThrow());
  }

  /** The whole number at x or below it. */
  private Inside inside(Expr x) {
    // Inside is open, and the lowest number has a probability.
    Support open = new Support(support().low().minus(1), support().high());
    return Inside.of(floor(x), open, Expr.of(0));
  }
}
