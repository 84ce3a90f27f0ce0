package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/** y = then(first(x)); log-determinants add. */
public record Chain(Bijector first, Bijector then) implements Bijector {

  public Chain {
    if (!then.domain().contains(first.range())) {
      throw new IllegalArgumentException(then + " is not defined on all images of " + first);
    }
  }

  @Override
  public Image forward(Expr x) {
    Image inner = first.forward(x);
    Image outer = then.forward(inner.value());
    return new Image(outer.value(), inner.logDet().plus(outer.logDet()));
  }

  @Override
  public Expr preimage(Expr y) {
    return first.preimage(then.preimage(y));
  }

  @Override
  public Image inverse(Expr y) {
    Image outer = then.inverse(y);
    Image inner = first.inverse(outer.value());
    return new Image(inner.value(), outer.logDet().plus(inner.logDet()));
  }

  @Override
  public Expr rises() {
    Expr falls = Expr.of(1).minus(then.rises());
    return select(first.rises(), then.rises(), falls);
  }

  @Override
  public Interval domain() {
    return first.domain();
  }

  /**
   * @throws IllegalStateException where its ends depend on parameters
   */
  @Override
  public Interval range() {
    Interval inner = first.range();
    if (inner.equals(then.domain())) {
      return then.range();
    }
    double low = then.forward(Expr.of(inner.low())).value().constantOrNaN();
    double high = then.forward(Expr.of(inner.high())).value().constantOrNaN();
    if (Double.isNaN(low) || Double.isNaN(high)) {
      throw new IllegalStateException("the range of " + this + " depends on parameters");
    }
    return new Interval(Math.min(low, high), Math.max(low, high));
  }
}
