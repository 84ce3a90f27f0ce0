package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.asinh;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.sinh;

import org.pushforward.engine.expr.Expr;

/**
 * y = sinh u, u = tailweight (asinh x + skewness), tailweight > 0; log dy/dx = log tailweight + log
 * cosh u - log cosh asinh x. Positive skewness makes the right tail longer, tailweight above 1 both
 * heavier.
 */
public record SinhArcsinh(Expr skewness, Expr tailweight) implements Bijector {
  @Override
  public Image forward(Expr x) {
    Expr inner = asinh(x);
    Expr u = inner.plus(skewness).times(tailweight);
    return new Image(sinh(u), log(tailweight).plus(LogCosh.of(u)).minus(LogCosh.of(inner)));
  }

  @Override
  public Expr preimage(Expr y) {
    return sinh(asinh(y).over(tailweight).minus(skewness));
  }

  /** With asinh y in u's place, which asinh of the preimage would only find again. */
  @Override
  public Image inverse(Expr y) {
    Expr u = asinh(y);
    Expr inner = u.over(tailweight).minus(skewness);
    Expr logDet = LogCosh.of(inner).minus(LogCosh.of(u)).minus(log(tailweight));
    return new Image(sinh(inner), logDet);
  }
}
