package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.pow;

import org.pushforward.engine.expr.Expr;

/**
 * y = x^c of x > 0, c not 0; log |dy/dx| = log |c| + (c - 1) log x.
 *
 * @param isRising whether c > 0
 */
public record Power(Expr exponent, boolean isRising) implements Bijector {
  @Override
  public Image forward(Expr x) {
    return image(x, exponent);
  }

  @Override
  public Expr preimage(Expr y) {
    return inverse(y).value();
  }

  @Override
  public Image inverse(Expr y) {
    return image(y, Expr.of(1).over(exponent));
  }

  private static Image image(Expr x, Expr c) {
    return new Image(pow(x, c), log(abs(c)).plus(c.minus(1).times(log(x))));
  }

  @Override
  public Expr rises() {
    return Expr.of(isRising ? 1 : 0);
  }

  @Override
  public Interval domain() {
    return Interval.POSITIVE;
  }

  @Override
  public Interval range() {
    return Interval.POSITIVE;
  }
}
