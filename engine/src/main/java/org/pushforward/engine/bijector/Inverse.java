package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;

/** The inverse of a map: of {@link Tanh} atanh, of {@link Sigmoid} logit. */
public record Inverse(Bijector map) implements Bijector {
  @Override
  public Image forward(Expr x) {
    return map.inverse(x);
  }

  @Override
  public Expr preimage(Expr y) {
    return map.forward(y).value();
  }

  @Override
  public Image inverse(Expr y) {
    return map.forward(y);
  }

  @Override
  public Expr rises() {
    return map.rises();
  }

  @Override
  public Interval domain() {
    return map.range();
  }

  @Override
  public Interval range() {
    return map.domain();
  }
}
