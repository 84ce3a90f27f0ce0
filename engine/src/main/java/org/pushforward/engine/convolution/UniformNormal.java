package org.pushforward.engine.convolution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.logNormalCdf;
import static org.pushforward.engine.expr.Formulas.normalCdfIntegral;
import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.distribution.Tailed;
import org.pushforward.engine.expr.Expr;

/**
 * The sum of a uniform variable on [centre - half, centre + half] and a normal one of mean 0 and
 * standard deviation sd.
 *
 * <p>It is symmetric about the centre, so all is written for y = -|x - centre|, where nothing
 * cancels: with z+- = (y +- half) / sd
 *
 * <pre>
 *   p = (Phi(z+) - Phi(z-)) / (2 half)
 *   P(X <= centre + y) = sd (I(z+) - I(z-)) / (2 half),   I(z) = z Phi(z) + phi(z)
 * </pre>
 */
public record UniformNormal(Expr centre, Expr half, Expr sd) implements Tailed {

  @Override
  public Expr logShape(Expr x) {
    Expr y = folding(x);
    Expr upper = logNormalCdf(y.plus(half).over(sd));
    Expr lower = logNormalCdf(y.minus(half).over(sd));
    return upper.plus(log1p(exp(lower.minus(upper)).negate()));
  }

  @Override
  public Expr logMass() {
    return log(half.times(2));
  }

  @Override
  public Expr middle() {
    return centre;
  }

  @Override
  public Expr tail(Expr x) {
    Expr y = folding(x);
    Expr integral = normalCdfIntegral(y.plus(half), sd).minus(normalCdfIntegral(y.minus(half), sd));
    return integral.over(half.times(2));
  }

  /** y, at the centre with the derivative from below (that of abs is 0). */
  private Expr folding(Expr x) {
    return select(less(centre, x), centre.minus(x), x.minus(centre));
  }
}
