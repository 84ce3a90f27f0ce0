package org.pushforward.engine.expr;

import java.util.List;

/**
 * A uniform on (0, 1): a function of (seed, stream, sample, draw, attempt), see {@link
 * org.pushforward.engine.random.Philox}. A row is a sample, of index and seed that its block tells.
 */
public final class UniformDraw extends Expr {
  private final int stream;
  private final int draw;
  private final Expr attempt;

  private UniformDraw(int stream, int draw, Expr attempt) {
    super(true, 31 * (31 * stream + 7 * draw + 4) + attempt.hashCode());
    this.stream = stream;
    this.draw = draw;
    this.attempt = attempt;
  }

  /**
   * @param stream which child of the seed's stream
   */
  public static UniformDraw of(int stream, int draw) {
    return of(stream, draw, Expr.of(0));
  }

  /**
   * @param attempt a whole number in [0, 2^32 - 1): which try of a {@link Rejection} it is for
   */
  public static UniformDraw of(int stream, int draw, Expr attempt) {
    return (UniformDraw) Interner.intern(new UniformDraw(stream, draw, attempt));
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
    return other instanceof UniformDraw u
        && u.stream == stream
        && u.draw == draw
        && u.attempt == attempt;
  }
}
