package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.expm1;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;

import java.util.List;
import org.pushforward.engine.expr.Expr;

/**
 * The law of the difference of two exponential variables of rates a and b > 0: p(x) = exp(-a x) a b
 * / (a + b) for x >= 0 and exp(b x) a b / (a + b) below.
 */
public record AsymmetricLaplace(Expr a, Expr b) implements Distribution {

  @Override
  public Expr logShape(Expr x) {
    return b.times(below(x)).minus(a.times(above(x)));
  }

  @Override
  public Expr logMass() {
    return log(Expr.of(1).over(a).plus(Expr.of(1).over(b)));
  }

  /** Below 0 a exp(b x) / (a + b); above, a and b (1 - exp(-a x)) as parts of a + b. */
  @Override
  public Expr cdf(Expr x) {
    Expr rest = b.times(expm1(a.times(above(x)).negate()));
    return a.times(exp(b.times(below(x)))).minus(rest).over(a.plus(b));
  }

  @Override
  public Expr survival(Expr x) {
    Expr rest = a.times(expm1(b.times(below(x))));
    return b.times(exp(a.times(above(x)).negate())).minus(rest).over(a.plus(b));
  }

  @Override
  public Expr quantile(Expr p) {
    Expr sum = a.plus(b);
    Expr lower = min(p.times(sum).over(a), Expr.of(1));
    Expr upper = min(Expr.of(1).minus(p).times(sum).over(b), Expr.of(1));
    return log(lower).over(b).minus(log(upper).over(a));
  }

  @Override
  public Expr middle() {
    return quantile(Expr.of(0.5));
  }

  @Override
  public List<Expr> joints() {
    return List.of(Expr.of(0));
  }

  private static Expr below(Expr x) {
    return min(x, Expr.of(0));
  }

  private static Expr above(Expr x) {
    return max(x, Expr.of(0));
  }
}
