package org.pushforward.engine.expr;

import java.util.List;

/**
 * A formula: a node of a shared graph.
 *
 * <p>Nodes are interned, so equal means identical and shared parts stay shared. They are made by
 * the methods here and by {@link Formulas}, which simplify as they build: constants fold (in the
 * kernels' own arithmetic), zeros and ones vanish, and what does not vary from row to row is
 * gathered, so that it is computed once per parameter point.
 */
public abstract sealed class Expr
    permits Constant,
        Parameter,
        Column,
        RandomNumber,
        Apply,
        Lookup,
        Root,
        Solution,
        Rejection,
        Integral {
  private final boolean varies;
  private final int hash;

  Expr(boolean varies, int hash) {
    this.varies = varies;
    this.hash = hash;
  }

  /** Whether the value varies from row to row. */
  public final boolean varies() {
    return varies;
  }

  /** The nodes it is computed from. */
  public abstract List<Expr> operands();

  /** Equal content, for interning only: operands are compared by identity. */
  abstract boolean same(Expr other);

  final int contentHash() {
    return hash;
  }

  public static Expr of(double value) {
    return Constant.interned(value);
  }

  public final Expr plus(Expr other) {
    return Simplifier.add(this, other);
  }

  public final Expr plus(double other) {
    return plus(of(other));
  }

  public final Expr minus(Expr other) {
    return Simplifier.subtract(this, other);
  }

  public final Expr minus(double other) {
    return minus(of(other));
  }

  public final Expr times(Expr other) {
    return Simplifier.multiply(this, other);
  }

  public final Expr times(double other) {
    return times(of(other));
  }

  public final Expr over(Expr other) {
    return Simplifier.divide(this, other);
  }

  public final Expr over(double other) {
    return over(of(other));
  }

  public final Expr negate() {
    return Simplifier.negate(this);
  }

  public final Expr square() {
    return times(this);
  }

  /** The constant it is, or NaN. */
  public final double constantOrNaN() {
    return this instanceof Constant constant ? constant.value() : Double.NaN;
  }

  /** Whether it is this constant. */
  public final boolean is(double value) {
    return constantOrNaN() == value;
  }

  @Override
  public final int hashCode() {
    return hash;
  }

  @Override
  public final boolean equals(Object other) {
    return this == other;
  }

  @Override
  public final String toString() {
    return Printer.text(this);
  }
}
