package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.hypot;
import static org.pushforward.engine.expr.Formulas.logNormalCdf;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * The skew normal law of shape a, location 0 and scale 1: the law of d |N| + sqrt(1 - d^2) M with N
 * and M standard normal, d = a / sqrt(1 + a^2).
 *
 * <p>p(x) = 2 phi(x) Phi(a x). Its masses are integrated.
 */
public record SkewNormal(Expr shape) implements Tailed {
  private static final double LOG_SQRT_HALF_PI = 0.22579135264472743236309761494744;
  private static final double ROOT_2_OVER_PI = 0.79788456080286535587989211986876;

  @Override
  public Expr logShape(Expr x) {
    return logNormalCdf(shape.times(x)).minus(x.square().times(0.5));
  }

  @Override
  public Expr logMass() {
    return Expr.of(LOG_SQRT_HALF_PI);
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    Expr skewed = shape.times(abs(uniforms.normal()));
    return skewed.plus(uniforms.normal()).over(root());
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(skewness().times(ROOT_2_OVER_PI));
  }

  /** 1 - 2 d^2 / pi. */
  @Override
  public Optional<Expr> variance() {
    return Optional.of(Expr.of(1).minus(skewness().square().times(2 / Math.PI)));
  }

  /** The median for a = 0 and as a grows; near it between. */
  @Override
  public Expr middle() {
    return skewness().times(0.67448975019608174);
  }

  /** d. */
  private Expr skewness() {
    return shape.over(root());
  }

  private Expr root() {
    return hypot(shape, Expr.of(1));
  }
}
