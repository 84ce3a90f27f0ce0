package org.pushforward.engine.elementary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Every elementary function with the largest error in ulp and the number of operations promised.
 */
enum ElementaryFunction {
  EXP("exp", 1, 25, (p, x, y) -> Exponential.exp(p, x)),
  EXPM1("expm1", 1.5, 35, (p, x, y) -> Exponential.expm1(p, x)),
  LOG("log", 1, 69, (p, x, y) -> Logarithm.log(p, x)),
  LOG1P("log1p", 1.5, 43, (p, x, y) -> Logarithm.log1p(p, x)),
  LOG1MEXP("log1mexp", 2, 105, (p, x, y) -> Logarithm.log1mexp(p, x)),
  LOGSUMEXP("logsumexp", 2, 79, Logarithm::logsumexp),
  EXP2("exp2", 1, 24, (p, x, y) -> Exponential.exp2(p, x)),
  LOG2("log2", 1, 45, (p, x, y) -> Logarithm.log2(p, x)),
  LOG10("log10", 1, 47, (p, x, y) -> Logarithm.log10(p, x)),
  CBRT("cbrt", 1, 50, (p, x, y) -> Root.cbrt(p, x)),
  HYPOT("hypot", 1, 31, Root::hypot),
  POW("pow", 2, 124, (p, x, y) -> Power.pow(p, x, y)),
  SIGMOID("sigmoid", 2, 27, (p, x, y) -> Sigmoid.sigmoid(p, x)),
  SOFTPLUS("softplus", 2, 56, (p, x, y) -> Sigmoid.softplus(p, x)),
  LOG_SIGMOID("logSigmoid", 2, 58, (p, x, y) -> Sigmoid.logSigmoid(p, x)),
  SINH("sinh", 2, 35, (p, x, y) -> Hyperbolic.sinh(p, x)),
  COSH("cosh", 2, 31, (p, x, y) -> Hyperbolic.cosh(p, x)),
  TANH("tanh", 2, 39, (p, x, y) -> Hyperbolic.tanh(p, x)),
  ASINH("asinh", 2, 50, (p, x, y) -> Hyperbolic.asinh(p, x)),
  ACOSH("acosh", 2, 48, (p, x, y) -> Hyperbolic.acosh(p, x)),
  ATANH("atanh", 2, 50, (p, x, y) -> Hyperbolic.atanh(p, x)),
  SIN("sin", 1, 192, (p, x, y) -> Circular.sin(p, x)),
  COS("cos", 1, 191, (p, x, y) -> Circular.cos(p, x)),
  TAN("tan", 1.5, 206, (p, x, y) -> Circular.tan(p, x)),
  ASIN("asin", 2, 28, (p, x, y) -> Trigonometric.asin(p, x)),
  ACOS("acos", 2, 32, (p, x, y) -> Trigonometric.acos(p, x)),
  ATAN2("atan2", 2, 61, Trigonometric::atan2),
  ATAN("atan", 2, 33, (p, x, y) -> Trigonometric.atan(p, x)),
  ERF("erf", 4, 56, (p, x, y) -> ErrorFunction.erf(p, x)),
  ERFC("erfc", 4, 70, (p, x, y) -> ErrorFunction.erfc(p, x)),
  ERFCX("erfcx", 4, 77, (p, x, y) -> ErrorFunction.erfcx(p, x)),
  ERFINV("erfinv", 3, 173, (p, x, y) -> ErrorFunction.erfinv(p, x)),
  NORMAL_DENSITY("normalDensity", 2, 26, (p, x, y) -> NormalLaw.normalDensity(p, x)),
  NORMAL_CDF_INTEGRAL("normalCdfIntegral", 4, 68, NormalLaw::normalCdfIntegral),
  NORMAL_CDF("normalCdf", 4, 69, (p, x, y) -> NormalLaw.normalCdf(p, x)),
  LOG_NORMAL_CDF("logNormalCdf", 4, 107, (p, x, y) -> NormalLaw.logNormalCdf(p, x)),
  NORMAL_QUANTILE("normalQuantile", 3, 175, (p, x, y) -> NormalLaw.normalQuantile(p, x)),
  CAUCHY_QUANTILE("cauchyQuantile", 3, 28, (p, x, y) -> Trigonometric.cauchyQuantile(p, x)),
  LGAMMA("lgamma", 4, 237, (p, x, y) -> Gamma.lgamma(p, x)),
  DIGAMMA("digamma", 8, 167, (p, x, y) -> Gamma.digamma(p, x)),
  TRIGAMMA("trigamma", 8, 89, (p, x, y) -> Gamma.trigamma(p, x)),
  LBETA("lbeta", 16, 467, Gamma::lbeta),
  GAMMA_P("gammaP", 64, 492, IncompleteGamma::lower),
  GAMMA_Q("gammaQ", 64, 488, IncompleteGamma::upper),
  LOG_GAMMA_P("logGammaP", 64, 607, IncompleteGamma::logLower),
  LOG_GAMMA_Q("logGammaQ", 64, 676, IncompleteGamma::logUpper),
  LOG_GAMMA_P_DERIVATIVE("logGammaPDerivative", 64, 267, IncompleteGamma::logSlope),
  GAMMA_P_BY_SHAPE("gammaPByShape", 64, 631, IncompleteGamma::byShape),
  LOG_GAMMA_P_BY_SHAPE("logGammaPByShape", 64, 632, IncompleteGamma::logLowerByShape),
  LOG_GAMMA_Q_BY_SHAPE("logGammaQByShape", 64, 748, IncompleteGamma::logUpperByShape),
  GAMMA_P_INV("gammaPInv", 64, 4781, IncompleteGamma::lowerInverse),
  GAMMA_Q_INV("gammaQInv", 64, 4781, IncompleteGamma::upperInverse),
  IBETA("ibeta", 64, 2039, IncompleteBeta::lower),
  IBETAC("ibetac", 64, 2039, IncompleteBeta::upper),
  LOG_IBETA("logIbeta", 64, 2228, IncompleteBeta::logLower),
  LOG_IBETAC("logIbetac", 64, 2229, IncompleteBeta::logUpper),
  LOG_IBETA_DERIVATIVE("logIbetaDerivative", 64, 928, IncompleteBeta::logSlope),
  IBETA_BY_FIRST("ibetaByFirst", 128, 4837, IncompleteBeta::byFirst),
  IBETA_BY_SECOND("ibetaBySecond", 128, 4838, IncompleteBeta::bySecond),
  LOG_IBETA_BY_FIRST("logIbetaByFirst", 128, 5202, IncompleteBeta::logLowerByFirst),
  LOG_IBETA_BY_SECOND("logIbetaBySecond", 128, 5203, IncompleteBeta::logLowerBySecond),
  LOG_IBETAC_BY_FIRST("logIbetacByFirst", 128, 5203, IncompleteBeta::logUpperByFirst),
  LOG_IBETAC_BY_SECOND("logIbetacBySecond", 128, 5204, IncompleteBeta::logUpperBySecond),
  BESSEL_I0("besselI0", 8, 72, (p, x, y) -> Bessel.i0(p, x)),
  BESSEL_I1("besselI1", 8, 76, (p, x, y) -> Bessel.i1(p, x)),
  BESSEL_I0E("besselI0e", 8, 73, (p, x, y) -> Bessel.i0e(p, x)),
  BESSEL_I1E("besselI1e", 8, 77, (p, x, y) -> Bessel.i1e(p, x)),
  FADDEEVA_RE("faddeevaRe", 8, 428, Faddeeva::real),
  FADDEEVA_IM("faddeevaIm", 64, 431, Faddeeva::imaginary);

  /** A function of one or two words; those of one ignore the second. */
  interface Program {
    Long at(Primitives<Long> p, Long x, Long y);
  }

  /** A function of three words. */
  interface Ternary {
    Long at(Primitives<Long> p, Long x, Long y, Long z);
  }

  /** Arguments (0 beyond those the function has) and the value there to 30 digits. */
  record Row(double x, double y, double z, BigDecimal value) {}

  final String title;
  final double bound;
  final int operationBound;
  private final Ternary program;

  ElementaryFunction(String title, double bound, int operationBound, Program program) {
    this(title, bound, operationBound, (p, x, y, z) -> program.at(p, x, y));
  }

  ElementaryFunction(String title, double bound, int operationBound, Ternary program) {
    this.title = title;
    this.bound = bound;
    this.operationBound = operationBound;
    this.program = program;
  }

  double at(double x, double y, double z) {
    return Scalar.value(program.at(Scalar.INSTANCE, Scalar.of(x), Scalar.of(y), Scalar.of(z)));
  }

  double at(double x, double y) {
    return at(x, y, 0);
  }

  double at(double x) {
    return at(x, 0);
  }

  int operations() {
    return counted().operations();
  }

  String cost() {
    return counted().cost();
  }

  private CountingPrimitives counted() {
    CountingPrimitives counting = new CountingPrimitives();
    program.at(counting, Scalar.of(0.75), Scalar.of(0.75), Scalar.of(0.75));
    return counting;
  }

  List<Row> reference() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream(title + ".csv"), title),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).map(this::row).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Row row(String line) {
    String[] cells = line.split(",", -1);
    double y = cells.length > 2 ? Double.parseDouble(cells[1]) : 0;
    double z = cells.length > 3 ? Double.parseDouble(cells[2]) : 0;
    return new Row(Double.parseDouble(cells[0]), y, z, new BigDecimal(cells[cells.length - 1]));
  }

  /** |value - exact| in units of the last place of the double nearest to exact. */
  double error(Row row) {
    double value = at(row.x, row.y, row.z);
    double nearest = row.value.doubleValue();
    if (!Double.isFinite(value) || !Double.isFinite(nearest)) {
      return value == nearest ? 0 : Double.POSITIVE_INFINITY;
    }
    BigDecimal unit = new BigDecimal(Math.ulp(nearest));
    BigDecimal difference = new BigDecimal(value).subtract(row.value).abs();
    return difference.divide(unit, MathContext.DECIMAL64).doubleValue();
  }

  double largestError() {
    return reference().stream().mapToDouble(this::error).max().orElseThrow();
  }
}
