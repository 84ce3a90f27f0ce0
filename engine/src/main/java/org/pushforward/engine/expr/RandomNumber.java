package org.pushforward.engine.expr;

import java.util.List;

/**
 * A uniform on (0, 1) or a standard normal: a function of (seed, stream, sample, draw, attempt),
 * see {@link org.pushforward.engine.random.Philox}. A row is a sample, of index and seed that its
 * block tells.
 */
public final class RandomNumber extends Expr {

  /** What it follows. */
  public enum Kind {
    UNIFORM,
    NORMAL
  }

  private final Kind kind;
  private final int stream;
  private final int draw;
  private final Expr attempt;

  private RandomNumber(Kind kind, int stream, int draw, Expr attempt) {
    super(true, 31 * (31 * (2 * stream + kind.ordinal()) + 7 * draw + 4) + attempt.hashCode());
    this.kind = kind;
    this.stream = stream;
    this.draw = draw;
    this.attempt = attempt;
  }

  /**
   * @param stream which child of the seed's stream
   */
  public static RandomNumber uniform(int stream, int draw) {
    return of(Kind.UNIFORM, stream, draw, Expr.of(0));
  }

  /**
   * @param attempt a whole number in [0, 2^32 - 1): which try of a {@link Rejection} it is for
   */
  public static RandomNumber of(Kind kind, int stream, int draw, Expr attempt) {
    return (RandomNumber) Interner.intern(new RandomNumber(kind, stream, draw, attempt));
  }

  public Kind kind() {
    return kind;
  }

  public int stream() {
    return stream;
  }

  public int draw() {
    return draw;
  }

  public Expr attempt() {
    return attempt;
  }

  @Override
  public List<Expr> operands() {
    return List.of(attempt);
  }

  @Override
  boolean same(Expr other) {
    return other instanceof RandomNumber r
        && r.kind == kind
        && r.stream == stream
        && r.draw == draw
        && r.attempt == attempt;
  }
}
