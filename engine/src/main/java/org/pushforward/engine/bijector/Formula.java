package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.log;

import java.util.Optional;
import java.util.stream.Stream;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Constant;
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
            ? at == piece.low() ? piece.first() : piece.last()
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
        inner(),
        piece.low(),
        piece.high());
  }

  /** A point inside the piece. */
  public Expr inner() {
    Expr low = piece.low();
    Expr high = piece.high();
    if (Double.isInfinite(low.constantOrNaN())) {
      return Double.isInfinite(high.constantOrNaN()) ? Expr.of(0) : high.minus(1);
    }
    return Double.isInfinite(high.constantOrNaN())
        ? low.plus(1)
        : low.plus(high.minus(low).times(0.5));
  }

  @Override
  public Expr rises() {
    return Expr.of(piece.isRising() ? 1 : 0);
  }

  /** The least limit of the formula on the piece. */
  public Expr least() {
    return piece.isRising() ? piece.first() : piece.last();
  }

  /** The greatest. */
  public Expr most() {
    return piece.isRising() ? piece.last() : piece.first();
  }

  /** Whether no parameter moves the ends of its domain and range. */
  public boolean isFixed() {
    return Stream.of(piece.low(), piece.high(), piece.first(), piece.last())
        .allMatch(end -> end instanceof Constant);
  }

  /** If it is fixed. */
  @Override
  public Interval domain() {
    return new Interval(piece.low().constantOrNaN(), piece.high().constantOrNaN());
  }

  /** If it is fixed. */
  @Override
  public Interval range() {
    return new Interval(least().constantOrNaN(), most().constantOrNaN());
  }
}
