package org.pushforward.engine.expr;

import java.util.List;

/**
 * A uniform on (0, 1): a function of (seed, stream, sample, draw), see {@link
 * org.pushforward.engine.random.Philox}. A row is a sample, of index and seed that its block tells.
 */
public final class UniformDraw extends Expr {
  private final int stream;
  private final int draw;

  private UniformDraw(int stream, int draw) {
    super(true, 31 * stream + 7 * draw + 4);
    this.stream = stream;
    this.draw = draw;
  }

  /**
   * @param stream which child of the seed's stream
   */
  public static UniformDraw of(int stream, int draw) {
    return (UniformDraw) Interner.intern(new UniformDraw(stream, draw));
  }

  public int stream() {
    return stream;
  }

  public int draw() {
    return draw;
  }

  @Override
  public List<Expr> operands() {
    return List.of();
  }

  @Override
  boolean same(Expr other) {
    return other instanceof UniformDraw u && u.stream == stream && u.draw == draw;
  }
}
