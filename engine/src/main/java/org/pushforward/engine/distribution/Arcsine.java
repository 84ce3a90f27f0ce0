package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.atan2;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.sin;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Arcsine law on [low, high], low < high: p(x) = 1 / (pi sqrt((x - low) (high - x))), infinite at
 * both ends.
 */
public record Arcsine(Expr low, Expr high) implements Distribution {
  private static final double TWO_OVER_PI = 0.63661977236758134307553505349006;
  private static final double HALF_PI = 1.5707963267948966192313216916398;
  private static final double LN2 = 0.69314718055994530941723212145818;
  private static final double LOG_PI = 1.1447298858494001741434273513531;

  @Override
  public Expr logShape(Expr x) {
    Inside at = inside(x);
    Expr infinite = Expr.of(Double.POSITIVE_INFINITY);
    Expr product = at.point().minus(low).times(high.minus(at.point()));
    return at.log(infinite, log(product).times(-0.5), infinite);
  }

  @Override
  public Expr logMass() {
    return Expr.of(LOG_PI);
  }

  @Override
  public Expr cdf(Expr x) {
    Inside at = inside(x);
    return at.value(Expr.of(0), angle(at.point().minus(low), high.minus(at.point())), Expr.of(1));
  }

  @Override
  public Expr survival(Expr x) {
    Inside at = inside(x);
    return at.value(Expr.of(1), angle(high.minus(at.point()), at.point().minus(low)), Expr.of(0));
  }

  /** low + (high - low) sin^2(pi p / 2). */
  @Override
  public Expr quantile(Expr p) {
    return low.plus(high.minus(low).times(sin(p.times(HALF_PI)).square()));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(middle());
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(high.minus(low).square().over(8));
  }

  @Override
  public Optional<Expr> entropy() {
    return Optional.of(log(high.minus(low)).plus(LOG_PI - 2 * LN2));
  }

  @Override
  public Optional<Distribution> moved(Expr shift, Expr scale) {
    return Points.moved(shift, scale, p -> new Arcsine(p.get(0), p.get(1)), low, high);
  }

  @Override
  public Expr middle() {
    return low.plus(high).times(0.5);
  }

  @Override
  public Support support() {
    return new Support(low, high);
  }

  private Inside inside(Expr x) {
    return Inside.of(x, support(), middle());
  }

  /** The angle, of 1 for the right one, of the point (sqrt(to), sqrt(from)). */
  private static Expr angle(Expr from, Expr to) {
    return atan2(sqrt(from), sqrt(to)).times(TWO_OVER_PI);
  }
}
