package org.pushforward.engine.convolution;

import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Operation;

/**
 * Coordinates scale (x - shift) in which ends that parameters move stay where they are, so that a
 * cell of a table ends where a law does, at any parameters.
 *
 * @param scale above 0
 */
public record Frame(Expr shift, Expr scale) {
  /** x itself. */
  public static final Frame PLAIN = new Frame(Expr.of(0), Expr.of(1));

  /** In which an end that is at {@code at} at the reference stays there. */
  static Frame of(Expr end, double at, Expr scale) {
    return new Frame(end.minus(Expr.of(at).over(scale)), scale);
  }

  boolean isPlain() {
    return shift.is(0) && scale.is(1);
  }

  /** A point's coordinate. */
  Expr place(Expr x) {
    // At the upper edge of a bin as at any edge.
    if (x instanceof Apply a && a.operation() == Operation.AHEAD) {
      return Formulas.ahead(place(a.operands().get(0)));
    }
    return x.minus(shift).times(scale);
  }

  /** The point of a coordinate. */
  Expr point(Expr place) {
    return place.over(scale).plus(shift);
  }

  /** For a variable without ends, so that its sum with one in this frame is not shifted. */
  Frame opposite() {
    return new Frame(shift.negate(), scale);
  }

  /** Of the sum of two variables, each in a frame of this scale. */
  Frame plus(Frame other) {
    return equals(other.opposite())
        ? new Frame(Expr.of(0), scale)
        : new Frame(shift.plus(other.shift), scale);
  }
}
