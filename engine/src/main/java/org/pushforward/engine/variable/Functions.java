package org.pushforward.engine.variable;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pushforward.engine.bijector.Sigmoid;
import org.pushforward.engine.bijector.Softplus;
import org.pushforward.engine.bijector.Softsign;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;

/** The functions that a formula in a model can name. */
final class Functions {

  /** A function of {@code arity} formulas, or of that many and more. */
  record Call(int arity, boolean orMore, Function<List<Expr>, Expr> make) {}

  static final Map<String, Call> NAMED =
      Map.ofEntries(
          unary("exp", Formulas::exp),
          unary("expm1", Formulas::expm1),
          unary("log", Formulas::log),
          unary("log1p", Formulas::log1p),
          unary("log1mexp", Formulas::log1mexp),
          folding("logsumexp", Formulas::logsumexp),
          unary("sqrt", Formulas::sqrt),
          binary("pow", Formulas::pow),
          unary("abs", Formulas::abs),
          unary("floor", Formulas::floor),
          folding("min", Formulas::min),
          folding("max", Formulas::max),
          ternary("select", Formulas::select),
          unary("sigmoid", Formulas::sigmoid),
          unary("softplus", Formulas::softplus),
          unary("log_sigmoid", Formulas::logSigmoid),
          unary("logit", x -> new Sigmoid().preimage(x)),
          unary("inverse_softplus", x -> new Softplus().preimage(x)),
          unary("softsign", x -> new Softsign().forward(x).value()),
          unary("inverse_softsign", x -> new Softsign().preimage(x)),
          unary("sinh", Formulas::sinh),
          unary("cosh", Formulas::cosh),
          unary("tanh", Formulas::tanh),
          unary("asinh", Formulas::asinh),
          unary("acosh", Formulas::acosh),
          unary("atanh", Formulas::atanh),
          unary("exp2", Formulas::exp2),
          unary("log2", Formulas::log2),
          unary("log10", Formulas::log10),
          unary("cbrt", Formulas::cbrt),
          binary("hypot", Formulas::hypot),
          unary("sin", Formulas::sin),
          unary("cos", Formulas::cos),
          unary("tan", Formulas::tan),
          unary("asin", Formulas::asin),
          unary("acos", Formulas::acos),
          binary("atan2", Formulas::atan2),
          unary("atan", Formulas::atan),
          unary("erf", Formulas::erf),
          unary("erfc", Formulas::erfc),
          unary("erfcx", Formulas::erfcx),
          unary("erfinv", Formulas::erfinv),
          unary("lgamma", Formulas::lgamma),
          unary("digamma", Formulas::digamma),
          unary("trigamma", Formulas::trigamma),
          binary("lbeta", Formulas::lbeta),
          binary("gamma_p", Formulas::gammaP),
          binary("gamma_q", Formulas::gammaQ),
          binary("log_gamma_p", Formulas::logGammaP),
          binary("log_gamma_q", Formulas::logGammaQ),
          binary("log_gamma_p_derivative", Formulas::logGammaPDerivative),
          binary("gamma_p_by_shape", Formulas::gammaPByShape),
          binary("log_gamma_p_by_shape", Formulas::logGammaPByShape),
          binary("log_gamma_q_by_shape", Formulas::logGammaQByShape),
          binary("gamma_p_inv", Formulas::gammaPInv),
          binary("gamma_q_inv", Formulas::gammaQInv),
          ternary("ibeta", Formulas::ibeta),
          ternary("ibetac", Formulas::ibetac),
          ternary("ibeta_inv", Formulas::ibetaInv),
          ternary("ibetac_inv", Formulas::ibetacInv),
          ternary("log_ibeta", Formulas::logIbeta),
          ternary("log_ibetac", Formulas::logIbetac),
          ternary("log_ibeta_derivative", Formulas::logIbetaDerivative),
          ternary("ibeta_by_first", Formulas::ibetaByFirst),
          ternary("ibeta_by_second", Formulas::ibetaBySecond),
          ternary("log_ibeta_by_first", Formulas::logIbetaByFirst),
          ternary("log_ibeta_by_second", Formulas::logIbetaBySecond),
          ternary("log_ibetac_by_first", Formulas::logIbetacByFirst),
          ternary("log_ibetac_by_second", Formulas::logIbetacBySecond),
          unary("bessel_i0", Formulas::besselI0),
          unary("bessel_i1", Formulas::besselI1),
          unary("bessel_i0e", Formulas::besselI0e),
          unary("bessel_i1e", Formulas::besselI1e),
          binary("faddeeva_re", Formulas::faddeevaRe),
          binary("faddeeva_im", Formulas::faddeevaIm),
          unary("normal_density", Formulas::normalDensity),
          unary("normal_cdf", Formulas::normalCdf),
          unary("log_normal_cdf", Formulas::logNormalCdf),
          binary("normal_cdf_integral", Formulas::normalCdfIntegral),
          unary("normal_quantile", Formulas::normalQuantile),
          unary("cauchy_quantile", Formulas::cauchyQuantile));

  private Functions() {}

  private static Map.Entry<String, Call> unary(String name, UnaryOperator<Expr> function) {
    return Map.entry(name, new Call(1, false, a -> function.apply(a.get(0))));
  }

  private static Map.Entry<String, Call> binary(String name, BinaryOperator<Expr> function) {
    return Map.entry(name, new Call(2, false, a -> function.apply(a.get(0), a.get(1))));
  }

  private interface Ternary {
    Expr apply(Expr a, Expr b, Expr c);
  }

  private static Map.Entry<String, Call> ternary(String name, Ternary function) {
    return Map.entry(name, new Call(3, false, a -> function.apply(a.get(0), a.get(1), a.get(2))));
  }

  /** A function of two that is meant for more: f(f(a, b), c). */
  private static Map.Entry<String, Call> folding(String name, BinaryOperator<Expr> function) {
    return Map.entry(name, new Call(2, true, a -> a.stream().reduce(function).orElseThrow()));
  }
}
