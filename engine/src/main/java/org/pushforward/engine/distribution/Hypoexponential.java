package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/**
 * The law of the sum of two exponential variables of rates a and b > 0, right where they meet: with
 * a <= b and m(t) = (1 - exp(-t)) / t
 *
 * <pre>p(x) = a b x exp(-a x) m((b - a) x),   P(X > x) = exp(-a x) (1 + a x m((b - a) x))</pre>
 */
public record Hypoexponential(Expr a, Expr b) implements Distribution {

  @Override
  public Expr logShape(Expr x) {
    Inside at = Inside.positive(x);
    Expr inside = log(at.point()).minus(slow().times(at.point())).plus(logMean(at.point()));
    return at.log(Expr.of(Double.NEGATIVE_INFINITY), inside, Expr.of(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Expr logMass() {
    return log(a).plus(log(b)).negate();
  }

  /**
   * With A = a x and B = b x, (B (1 - exp(-A)) - A (1 - exp(-B))) / (B - A) = -A B m[A, B]: the
   * divided difference by its series, where B >= 1 > 2 A as written, else from P(X > x).
   */
  @Override
  public Expr cdf(Expr x) {
    Inside at = Inside.positive(x);
    Expr slow = slow().times(at.point());
    Expr fast = fast().times(at.point());
    Expr isNear = less(fast, Expr.of(1));
    Expr isSlow = less(slow, Expr.of(0.5));
    Expr difference =
        slow.times(expm1(fast.negate()))
            .minus(fast.times(expm1(slow.negate())))
            .over(select(isSlow, select(isNear, Expr.of(1), fast.minus(slow)), Expr.of(1)));
    Expr far = select(isSlow, difference, Expr.of(1).minus(above(at.point())));
    Expr near = near(min(slow, Expr.of(1)), min(fast, Expr.of(1)));
    return at.value(Expr.of(0), select(isNear, near, far), Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = Inside.positive(x);
    return at.value(Expr.of(1), above(at.point()), Expr.of(0));
  }

  /** Near the median, and it for one rate. */
  @Override
  public Expr middle() {
    return Expr.of(0.69314718055994530941723212145818)
        .over(slow())
        .plus(Expr.of(0.985199809).over(fast()));
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }

  private Expr above(Expr x) {
    Expr slow = slow().times(x);
    return exp(slow.negate()).times(slow.times(exp(logMean(x))).plus(1));
  }

  /** -A B m[A, B], m(t) the sum of (-t)^k / (k + 1)!, to 2^-60 for A and B up to 1. */
  private static Expr near(Expr slow, Expr fast) {
    double factorial = 1;
    double[] series = new double[20];
    for (int k = 0; k < series.length; k++) {
      factorial *= k + 1;
      series[k] = (k % 2 == 0 ? 1 : -1) / factorial;
    }
    Expr value = Expr.of(0);
    Expr divided = Expr.of(0);
    for (int k = series.length - 1; k >= 0; k--) {
      divided = divided.times(slow).plus(value);
      value = value.times(fast).plus(series[k]);
    }
    return slow.times(fast).times(divided).negate();
  }

  private Expr logMean(Expr x) {
    return Exponential.logMean(fast().minus(slow()).times(x));
  }

  private Expr slow() {
    return select(less(a, b), a, b);
  }

  private Expr fast() {
    return select(less(a, b), b, a);
  }
}
