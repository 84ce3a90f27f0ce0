package org.pushforward.engine.variable;

import org.pushforward.engine.bijector.Affine;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.Exp;
import org.pushforward.engine.bijector.Log;
import org.pushforward.engine.bijector.Power;
import org.pushforward.engine.bijector.Scale;
import org.pushforward.engine.distribution.Exponential;
import org.pushforward.engine.distribution.Normal;
import org.pushforward.engine.expr.Expr;

/** Laws that are images of others: with E exponential of rate 1 and N standard normal. */
final class Laws {
  private static final RandomVariable E = new Draw(new Exponential(Expr.of(1)));
  private static final double ROOT_TWO = 1.4142135623730951;

  private Laws() {}

  /** exp(mean + sd N). */
  static RandomVariable logNormal(Expr mean, Expr sd) {
    return new Pushed(new Exp(), new Draw(new Normal(mean, sd)));
  }

  /** scale E^(1 / shape): P(X > x) = exp(-(x / scale)^shape). */
  static RandomVariable weibull(Expr shape, Expr scale) {
    return scaled(scale, new Power(Expr.of(1).over(shape), true), E);
  }

  /** scale E^(-1 / shape): P(X <= x) = exp(-(x / scale)^-shape). */
  static RandomVariable frechet(Expr shape, Expr scale) {
    return scaled(scale, new Power(Expr.of(-1).over(shape), false), E);
  }

  /** location - scale log E: P(X <= x) = exp(-exp(-(x - location) / scale)). */
  static RandomVariable gumbel(Expr location, Expr scale) {
    return new Pushed(new Affine(location, Expr.of(-1)), scaled(scale, new Log(), E));
  }

  /** scale (2 E)^(1 / 2): P(X > x) = exp(-(x / scale)^2 / 2). */
  static RandomVariable rayleigh(Expr scale) {
    return scaled(scale.times(ROOT_TWO), new Power(Expr.of(0.5), true), E);
  }

  /** minimum exp(E / shape): P(X > x) = (x / minimum)^-shape. */
  static RandomVariable pareto(Expr minimum, Expr shape) {
    return scaled(minimum, new Exp(), new Draw(new Exponential(shape)));
  }

  private static RandomVariable scaled(Expr scale, Bijector map, RandomVariable variable) {
    return new Pushed(new Scale(scale), new Pushed(map, variable));
  }
}
