package org.pushforward.engine.expr;

/** The functions a formula may use, as the language names them. */
public final class Formulas {
  private Formulas() {}

  public static Expr exp(Expr a) {
    return a instanceof Apply n && n.operation() == Operation.LOG
        ? n.operand(0)
        : Simplifier.build(Operation.EXP, a);
  }

  /**
   * exp(a - max(a, b)), its derivative taken as if the maximum were a constant: of log(u exp(a) + v
   * exp(b)) = max(a, b) + log(u exp(a - max(a, b)) + v exp(b - max(a, b))) that is right.
   */
  public static Expr expBelowMax(Expr a, Expr b) {
    return Simplifier.build(Operation.EXP_BELOW_MAX, a, b);
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

  /** log(1 - exp(a)), a <= 0. */
  public static Expr log1mexp(Expr a) {
    return Simplifier.build(Operation.LOG1MEXP, a);
  }

  /** log(exp(a) + exp(b)), without overflow. */
  public static Expr logsumexp(Expr a, Expr b) {
    return Simplifier.build(Operation.LOGSUMEXP, a, b);
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

  /** The largest whole number that is not above a. */
  public static Expr floor(Expr a) {
    return Simplifier.build(Operation.FLOOR, a);
  }

  /** The whole number that a is, but for rounding to 2^-40 of it; else a. */
  public static Expr nearWhole(Expr a) {
    Expr nearest = floor(a.plus(0.5));
    Expr near = max(abs(nearest), Expr.of(1)).times(0x1p-40);
    return select(lessOrEqual(abs(a.minus(nearest)), near), nearest, a);
  }

  public static Expr min(Expr a, Expr b) {
    return atMost(a, b) ? a : atMost(b, a) ? b : Simplifier.build(Operation.MIN, a, b);
  }

  public static Expr max(Expr a, Expr b) {
    return atMost(b, a) ? a : atMost(a, b) ? b : Simplifier.build(Operation.MAX, a, b);
  }

  /** 1 / (1 + exp(-a)). */
  public static Expr sigmoid(Expr a) {
    return Simplifier.build(Operation.SIGMOID, a);
  }

  /** log(1 + exp(a)). */
  public static Expr softplus(Expr a) {
    return Simplifier.build(Operation.SOFTPLUS, a);
  }

  /** -log(1 + exp(-a)). */
  public static Expr logSigmoid(Expr a) {
    return Simplifier.build(Operation.LOG_SIGMOID, a);
  }

  public static Expr sinh(Expr a) {
    return Simplifier.build(Operation.SINH, a);
  }

  public static Expr cosh(Expr a) {
    return Simplifier.build(Operation.COSH, a);
  }

  public static Expr tanh(Expr a) {
    return Simplifier.build(Operation.TANH, a);
  }

  public static Expr asinh(Expr a) {
    return Simplifier.build(Operation.ASINH, a);
  }

  public static Expr acosh(Expr a) {
    return Simplifier.build(Operation.ACOSH, a);
  }

  public static Expr atanh(Expr a) {
    return Simplifier.build(Operation.ATANH, a);
  }

  /** 2^a. */
  public static Expr exp2(Expr a) {
    return Simplifier.build(Operation.EXP2, a);
  }

  public static Expr log2(Expr a) {
    return Simplifier.build(Operation.LOG2, a);
  }

  public static Expr log10(Expr a) {
    return Simplifier.build(Operation.LOG10, a);
  }

  public static Expr cbrt(Expr a) {
    return Simplifier.build(Operation.CBRT, a);
  }

  /** sqrt(a^2 + b^2), without overflow. */
  public static Expr hypot(Expr a, Expr b) {
    return Simplifier.build(Operation.HYPOT, a, b);
  }

  public static Expr sin(Expr a) {
    return Simplifier.build(Operation.SIN, a);
  }

  public static Expr cos(Expr a) {
    return Simplifier.build(Operation.COS, a);
  }

  public static Expr tan(Expr a) {
    return Simplifier.build(Operation.TAN, a);
  }

  public static Expr asin(Expr a) {
    return Simplifier.build(Operation.ASIN, a);
  }

  public static Expr acos(Expr a) {
    return Simplifier.build(Operation.ACOS, a);
  }

  /** The angle of the point (x, y), in [-pi, pi]. */
  public static Expr atan2(Expr y, Expr x) {
    return Simplifier.build(Operation.ATAN2, y, x);
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

  /** The derivative of erfcx, negative everywhere. */
  public static Expr erfcxSlope(Expr a) {
    return Slopes.ofErfcx(erfcx(a), a);
  }

  /** The inverse of erf. */
  public static Expr erfinv(Expr a) {
    return Simplifier.build(Operation.ERFINV, a);
  }

  /** Phi(a), the standard normal distribution function. */
  public static Expr normalCdf(Expr a) {
    return Simplifier.build(Operation.NORMAL_CDF, a);
  }

  /**
   * The integral of Phi(t / sd) over t up to y: sd (z Phi(z) + phi(z)), z = y / sd. Its derivative
   * by y is Phi(z), by sd phi(z).
   */
  public static Expr normalCdfIntegral(Expr y, Expr sd) {
    return Simplifier.build(Operation.NORMAL_CDF_INTEGRAL, y, sd);
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

  /** log |Gamma(a)|. */
  public static Expr lgamma(Expr a) {
    return Simplifier.build(Operation.LGAMMA, a);
  }

  /** The derivative of log Gamma. */
  public static Expr digamma(Expr a) {
    return Simplifier.build(Operation.DIGAMMA, a);
  }

  /** The derivative of digamma. */
  public static Expr trigamma(Expr a) {
    return Simplifier.build(Operation.TRIGAMMA, a);
  }

  /** log B(a, b) = lgamma(a) + lgamma(b) - lgamma(a + b), a and b >= 0. */
  public static Expr lbeta(Expr a, Expr b) {
    return Simplifier.build(Operation.LBETA, a, b);
  }

  /** P(a, x), the regularised incomplete gamma function, for x up from 0. */
  public static Expr gammaP(Expr a, Expr x) {
    return Simplifier.build(Operation.GAMMA_P, a, x);
  }

  /** Q(a, x) = 1 - P(a, x). */
  public static Expr gammaQ(Expr a, Expr x) {
    return Simplifier.build(Operation.GAMMA_Q, a, x);
  }

  /** log P(a, x), right where P underflows. */
  public static Expr logGammaP(Expr a, Expr x) {
    return Simplifier.build(Operation.LOG_GAMMA_P, a, x);
  }

  /** log Q(a, x), right where Q underflows. */
  public static Expr logGammaQ(Expr a, Expr x) {
    return Simplifier.build(Operation.LOG_GAMMA_Q, a, x);
  }

  /** log(x^(a - 1) exp(-x) / Gamma(a)), of the derivative of P(a, x) by x. */
  public static Expr logGammaPDerivative(Expr a, Expr x) {
    return Simplifier.build(Operation.LOG_GAMMA_P_DERIVATIVE, a, x);
  }

  /** The derivative of P(a, x) by a. */
  public static Expr gammaPByShape(Expr a, Expr x) {
    return Simplifier.build(Operation.GAMMA_P_BY_SHAPE, a, x);
  }

  /** The derivative of log P(a, x) by a. */
  public static Expr logGammaPByShape(Expr a, Expr x) {
    return Simplifier.build(Operation.LOG_GAMMA_P_BY_SHAPE, a, x);
  }

  /** The derivative of log Q(a, x) by a. */
  public static Expr logGammaQByShape(Expr a, Expr x) {
    return Simplifier.build(Operation.LOG_GAMMA_Q_BY_SHAPE, a, x);
  }

  /** The x with P(a, x) = p. */
  public static Expr gammaPInv(Expr a, Expr p) {
    return Simplifier.build(Operation.GAMMA_P_INV, a, p);
  }

  /** The x with Q(a, x) = q. */
  public static Expr gammaQInv(Expr a, Expr q) {
    return Simplifier.build(Operation.GAMMA_Q_INV, a, q);
  }

  /** I(x; a, b), the regularised incomplete beta function, for x in [0, 1]. */
  public static Expr ibeta(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.IBETA, a, b, x);
  }

  /** 1 - I(x; a, b). */
  public static Expr ibetac(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.IBETAC, a, b, x);
  }

  /** The x with ibeta(a, b, x) = p, for 0 < p < 1. */
  public static Expr ibetaInv(Expr a, Expr b, Expr p) {
    return ibetaRoot(a, b, less(p, Expr.of(0.5)), log(p), log1p(p.negate()));
  }

  /** The x with ibetac(a, b, x) = q, for 0 < q < 1. */
  public static Expr ibetacInv(Expr a, Expr b, Expr q) {
    return ibetaRoot(a, b, less(Expr.of(0.5), q), log1p(q.negate()), log(q));
  }

  /** The x where the logarithm of the smaller of ibeta and ibetac is as given. */
  private static Expr ibetaRoot(Expr a, Expr b, Expr isLower, Expr lower, Expr upper) {
    return Root.of(
        x -> select(isLower, logIbeta(a, b, x).minus(lower), upper.minus(logIbetac(a, b, x))),
        a.over(a.plus(b)),
        Expr.of(0),
        Expr.of(1));
  }

  /** log I(x; a, b), right where I underflows. */
  public static Expr logIbeta(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.LOG_IBETA, a, b, x);
  }

  /** log(1 - I(x; a, b)), right where that underflows. */
  public static Expr logIbetac(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.LOG_IBETAC, a, b, x);
  }

  /** log(x^(a - 1) (1 - x)^(b - 1) / B(a, b)), of the derivative of I by x. */
  public static Expr logIbetaDerivative(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.LOG_IBETA_DERIVATIVE, a, b, x);
  }

  /** The derivative of I(x; a, b) by a. */
  public static Expr ibetaByFirst(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.IBETA_BY_FIRST, a, b, x);
  }

  /** The derivative of I(x; a, b) by b. */
  public static Expr ibetaBySecond(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.IBETA_BY_SECOND, a, b, x);
  }

  /** The derivative of log I(x; a, b) by a. */
  public static Expr logIbetaByFirst(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.LOG_IBETA_BY_FIRST, a, b, x);
  }

  /** The derivative of log I(x; a, b) by b. */
  public static Expr logIbetaBySecond(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.LOG_IBETA_BY_SECOND, a, b, x);
  }

  /** The derivative of log(1 - I(x; a, b)) by a. */
  public static Expr logIbetacByFirst(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.LOG_IBETAC_BY_FIRST, a, b, x);
  }

  /** The derivative of log(1 - I(x; a, b)) by b. */
  public static Expr logIbetacBySecond(Expr a, Expr b, Expr x) {
    return Simplifier.build(Operation.LOG_IBETAC_BY_SECOND, a, b, x);
  }

  /** The modified Bessel function of the first kind and order 0. */
  public static Expr besselI0(Expr a) {
    return Simplifier.build(Operation.BESSEL_I0, a);
  }

  /** The modified Bessel function of the first kind and order 1. */
  public static Expr besselI1(Expr a) {
    return Simplifier.build(Operation.BESSEL_I1, a);
  }

  /** exp(-|a|) I0(a). */
  public static Expr besselI0e(Expr a) {
    return Simplifier.build(Operation.BESSEL_I0E, a);
  }

  /** exp(-|a|) I1(a). */
  public static Expr besselI1e(Expr a) {
    return Simplifier.build(Operation.BESSEL_I1E, a);
  }

  /** The derivative of exp(-a) I0(a), a >= 0. */
  public static Expr besselI0eSlope(Expr a) {
    return Slopes.besselGap(a).negate();
  }

  /** The real part of Faddeeva's w(x + i y) = exp(-z^2) erfc(-i z). */
  public static Expr faddeevaRe(Expr x, Expr y) {
    return Simplifier.build(Operation.FADDEEVA_RE, x, y);
  }

  /** The imaginary part of Faddeeva's w(x + i y). */
  public static Expr faddeevaIm(Expr x, Expr y) {
    return Simplifier.build(Operation.FADDEEVA_IM, x, y);
  }

  /** exp(-a^2/2) / sqrt(2 pi). */
  public static Expr normalDensity(Expr a) {
    return Simplifier.build(Operation.NORMAL_DENSITY, a);
  }

  /** 1 where a < b, else 0. */
  public static Expr less(Expr a, Expr b) {
    return atMost(b, a)
        ? Expr.of(0)
        : upper(a) < lower(b) ? Expr.of(1) : Simplifier.build(Operation.LESS, a, b);
  }

  /** 1 where a <= b, else 0. */
  public static Expr lessOrEqual(Expr a, Expr b) {
    return atMost(a, b) ? Expr.of(1) : Simplifier.build(Operation.LESS_OR_EQUAL, a, b);
  }

  /** Whether a <= b is certain, from what columns are known to hold. */
  private static boolean atMost(Expr a, Expr b) {
    return a == b || upper(a) <= lower(b);
  }

  private static double lower(Expr a) {
    return a instanceof Constant c
        ? c.value()
        : a instanceof Column c
            ? c.low()
            : isUniform(a) ? 0 : isAhead(a) ? lower(a.operands().get(0)) : Double.NaN;
  }

  private static double upper(Expr a) {
    return a instanceof Constant c
        ? c.value()
        : a instanceof Column c
            ? c.high()
            : isUniform(a) ? 1 : isAhead(a) ? upper(a.operands().get(0)) : Double.NaN;
  }

  private static boolean isUniform(Expr a) {
    return a instanceof RandomNumber r && r.kind() == RandomNumber.Kind.UNIFORM;
  }

  private static boolean isAhead(Expr a) {
    return a instanceof Apply n && n.operation() == Operation.AHEAD;
  }

  /**
   * {@code yes} where the condition is not 0, else {@code no}. Both are computed: where one of them
   * is not finite, its derivative times 0 is NaN, so it has to be kept finite by its argument.
   */
  public static Expr select(Expr condition, Expr yes, Expr no) {
    return Simplifier.select(condition, yes, no);
  }

  /**
   * a, taken as a constant by derivatives: a shift that values do not depend on. Printed formulas
   * have 0 in its place.
   */
  public static Expr stop(Expr a) {
    return a instanceof Constant ? a : Simplifier.build(Operation.STOP, a);
  }

  /** The value at the upper edge of a bin; {@code a} stands for the one at the lower edge. */
  public static Expr ahead(Expr a) {
    return a.varies() ? Apply.of(Operation.AHEAD, a) : a;
  }
}
