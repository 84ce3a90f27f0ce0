package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;

import org.pushforward.engine.expr.Expr;

/** The interval that a law is confined to; its density may jump at the ends. */
public record Support(Expr low, Expr high) {

  /** Of laws that reach everywhere, or whose ends nobody needs to know. */
  public static final Support LINE =
      new Support(Expr.of(Double.NEGATIVE_INFINITY), Expr.of(Double.POSITIVE_INFINITY));

  /** [0, inf). */
  public static final Support POSITIVE = new Support(Expr.of(0), Expr.of(Double.POSITIVE_INFINITY));

  /** [0, 1]. */
  public static final Support UNIT = new Support(Expr.of(0), Expr.of(1));

  /** That of a sum of independent variables. */
  public Support plus(Support other) {
    return new Support(sum(low, other.low), sum(high, other.high));
  }

  /** What both have in common. */
  public Support within(Support other) {
    return new Support(max(low, other.low), min(high, other.high));
  }

  /** From the lower of the low ends to the higher of the high ones. */
  public Support hull(Support other) {
    return new Support(min(low, other.low), max(high, other.high));
  }

  /** Where an end is infinite: nowhere, as a constant, if its formula holds no infinity. */
  public static Expr isInfinite(Expr end) {
    return holdsInfinity(end) ? less(Expr.of(Double.MAX_VALUE), abs(end)) : Expr.of(0);
  }

  private static boolean holdsInfinity(Expr e) {
    return Double.isInfinite(e.constantOrNaN())
        || e.operands().stream().anyMatch(Support::holdsInfinity);
  }

  /** Infinity whatever parameters add to it. */
  private static Expr sum(Expr a, Expr b) {
    return Double.isInfinite(a.constantOrNaN())
        ? a
        : Double.isInfinite(b.constantOrNaN()) ? b : a.plus(b);
  }
}
