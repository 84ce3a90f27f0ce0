package org.pushforward.engine.expr;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The first of a row's proposals that is accepted; NaN if none of the first {@link #tries} is.
 *
 * <p>Value and acceptance are formulas of uniforms that depend on the number of the try, 0, 1, ..;
 * see {@link RandomNumber#attempt}. What is accepted has a law of distribution function F, whatever
 * the proposals: as the parameters move, a draw stays at its F, so dx/dtheta = -(dF/dtheta) /
 * (dF/dx), although the accepted try jumps.
 */
public final class Rejection extends Expr implements Implicit {
  private static final Parameter UNKNOWN = Parameter.of("?x");

  private final Parameter attempt;
  private final List<Expr> operands;
  private final int tries;
  private final UnaryOperator<Expr> law;

  private Rejection(Parameter attempt, List<Expr> operands, int tries, UnaryOperator<Expr> law) {
    super(true, 31 * operands.hashCode() + 6);
    this.attempt = attempt;
    this.operands = operands;
    this.tries = tries;
    this.law = law;
  }

  /**
   * @param attempt stands for the number of the try; another one than that of a rejection inside
   * @param value of a try
   * @param accepted not 0 where the try is
   * @param surely a cheaper formula that is not 0 at most where {@code accepted} is not
   * @param law F, but for a constant; null if the law has none, when it has no derivatives
   */
  public static Expr of(
      Parameter attempt,
      Expr value,
      Expr accepted,
      Expr surely,
      int tries,
      UnaryOperator<Expr> law) {
    return Interner.intern(new Rejection(attempt, List.of(value, accepted, surely), tries, law));
  }

  /** What stands for the number of the try in {@link #value} and {@link #accepted}. */
  public Parameter attempt() {
    return attempt;
  }

  public Expr value() {
    return operands.get(0);
  }

  public Expr accepted() {
    return operands.get(1);
  }

  public Expr surely() {
    return operands.get(2);
  }

  public int tries() {
    return tries;
  }

  /** F, or null. */
  UnaryOperator<Expr> law() {
    return law;
  }

  @Override
  public Parameter unknown() {
    return UNKNOWN;
  }

  @Override
  public List<Expr> equations() {
    // What has no law depends on what its proposals do.
    return List.of(law == null ? value().plus(accepted()) : law.apply(UNKNOWN));
  }

  @Override
  public List<Expr> atThemselves() {
    if (law == null) {
      throw new UnsupportedOperationException("the law of what is drawn has no derivatives");
    }
    return List.of(law.apply(this));
  }

  @Override
  public List<Rejection> nodes() {
    return List.of(this);
  }

  @Override
  public List<Expr> operands() {
    return operands;
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Rejection r
        && r.attempt == attempt
        && r.tries == tries
        && r.operands.equals(operands);
  }
}
