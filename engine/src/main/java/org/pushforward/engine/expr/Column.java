package org.pushforward.engine.expr;

import java.util.List;

/** A column of data: one value for each row, or (of bins) for each edge. */
public final class Column extends Expr {
  private final String name;
  private final boolean edges;
  private final double low;
  private final double high;

  private Column(String name, boolean edges, double low, double high) {
    super(true, 31 * name.hashCode() + (edges ? 3 : 2));
    this.name = name;
    this.edges = edges;
    this.low = low;
    this.high = high;
  }

  public static Column of(String name) {
    return interned(name, false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * The edges of contiguous bins: a row's own value is its lower edge, {@link Formulas#ahead} its
   * upper one.
   */
  public static Column edges(String name) {
    return interned(name, true, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private static Column interned(String name, boolean edges, double low, double high) {
    return (Column) Interner.intern(new Column(name, edges, low, high));
  }

  /** This column, known to hold numbers of [low, high] alone: comparisons that decides vanish. */
  public Column within(double low, double high) {
    return interned(name, edges, low, high);
  }

  public String name() {
    return name;
  }

  public boolean isEdges() {
    return edges;
  }

  double low() {
    return low;
  }

  /** The least number that it is known not to exceed. */
  public double high() {
    return high;
  }

  @Override
  public List<Expr> operands() {
    return List.of();
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Column c
        && c.edges == edges
        && c.name.equals(name)
        && c.low == low
        && c.high == high;
  }
}
