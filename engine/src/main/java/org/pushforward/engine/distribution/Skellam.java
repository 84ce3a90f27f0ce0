package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.asinh;
import static org.pushforward.engine.expr.Formulas.cos;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.hypot;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sin;
import static org.pushforward.engine.expr.Formulas.sqrt;
import static org.pushforward.engine.expr.Formulas.stop;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Integral;

/**
 * The difference of two independent Poisson variables of rates a and b. With G(s) = exp(a (s - 1) +
 * b (1/s - 1)), of which P(X = k) is the k-th coefficient,
 *
 * <pre>
 *   P(X = k) = 1/(2 pi i) contour integral of G(s) s^(-k-1) ds over |s| = exp(u), any u
 *   P(X &lt;= k) = that of G(s) s^(-k-1) / (1 - s), u &lt; 0
 * </pre>
 *
 * <p>u is where the integrand is least on the real axis, so that on the circle it falls from there
 * to both sides and hardly turns: that it is a number, and no formula, is what derivatives take it
 * for.
 */
public record Skellam(Expr rate1, Expr rate2) implements Discrete {
  /** In the place of rates of 0: u is to be finite. */
  private static final double TINY = 1e-200;

  /**
   * Where G(s) s^-k is least for s > 0: u = log(b / a) / 2 + asinh(k / z), z = 2 sqrt(a b). A rate
   * so small that k comes about without it is raised to no effect on G, lest slopes by it, which
   * are exp(u) or exp(-u) times as large as G, cancel.
   */
  private record Least(Expr a, Expr b, Expr k) {
    Least {
      Expr first = raised(a, b, less(Expr.of(0), k));
      b = raised(b, a, less(k, Expr.of(0)));
      a = first;
    }

    private static Expr raised(Expr rate, Expr other, Expr isNeeded) {
      Expr harmless = Expr.of(1).over(max(other, Expr.of(1)));
      return max(rate, select(isNeeded, Expr.of(TINY), harmless));
    }

    Expr z() {
      return sqrt(a).times(sqrt(b)).times(2);
    }

    Expr u() {
      return log(b.over(a)).times(0.5).plus(asinh(k.over(z())));
    }
  }

  /** The integrand over the circle, up to exp(height). */
  private record Circle(Expr a, Expr b, Expr k, Expr u) {

    /** log of G(s) s^-k at s = exp(u), its linear part first: the others are of one sign. */
    Expr height() {
      Expr linear = a.minus(b).minus(k).times(u);
      return linear.plus(a.times(expm1(u).minus(u))).plus(b.times(expm1(u.negate()).plus(u)));
    }

    /** |G(s)| exp(-height). */
    Expr size(Expr angle) {
      Expr steep = a.times(exp(u)).plus(b.times(exp(u.negate())));
      return exp(steep.times(sin(angle.times(0.5)).square()).times(-2));
    }

    /** arg of G(s) s^-k. */
    Expr turn(Expr angle) {
      Expr rest = a.times(expm1(u)).minus(b.times(expm1(u.negate()))).plus(a.minus(b).minus(k));
      return rest.times(sin(angle)).plus(k.times(sin(angle).minus(angle)));
    }
  }

  @Override
  public Expr logProbability(Expr k) {
    Circle circle = new Circle(rate1, rate2, k, stop(new Least(rate1, rate2, k).u()));
    Expr half =
        Integral.of(t -> circle.size(t).times(cos(circle.turn(t))), Expr.of(0), Expr.of(Math.PI));
    return circle.height().plus(log(half.over(Math.PI)));
  }

  @Override
  public Expr lower(Expr k) {
    Expr tail = tail(k);
    return select(isBelow(k), tail, Expr.of(1).minus(tail));
  }

  @Override
  public Expr upper(Expr k) {
    Expr tail = tail(k);
    return select(isBelow(k), Expr.of(1).minus(tail), tail);
  }

  private Expr isBelow(Expr k) {
    return less(k.plus(0.5), rate1.minus(rate2));
  }

  /** P(X <= k) below the mean, else P(X > k) = P(-X <= -k - 1). */
  private Expr tail(Expr k) {
    Expr isBelow = isBelow(k);
    return below(
        select(isBelow, rate1, rate2),
        select(isBelow, rate2, rate1),
        select(isBelow, k, k.plus(1).negate()));
  }

  /** P(X <= k), k < a - b. */
  private static Expr below(Expr a, Expr b, Expr k) {
    // The pole at 1 moves the least point further from it: where G(s) s^-k is w cosh(v - u) about
    // its own, by about the v - u of w (v - u) |v| = 1, and of a small w by its asinh.
    Least least = new Least(a, b, k);
    Expr own = least.u().negate();
    Expr w = hypot(k, least.z());
    Expr more = Expr.of(2).over(w.times(own.plus(hypot(own, Expr.of(2).over(sqrt(w))))));
    Expr u = stop(own.plus(asinh(more)).negate());
    Circle circle = new Circle(a, b, k, u);
    Expr gap = expm1(u).negate();
    // Re of exp(i turn) / (1 - s)
    Expr half =
        Integral.of(
            t -> {
              Expr turn = circle.turn(t);
              Expr rise = exp(u).times(sin(t.times(0.5)).square()).times(2);
              Expr real = cos(turn).times(gap.plus(rise));
              Expr imaginary = sin(turn).times(exp(u)).times(sin(t));
              Expr square = gap.square().plus(rise.times(2));
              return circle.size(t).times(real.minus(imaginary)).over(square);
            },
            Expr.of(0),
            Expr.of(Math.PI));
    return exp(circle.height()).times(half).over(Math.PI);
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    return new Poisson(rate1).draw(uniforms).minus(new Poisson(rate2).draw(uniforms));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    boolean isNegated = shift.is(0) && scale.is(-1);
    return isNegated ? Optional.of(new Skellam(rate2, rate1)) : Optional.empty();
  }

  @Override
  public Expr lean() {
    return rate1.minus(rate2).over(rate1.plus(rate2));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(rate1.minus(rate2));
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(rate1.plus(rate2));
  }

  @Override
  public Support support() {
    return Support.LINE;
  }
}
