package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.atan2;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Relativistic Breit-Wigner law of mass M > 0 and width G > 0 on [0, inf), p(x) = c / ((x^2 -
 * M^2)^2 + (M G)^2). With the root a + i b of M^2 + i M G and r = a^2 + b^2,
 *
 * <pre>P(X <= x) = (A + b / a L) / pi,   A = arg(r - x^2 + 2 i b x),
 * L = log(((x + a)^2 + b^2) / ((x - a)^2 + b^2)) / 2</pre>
 */
public record RelativisticBreitWigner(Expr mass, Expr width) implements Distribution {
  private static final double PI = 3.1415926535897932384626433832795;
  private static final double HALF_PI = 1.5707963267948966192313216916398;

  @Override
  public Expr logShape(Expr x) {
    Expr shape = log1p(distance(x).over(mass.times(width)).square()).negate();
    return select(less(x, Expr.of(0)), Expr.of(Double.NEGATIVE_INFINITY), shape);
  }

  /** log(pi a M G / (2 r)) = log(pi (M G)^2 / (4 b r)). */
  @Override
  public Expr logMass() {
    return log(a().times(mass).times(width).over(r()).times(HALF_PI));
  }

  @Override
  public Expr cdf(Expr x) {
    Expr at = max(x, Expr.of(0));
    Expr angle = atan2(b().times(at).times(2), excess().minus(distance(at)));
    Expr low = angle.plus(logTerm(at)).times(1 / PI);
    return select(isAbove(x), Expr.of(1).minus(upper(x)), low);
  }

  @Override
  public Expr survival(Expr x) {
    return select(isAbove(x), upper(x), Expr.of(1).minus(cdf(x)));
  }

  /** a: about the median, M for G << M. */
  @Override
  public Expr middle() {
    return a();
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }

  /** r / (a pi) (pi / 2 + atan(M / G)). */
  @Override
  public Optional<Expr> expectation() {
    return Optional.of(r().over(a()).times(1 / PI).times(atan2(mass, width).plus(HALF_PI)));
  }

  /** E X^2 = r. */
  @Override
  public Optional<Expr> variance() {
    return Optional.of(r().minus(expectation().orElseThrow().square()));
  }

  /** E log((x^2 - M^2)^2 + (M G)^2) = log(16 b^2 r) + 2 b / a (atan(b / a) - pi / 2). */
  @Override
  public Optional<Expr> entropy() {
    Expr angle = atan2(b(), a()).minus(HALF_PI);
    Expr size = b().over(mass.times(width)).square().times(r()).times(16);
    return Optional.of(logMass().plus(log(size)).plus(b().over(a()).times(angle).times(2)));
  }

  /**
   * P(X > x), above the middle: (pi - A - b / a L) / pi. Its terms are of order 1 / x, but it falls
   * as x^-3: with q = r / x^2 and the Chebyshev polynomials U of the second kind the integral of
   * the density's series is
   *
   * <pre>4 b / (pi sqrt(r)) q^(3/2) sum_k U_k(M^2 / r) q^k / (2 k + 3),   |U_k| <= k + 1,</pre>
   *
   * whose 20 terms leave 8^-20 below q = 1 / 8, where the difference loses a factor of 12.
   */
  private Expr upper(Expr beyond) {
    Expr x = max(beyond, middle());
    Expr angle = atan2(b().times(x).times(2), distance(x).minus(excess()));
    Expr near = angle.minus(logTerm(x)).times(1 / PI);
    Expr q = min(r().over(x.square()), Expr.of(0.125));
    Expr cosine = mass.square().over(r()).times(2);
    Expr before = Expr.of(0);
    Expr u = Expr.of(1);
    Expr[] terms = new Expr[20];
    for (int k = 0; k < terms.length; k++) {
      terms[k] = u.times(1.0 / (2 * k + 3));
      Expr next = cosine.times(u).minus(before);
      before = u;
      u = next;
    }
    Expr sum = Expr.of(0);
    for (int k = terms.length - 1; k >= 0; k--) {
      sum = sum.times(q).plus(terms[k]);
    }
    Expr far = sum.times(q).times(sqrt(q)).times(b().over(sqrt(r())).times(4 / PI));
    return select(less(q, Expr.of(0.125)), far, near);
  }

  /** b / a L, with x - a = (x - M) - (a^2 - M^2) / (a + M). */
  private Expr logTerm(Expr x) {
    Expr fromPeak = x.minus(mass).minus(excess().times(0.5).over(a().plus(mass)));
    Expr square = fromPeak.square().plus(b().square());
    return log1p(a().times(x).times(4).over(square)).times(b().over(a()).times(0.5));
  }

  /** x^2 - M^2. */
  private Expr distance(Expr x) {
    return x.minus(mass).times(x.plus(mass));
  }

  private Expr a() {
    return sqrt(r().plus(mass.square()).times(0.5));
  }

  private Expr b() {
    return mass.times(width).over(a()).times(0.5);
  }

  private Expr r() {
    return mass.times(pole());
  }

  /** r - M^2 = 2 (a^2 - M^2). */
  private Expr excess() {
    return mass.times(width.square()).over(pole().plus(mass));
  }

  private Expr pole() {
    return sqrt(mass.square().plus(width.square()));
  }
}
