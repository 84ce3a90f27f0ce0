package org.pushforward.engine.expr;

import java.util.List;

/** A column of data: one value for each row, or (of bins) for each edge. */
public final class Column extends Expr {
  private final String name;
  private final boolean edges;

  private Column(String name, boolean edges) {
    super(true, 31 * name.hashCode() + (edges ? 3 : 2));
    this.name = name;
    this.edges = edges;
  }

  public static Column of(String name) {
    return (Column) Interner.intern(new Column(name, false));
  }

  /**
   * The edges of contiguous bins: a row's own value is its lower edge, {@link Formulas#ahead} its
   * upper one.
   */
  public static Column edges(String name) {
    return (Column) Interner.intern(new Column(name, true));
  }

  public String name() {
    return name;
  }

  public boolean isEdges() {
    return edges;
  }

  @Override
  public List<Expr> operands() {
    return List.of();
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Column c && c.edges == edges && c.name.equals(name);
  }
}
