package org.pushforward.engine.expr;

import java.util.List;

/** A number. All NaNs are one. */
public final class Constant extends Expr {
  private final double value;

  private Constant(double value) {
    super(false, Double.hashCode(value));
    this.value = value;
  }

  static Expr interned(double value) {
    return Interner.intern(new Constant(value));
  }

  public double value() {
    return value;
  }

  @Override
  public List<Expr> operands() {
    return List.of();
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Constant c
        && Double.doubleToLongBits(c.value) == Double.doubleToLongBits(value);
  }
}
