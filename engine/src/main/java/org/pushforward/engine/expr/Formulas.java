package org.pushforward.engine.expr;

/** The functions a formula may use, as the language names them. */
public final class Formulas {
  private static final double SQRT_2_PI = 2.506628274631000502415765284811;
  private static final double SQRT_HALF = 0.70710678118654752440084436210485;

  private Formulas() {}

  public static Expr exp(Expr a) {
    return a instanceof Apply n && n.operation() == Operation.LOG
        ? n.operand(0)
        : Simplifier.build(Operation.EXP, a);
  }

  public static Expr expm1(Expr a) {
    return Simplifier.build(Operation.EXPM1, a);
  }

  public static Expr log(Expr a) {
    return a instanceof Apply n && n.operation() == Operation.EXP
        ? n.operand(0)
        : Simplifier.build(Operation.LOG, a);
  }

  public static Expr log1p(Expr a) {
    return Simplifier.build(Operation.LOG1P, a);
  }

  public static Expr sqrt(Expr a) {
    return Simplifier.build(Operation.SQRT, a);
  }

  public static Expr pow(Expr a, Expr b) {
    return Simplifier.pow(a, b);
  }

  public static Expr abs(Expr a) {
    return Simplifier.build(Operation.ABS, a);
  }

  public static Expr min(Expr a, Expr b) {
    return a == b ? a : Simplifier.build(Operation.MIN, a, b);
  }

  public static Expr max(Expr a, Expr b) {
    return a == b ? a : Simplifier.build(Operation.MAX, a, b);
  }

  public static Expr atan(Expr a) {
    return Simplifier.build(Operation.ATAN, a);
  }

  public static Expr erf(Expr a) {
    return Simplifier.build(Operation.ERF, a);
  }

  public static Expr erfc(Expr a) {
    return Simplifier.build(Operation.ERFC, a);
  }

  public static Expr erfcx(Expr a) {
    return Simplifier.build(Operation.ERFCX, a);
  }

  /** Phi(a), the standard normal distribution function. */
  public static Expr normalCdf(Expr a) {
    return Simplifier.build(Operation.NORMAL_CDF, a);
  }

  /** a Phi(a) + phi(a), the integral of Phi up to a. */
  public static Expr normalCdfIntegral(Expr a) {
    return Simplifier.build(Operation.NORMAL_CDF_INTEGRAL, a);
  }

  /** log Phi(a), right where Phi(a) underflows. */
  public static Expr logNormalCdf(Expr a) {
    return Simplifier.build(Operation.LOG_NORMAL_CDF, a);
  }

  public static Expr normalQuantile(Expr p) {
    return Simplifier.build(Operation.NORMAL_QUANTILE, p);
  }

  /** tan(pi (p - 1/2)), the inverse of the standard Cauchy law's distribution function. */
  public static Expr cauchyQuantile(Expr p) {
    return Simplifier.build(Operation.CAUCHY_QUANTILE, p);
  }

  /** exp(-a^2/2) / sqrt(2 pi). */
  public static Expr normalDensity(Expr a) {
    return exp(a.square().times(-0.5)).times(1 / SQRT_2_PI);
  }

  /** phi(a) / Phi(a), the slope of log Phi, without a quotient of vanishing numbers. */
  static Expr normalHazard(Expr a) {
    return Expr.of(2 / SQRT_2_PI).over(erfcx(a.times(-SQRT_HALF)));
  }

  /** 1 where a < b, else 0. */
  public static Expr less(Expr a, Expr b) {
    return a == b ? Expr.of(0) : Simplifier.build(Operation.LESS, a, b);
  }

  /** 1 where a <= b, else 0. */
  public static Expr lessOrEqual(Expr a, Expr b) {
    return a == b ? Expr.of(1) : Simplifier.build(Operation.LESS_OR_EQUAL, a, b);
  }

  /**
   * {@code yes} where the condition is not 0, else {@code no}. Both are computed: where one of them
   * is not finite, its derivative times 0 is NaN, so it has to be kept finite by its argument.
   */
  public static Expr select(Expr condition, Expr yes, Expr no) {
    return Simplifier.select(condition, yes, no);
  }

  /** a, taken as a constant by derivatives. */
  public static Expr stop(Expr a) {
    return a instanceof Constant ? a : Simplifier.build(Operation.STOP, a);
  }

  /** The value at the upper edge of a bin; {@code a} stands for the one at the lower edge. */
  public static Expr ahead(Expr a) {
    return a.varies() ? Apply.of(Operation.AHEAD, a) : a;
  }
}
