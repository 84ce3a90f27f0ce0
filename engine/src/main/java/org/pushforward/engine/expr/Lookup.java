package org.pushforward.engine.expr;

import java.util.List;

/** The value of a table, or of its first, second or third derivative by x, at x. */
public final class Lookup extends Expr {
  /** A third derivative of a quintic is still continuous enough for a Hessian of the density. */
  private static final int LARGEST_ORDER = 5;

  private final Table table;
  private final int order;
  private final Expr x;

  private Lookup(Table table, int order, Expr x) {
    super(x.varies(), 31 * (31 * table.hashCode() + order) + x.hashCode());
    this.table = table;
    this.order = order;
    this.x = x;
  }

  /** The order-th derivative by x of the table's distribution function, at x. */
  public static Expr of(Table table, int order, Expr x) {
    if (table.terms().isEmpty() || order > LARGEST_ORDER) {
      return Expr.of(0);
    }
    // At the upper edge of a bin the table is looked up as at any edge.
    if (x instanceof Apply a && a.operation() == Operation.AHEAD) {
      return Formulas.ahead(of(table, order, a.operand(0)));
    }
    return Interner.intern(new Lookup(table, order, x));
  }

  public Table table() {
    return table;
  }

  public int order() {
    return order;
  }

  public Expr x() {
    return x;
  }

  Expr byParameter(Parameter parameter) {
    return of(table.derivative(parameter), order, x);
  }

  Expr byX() {
    return of(table, order + 1, x);
  }

  @Override
  public List<Expr> operands() {
    return List.of(x);
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Lookup l && l.order == order && l.x == x && l.table.equals(table);
  }
}
