package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.select;

import org.pushforward.engine.expr.Expr;

/**
 * The law of location + scale Z that knows the integral of the distribution function F of Z, so
 * that a uniform variable may be added in closed form. All is stated for narrow windows as for wide
 * ones, which differences of F or of its integral are not.
 */
public interface Windowed extends Distribution {

  /** [v, u], with its width w = u - v, which that difference may have lost. */
  record Window(Expr u, Expr v, Expr w) {
    public Window over(Expr scale) {
      return new Window(u.over(scale), v.over(scale), w.over(scale));
    }

    /** The window mirrored at 0 where the condition holds. */
    public Window mirroredIf(Expr condition) {
      return new Window(select(condition, v.negate(), u), select(condition, u.negate(), v), w);
    }
  }

  default Expr location() {
    return Expr.of(0);
  }

  Expr scale();

  /** Whether F(-z) = 1 - F(z): then windows are asked for that have u + v <= 0. */
  default boolean isMirrored() {
    return false;
  }

  /** log(F(u) - F(v)). */
  Expr logMass(Window window);

  /** Integral of F over the window. */
  Expr cdfIntegral(Window window);

  /** Integral of 1 - F over the window; not asked for where that follows from symmetry. */
  Expr survivalIntegral(Window window);
}
