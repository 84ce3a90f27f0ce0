package org.pushforward.engine.moment;

/**
 * A number and how well it is known.
 *
 * @param value NaN where it does not exist, infinite where it is
 * @param standardError one standard deviation of a sampled value, the error estimate of an
 *     integrated or summed one, 0 of an exact one
 * @param evaluations places or samples that integrands were evaluated at
 */
public record Estimate(double value, double standardError, Method method, long evaluations) {

  /** A value of a closed form. */
  public static Estimate exact(double value) {
    return new Estimate(value, 0, Method.EXACT, 0);
  }
}
