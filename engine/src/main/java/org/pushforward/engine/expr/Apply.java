package org.pushforward.engine.expr;

import java.util.List;

/** An operation on up to three operands. */
public final class Apply extends Expr {
  private final Operation operation;
  private final List<Expr> operands;

  private Apply(Operation operation, List<Expr> operands) {
    super(operands.stream().anyMatch(Expr::varies), 31 * operation.ordinal() + operands.hashCode());
    this.operation = operation;
    this.operands = operands;
  }

  /** The node as it is; {@link Simplifier} decides what is built. */
  static Expr of(Operation operation, Expr... operands) {
    return Interner.intern(new Apply(operation, List.of(operands)));
  }

  public Operation operation() {
    return operation;
  }

  @Override
  public List<Expr> operands() {
    return operands;
  }

  Expr operand(int i) {
    return operands.get(i);
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Apply a && a.operation == operation && a.operands.equals(operands);
  }
}
