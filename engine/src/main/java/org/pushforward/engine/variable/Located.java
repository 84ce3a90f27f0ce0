package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.abs;

import java.util.Optional;
import org.pushforward.engine.bijector.Affine;
import org.pushforward.engine.bijector.Log;
import org.pushforward.engine.bijector.Power;
import org.pushforward.engine.bijector.Scale;
import org.pushforward.engine.bijector.Shift;
import org.pushforward.engine.distribution.Exponential;
import org.pushforward.engine.distribution.HalfNormal;
import org.pushforward.engine.distribution.Voigt;
import org.pushforward.engine.expr.Expr;

/**
 * location + factor scale X, the form that named laws have which are images of a standard one.
 *
 * @param scale known to be positive, where parameters may decide the sign of the factor
 * @param standard X, of no sum
 */
record Located(Expr location, Expr factor, Expr scale, RandomVariable standard) {
  private static final Expr ONE = Expr.of(1);
  private static final RandomVariable INVERSE_SQUARE =
      new Pushed(new Power(Expr.of(-2), false), new Draw(new HalfNormal(ONE)));
  private static final RandomVariable LOG_EXPONENTIAL =
      new Pushed(new Log(), new Draw(new Exponential(ONE)));

  /** A law by its location and its positive scale; gamma is Voigt's. */
  record Law(Expr location, Expr scale, Expr gamma) {}

  static Optional<Law> levy(RandomVariable variable) {
    Located v = of(variable);
    return v.standard.equals(INVERSE_SQUARE) && v.factor.constantOrNaN() > 0
        ? Optional.of(v.law(v.factor))
        : Optional.empty();
  }

  static Optional<Law> gumbel(RandomVariable variable) {
    Located v = of(variable);
    return v.standard.equals(LOG_EXPONENTIAL) && v.factor.constantOrNaN() < 0
        ? Optional.of(v.law(v.factor.negate()))
        : Optional.empty();
  }

  static Optional<Law> voigt(RandomVariable variable) {
    Located v = of(variable);
    Law law = v.law(abs(v.factor));
    return v.standard instanceof Draw draw && draw.law() instanceof Voigt voigt
        ? Optional.of(new Law(law.location, law.scale, law.scale.times(voigt.gamma())))
        : Optional.empty();
  }

  private Law law(Expr positive) {
    return new Law(location, positive.times(scale), Expr.of(0));
  }

  private static Located of(RandomVariable variable) {
    if (variable instanceof Pushed pushed) {
      Located x = of(pushed.variable());
      if (pushed.map() instanceof Affine map) {
        Expr location = map.shift().plus(map.scale().times(x.location));
        return new Located(location, map.scale().times(x.factor), x.scale, x.standard);
      }
      if (pushed.map() instanceof Shift map) {
        return new Located(map.shift().plus(x.location), x.factor, x.scale, x.standard);
      }
      if (pushed.map() instanceof Scale map) {
        Expr location = map.scale().times(x.location);
        return new Located(location, x.factor, map.scale().times(x.scale), x.standard);
      }
    }
    return new Located(Expr.of(0), ONE, ONE, ofSum(variable, ""));
  }

  /** The variable, with this for what its law says that it is the sum of. */
  static RandomVariable ofSum(RandomVariable variable, String sum) {
    if (variable instanceof Pushed pushed) {
      return new Pushed(pushed.map(), ofSum(pushed.variable(), sum));
    }
    return variable instanceof Draw draw ? new Draw(draw.law(), sum) : variable;
  }
}
