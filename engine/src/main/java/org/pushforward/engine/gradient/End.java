package org.pushforward.engine.gradient;

import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.variable.RandomVariable;

/**
 * An end b of what a symbol may be, seen through T that is infinite there: |x| if b is infinite,
 * else 2^e / |x - b|, 2^e <= |b| (1 if b = 0).
 *
 * @param isHigh whether x lies below it
 */
record End(double at, boolean isHigh) {
  private static final double GOLDEN = 0.6180339887498949;
  private static final double WIDTH = 0x1p-12;

  /** Where a law lies at these parameters. */
  static Bounds support(RandomVariable law, Map<Parameter, Double> parameters) {
    return Bounds.between(
        value(law.support().low(), parameters), value(law.support().high(), parameters));
  }

  /** Both ends of a law. */
  static List<End> of(RandomVariable law, Map<Parameter, Double> parameters) {
    Bounds support = support(law, parameters);
    return List.of(new End(support.low(), false), new End(support.high(), true));
  }

  private static double value(Expr e, Map<Parameter, Double> parameters) {
    return new Rows(e, List.of(), parameters).values(new double[1][0])[0];
  }

  boolean isFinite() {
    return Double.isFinite(at);
  }

  /** Whether numbers are about 2^-52 apart there, so that T has an end. */
  boolean isCoarse() {
    return isFinite() && at != 0;
  }

  /** How far T goes, in octaves. */
  int octaves() {
    return isCoarse() ? 48 : 300;
  }

  /** The x of a T. */
  double x(double t) {
    return (isHigh ? 1 : -1) * (isFinite() ? -Math.scalb(1.0, scale()) / t : t)
        + (isFinite() ? at : 0);
  }

  /**
   * Places just beyond T = 2^bits: uneven ones, so that a wave has its crests among them, or the
   * one that is exact.
   */
  double[] places(int bits) {
    double[] places = new double[isCoarse() ? 1 : 64];
    for (int i = 0; i < places.length; i++) {
      places[i] = x(Math.scalb(1 + WIDTH * (i + i * i * GOLDEN % 1), bits));
    }
    return places;
  }

  /** T at x. */
  double t(double x) {
    return isFinite() ? Math.scalb(1.0, scale()) / Math.abs(x - at) : Math.abs(x);
  }

  private int scale() {
    return at == 0 ? 0 : Math.getExponent(at);
  }
}
