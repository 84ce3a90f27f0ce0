package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.List;
import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/** Laplace law of location mu and scale b > 0: p(x) = exp(-|x - mu| / b) / (2 b). */
public record Laplace(Expr location, Expr scale) implements Tailed, Windowed {

  @Override
  public Expr logShape(Expr x) {
    Expr z = x.minus(location).over(scale);
    return select(less(location, x), z.negate(), z);
  }

  @Override
  public Expr logMass() {
    return log(scale.times(2));
  }

  @Override
  public boolean isMirrored() {
    return true;
  }

  /** F(u) - F(v) = -expm1(-w) exp(u) / 2 up to u = 0, then -(expm1(v) + expm1(-u)) / 2. */
  @Override
  public Expr logMass(Window window) {
    Expr mass = inside(window).plus(expm1(above(window).negate())).negate();
    return below(window).plus(log(mass.times(0.5)));
  }

  /** The integral of exp(t) / 2 up to t = 0, then of 1 - exp(-t) / 2. */
  @Override
  public Expr cdfIntegral(Window window) {
    Expr above = above(window);
    Expr left = exp(below(window)).times(inside(window)).negate();
    return left.plus(above.times(2)).plus(expm1(above.negate())).times(0.5);
  }

  @Override
  public Expr survivalIntegral(Window window) {
    return cdfIntegral(window.mirroredIf(Expr.of(1)));
  }

  private static Expr below(Window window) {
    return min(window.u(), Expr.of(0));
  }

  private static Expr above(Window window) {
    return max(window.u(), Expr.of(0));
  }

  /** expm1 of minus the width of what lies below 0. */
  private static Expr inside(Window window) {
    return expm1(max(window.v(), window.w().negate()));
  }

  @Override
  public Expr quantile(Expr p) {
    Expr upper = less(Expr.of(0.5), p);
    Expr size = log(select(upper, Expr.of(1).minus(p), p).times(2));
    return location.plus(scale.times(select(upper, size.negate(), size)));
  }

  /** E exp(c (X - mu)) = 1 / (1 - (b c)^2), |b c| < 1. */
  @Override
  public Optional<Cumulants> cumulants() {
    return Optional.of(
        new Cumulants(
            location,
            scale.square().times(2),
            c -> {
              Expr square = scale.times(c).square();
              return Cumulants.where(less(square, Expr.of(1)), log1p(square.negate()).negate());
            }));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(logMass().plus(1));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return Optional.of(
        new Laplace(shift.plus(scale.times(location)), abs(scale).times(this.scale)));
  }

  @Override
  public List<Expr> joints() {
    return List.of(location);
  }

  @Override
  public Expr middle() {
    return location;
  }

  @Override
  public Expr tail(Expr x) {
    return exp(logShape(x)).times(0.5);
  }
}
