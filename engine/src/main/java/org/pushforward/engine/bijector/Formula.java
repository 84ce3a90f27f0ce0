package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.log;

import java.util.Optional;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Monotone;
import org.pushforward.engine.expr.Operation;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.expr.Substitution;

/**
 * y = f(x), any formula on a piece of the line where it rises or falls; log |dy/dx| = log |f'(x)|,
 * f' derived.
 *
 * @param piece where it is so
 * @param inverse the inverse, as a formula of x in the place of y; where there is none it is a root
 */
public record Formula(Expr formula, Parameter x, Monotone.Piece piece, Optional<Expr> inverse)
    implements Bijector {

  @Override
  public Image forward(Expr at) {
    // At infinity f need not be a number, but its limit is known.
    Expr value =
        Double.isInfinite(at.constantOrNaN())
            ? Expr.of(at.is(piece.low()) ? piece.first() : piece.last())
            : value(at);
    return new Image(value, logDet(at));
  }

  /** f(x), x anywhere. */
  public Expr value(Expr at) {
    return Substitution.of(formula, x, at);
  }

  private Expr logDet(Expr at) {
    return log(abs(Substitution.of(Derivative.of(formula, x), x, at)));
  }

  @Override
  public Expr preimage(Expr y) {
    if (inverse.isPresent()) {
      return Substitution.of(inverse.get(), x, y);
    }
    // What is ahead of a row is at another, and so is the whole search for its preimage.
    if (y instanceof Apply ahead && ahead.operation() == Operation.AHEAD) {
      return Formulas.ahead(preimage(ahead.operands().get(0)));
    }
    return Root.of(
        at -> piece.isRising() ? value(at).minus(y) : y.minus(value(at)),
        Expr.of(inner()),
        Expr.of(piece.low()),
        Expr.of(piece.high()));
  }

  /** A point inside the piece. */
  public double inner() {
    double low = piece.low();
    double high = piece.high();
    if (Double.isInfinite(low)) {
      return Double.isInfinite(high) ? 0 : high - 1;
    }
    return Double.isInfinite(high) ? low + 1 : low + (high - low) / 2;
  }

  @Override
  public Expr rises() {
    return Expr.of(piece.isRising() ? 1 : 0);
  }

  @Override
  public Interval domain() {
    return new Interval(piece.low(), piece.high());
  }

  @Override
  public Interval range() {
    return new Interval(
        Math.min(piece.first(), piece.last()), Math.max(piece.first(), piece.last()));
  }
}
