package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/** Laplace law of location mu and scale b > 0: p(x) = exp(-|x - mu| / b) / (2 b). */
public record Laplace(Expr location, Expr scale) implements Distribution {

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
  public Expr cdf(Expr x) {
    return tails(x).cdf();
  }

  @Override
  public Expr survival(Expr x) {
    return tails(x).survival();
  }

  @Override
  public Expr folded(Expr x) {
    return tails(x).folded();
  }

  @Override
  public Expr quantile(Expr p) {
    Expr upper = less(Expr.of(0.5), p);
    Expr size = log(select(upper, Expr.of(1).minus(p), p).times(2));
    return location.plus(scale.times(select(upper, size.negate(), size)));
  }

  @Override
  public Expr middle() {
    return location;
  }

  private Tails tails(Expr x) {
    return new Tails(less(location, x), tail(x));
  }

  private Expr tail(Expr x) {
    return exp(logShape(x)).times(0.5);
  }
}
