package org.pushforward.engine.distribution;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pushforward.engine.expr.Expr;

/** Independent uniforms on (0, 1), and normals, of which draws are made. */
public interface Uniforms {

  /**
   * A value that may be drawn.
   *
   * @param accepted whether (not 0) it is
   * @param surely likewise, but 0 where a cheaper formula does not tell
   */
  record Proposal(Expr value, Expr accepted, Expr surely) {
    public Proposal(Expr value, Expr accepted) {
      this(value, accepted, accepted);
    }
  }

  /** Another one. */
  Expr next();

  /** A standard normal, independent of all else that is drawn. */
  Expr normal();

  /**
   * The first proposal that is accepted, NaN if none of the tries is.
   *
   * @param tries a power of two
   * @param proposal of the uniforms of one try
   * @param law the distribution function of what is accepted, or a function of it: by this the draw
   *     has its derivatives; null if there is none
   */
  Expr first(int tries, Function<Uniforms, Proposal> proposal, UnaryOperator<Expr> law);

  /** A draw whose formula jumps as parameters move, with derivatives by its law. */
  default Expr following(UnaryOperator<Expr> law, Expr draw) {
    return first(1, uniforms -> new Proposal(draw, Expr.of(1)), law);
  }
}
