package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.atan2;
import static org.pushforward.engine.expr.Formulas.cauchyQuantile;
import static org.pushforward.engine.expr.Formulas.faddeevaRe;
import static org.pushforward.engine.expr.Formulas.hypot;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * Voigt's law: that of the sum of a standard normal variable and a Cauchy one of scale g > 0.
 *
 * <p>p(x) = Re w((x + i g) / sqrt(2)) / sqrt(2 pi). Its masses are integrated. Where |x + i g| >
 * 2^30 all is as of the Cauchy variable alone, but for 2^-59 of it.
 */
public record Voigt(Expr gamma) implements Tailed {
  private static final double LOG_SQRT_2_PI = 0.91893853320467274178032973640562;
  private static final double ROOT_HALF = 0.70710678118654752440084436210485;
  private static final double LOG_SQRT_2_OVER_PI = -0.22579135264472743236309761494744;

  @Override
  public Expr logShape(Expr x) {
    Expr isFar = isFar(x);
    Expr near = select(isFar, Expr.of(0), x);
    Expr core = select(isFar, Expr.of(1), gamma);
    Expr w = faddeevaRe(near.times(ROOT_HALF), core.times(ROOT_HALF));
    Expr far = log(gamma).minus(log(hypot(x, gamma)).times(2)).plus(LOG_SQRT_2_OVER_PI);
    return select(isFar, far, log(w));
  }

  @Override
  public Expr logMass() {
    return Expr.of(LOG_SQRT_2_PI);
  }

  @Override
  public Expr tail(Expr x) {
    Expr far = atan2(gamma, abs(x)).over(Math.PI);
    return select(isFar(x), far, IntegratedTail.of(this, select(isFar(x), Expr.of(0), x)));
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    return uniforms.normal().plus(gamma.times(cauchyQuantile(uniforms.next())));
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(Expr.of(Double.NaN));
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(Expr.of(Double.NaN));
  }

  @Override
  public Expr middle() {
    return Expr.of(0);
  }

  private Expr isFar(Expr x) {
    return less(Expr.of(0x1p30), hypot(x, gamma));
  }
}
