package org.pushforward.engine.expr;

import org.pushforward.engine.elementary.Bessel;
import org.pushforward.engine.elementary.Circular;
import org.pushforward.engine.elementary.ErrorFunction;
import org.pushforward.engine.elementary.Exponential;
import org.pushforward.engine.elementary.Faddeeva;
import org.pushforward.engine.elementary.Gamma;
import org.pushforward.engine.elementary.Hyperbolic;
import org.pushforward.engine.elementary.IncompleteBeta;
import org.pushforward.engine.elementary.IncompleteGamma;
import org.pushforward.engine.elementary.Logarithm;
import org.pushforward.engine.elementary.NormalLaw;
import org.pushforward.engine.elementary.Power;
import org.pushforward.engine.elementary.Primitives;
import org.pushforward.engine.elementary.Root;
import org.pushforward.engine.elementary.Sigmoid;
import org.pushforward.engine.elementary.Trigonometric;
import org.pushforward.engine.elementary.Whole;

/**
 * What a node computes. Its name in the language, where it is called as a function, is the
 * lower-case name.
 */
public enum Operation {
  ADD(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.add(a, b);
    }
  },
  SUBTRACT(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.sub(a, b);
    }
  },
  MULTIPLY(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.mul(a, b);
    }
  },
  DIVIDE(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.div(a, b);
    }
  },
  NEGATE(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.neg(a);
    }
  },
  POW(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Power.pow(p, a, b);
    }
  },
  SQRT(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.sqrt(a);
    }
  },
  ABS(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.abs(a);
    }
  },
  /** The largest whole number that is not above a. */
  FLOOR(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Whole.floor(p, a);
    }
  },
  MIN(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.min(a, b);
    }
  },
  MAX(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.max(a, b);
    }
  },
  EXP(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Exponential.exp(p, a);
    }
  },
  /** exp(a - max(a, b)), with derivative as if the maximum were a constant; 1 where a = b. */
  EXP_BELOW_MAX(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Exponential.belowMax(p, a, b);
    }
  },
  EXPM1(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Exponential.expm1(p, a);
    }
  },
  LOG(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Logarithm.log(p, a);
    }
  },
  LOG1P(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Logarithm.log1p(p, a);
    }
  },
  /** log(1 - exp(a)), a <= 0. */
  LOG1MEXP(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Logarithm.log1mexp(p, a);
    }
  },
  /** log(exp(a) + exp(b)). */
  LOGSUMEXP(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Logarithm.logsumexp(p, a, b);
    }
  },
  SIGMOID(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Sigmoid.sigmoid(p, a);
    }
  },
  SOFTPLUS(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Sigmoid.softplus(p, a);
    }
  },
  LOG_SIGMOID(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Sigmoid.logSigmoid(p, a);
    }
  },
  SINH(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Hyperbolic.sinh(p, a);
    }
  },
  COSH(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Hyperbolic.cosh(p, a);
    }
  },
  TANH(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Hyperbolic.tanh(p, a);
    }
  },
  ASINH(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Hyperbolic.asinh(p, a);
    }
  },
  ACOSH(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Hyperbolic.acosh(p, a);
    }
  },
  ATANH(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Hyperbolic.atanh(p, a);
    }
  },
  EXP2(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Exponential.exp2(p, a);
    }
  },
  LOG2(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Logarithm.log2(p, a);
    }
  },
  LOG10(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Logarithm.log10(p, a);
    }
  },
  CBRT(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Root.cbrt(p, a);
    }
  },
  HYPOT(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Root.hypot(p, a, b);
    }
  },
  SIN(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Circular.sin(p, a);
    }
  },
  COS(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Circular.cos(p, a);
    }
  },
  TAN(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Circular.tan(p, a);
    }
  },
  ASIN(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Trigonometric.asin(p, a);
    }
  },
  ACOS(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Trigonometric.acos(p, a);
    }
  },
  ATAN2(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Trigonometric.atan2(p, a, b);
    }
  },
  ATAN(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Trigonometric.atan(p, a);
    }
  },
  ERF(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return ErrorFunction.erf(p, a);
    }
  },
  ERFC(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return ErrorFunction.erfc(p, a);
    }
  },
  ERFCX(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return ErrorFunction.erfcx(p, a);
    }
  },
  ERFINV(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return ErrorFunction.erfinv(p, a);
    }
  },
  NORMAL_CDF(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return NormalLaw.normalCdf(p, a);
    }
  },
  NORMAL_DENSITY(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return NormalLaw.normalDensity(p, a);
    }
  },
  /** b (z Phi(z) + phi(z)), z = a / b: the integral of Phi(t / b) over t up to a. */
  NORMAL_CDF_INTEGRAL(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return NormalLaw.normalCdfIntegral(p, a, b);
    }
  },
  LOG_NORMAL_CDF(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return NormalLaw.logNormalCdf(p, a);
    }
  },
  NORMAL_QUANTILE(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return NormalLaw.normalQuantile(p, a);
    }
  },
  CAUCHY_QUANTILE(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Trigonometric.cauchyQuantile(p, a);
    }
  },
  /** log |Gamma(a)|. */
  LGAMMA(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Gamma.lgamma(p, a);
    }
  },
  DIGAMMA(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Gamma.digamma(p, a);
    }
  },
  TRIGAMMA(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Gamma.trigamma(p, a);
    }
  },
  /** log B(a, b), a and b >= 0. */
  LBETA(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Gamma.lbeta(p, a, b);
    }
  },
  /** P(a, b), the regularised incomplete gamma function. */
  GAMMA_P(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.lower(p, a, b);
    }
  },
  /** 1 - P(a, b). */
  GAMMA_Q(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.upper(p, a, b);
    }
  },
  LOG_GAMMA_P(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.logLower(p, a, b);
    }
  },
  LOG_GAMMA_Q(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.logUpper(p, a, b);
    }
  },
  /** log(b^(a - 1) exp(-b) / Gamma(a)). */
  LOG_GAMMA_P_DERIVATIVE(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.logSlope(p, a, b);
    }
  },
  /** The derivative of GAMMA_P by a. */
  GAMMA_P_BY_SHAPE(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.byShape(p, a, b);
    }
  },
  LOG_GAMMA_P_BY_SHAPE(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.logLowerByShape(p, a, b);
    }
  },
  LOG_GAMMA_Q_BY_SHAPE(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.logUpperByShape(p, a, b);
    }
  },
  /** The x with P(a, x) = b. */
  GAMMA_P_INV(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.lowerInverse(p, a, b);
    }
  },
  /** The x with Q(a, x) = b. */
  GAMMA_Q_INV(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteGamma.upperInverse(p, a, b);
    }
  },
  /** I(c; a, b), the regularised incomplete beta function. */
  IBETA(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.lower(p, a, b, c);
    }
  },
  /** 1 - I(c; a, b). */
  IBETAC(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.upper(p, a, b, c);
    }
  },
  LOG_IBETA(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.logLower(p, a, b, c);
    }
  },
  LOG_IBETAC(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.logUpper(p, a, b, c);
    }
  },
  /** log(c^(a - 1) (1 - c)^(b - 1) / B(a, b)). */
  LOG_IBETA_DERIVATIVE(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.logSlope(p, a, b, c);
    }
  },
  /** The derivative of IBETA by a. */
  IBETA_BY_FIRST(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.byFirst(p, a, b, c);
    }
  },
  /** The derivative of IBETA by b. */
  IBETA_BY_SECOND(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.bySecond(p, a, b, c);
    }
  },
  LOG_IBETA_BY_FIRST(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.logLowerByFirst(p, a, b, c);
    }
  },
  LOG_IBETA_BY_SECOND(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.logLowerBySecond(p, a, b, c);
    }
  },
  LOG_IBETAC_BY_FIRST(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.logUpperByFirst(p, a, b, c);
    }
  },
  LOG_IBETAC_BY_SECOND(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return IncompleteBeta.logUpperBySecond(p, a, b, c);
    }
  },
  BESSEL_I0(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Bessel.i0(p, a);
    }
  },
  BESSEL_I1(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Bessel.i1(p, a);
    }
  },
  /** exp(-|a|) I0(a). */
  BESSEL_I0E(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Bessel.i0e(p, a);
    }
  },
  /** exp(-|a|) I1(a). */
  BESSEL_I1E(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Bessel.i1e(p, a);
    }
  },
  /** Of w(a + i b). */
  FADDEEVA_RE(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Faddeeva.real(p, a, b);
    }
  },
  FADDEEVA_IM(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return Faddeeva.imaginary(p, a, b);
    }
  },
  /** 1 or 0 as a < b. */
  LESS(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.select(p.lt(a, b), p.constant(1), p.constant(0));
    }
  },
  /** 1 or 0 as a <= b. */
  LESS_OR_EQUAL(2) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.select(p.le(a, b), p.constant(1), p.constant(0));
    }
  },
  /** b where a is not 0, else c. */
  SELECT(3) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return p.select(p.eq(a, p.constant(0)), c, b);
    }
  },
  /** a, but with derivative 0. */
  STOP(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      return a;
    }
  },
  /** The value at the next edge: of bins, at the upper edge. */
  AHEAD(1) {
    @Override
    public <V> V lower(Primitives<V> p, V a, V b, V c) {
      throw new IllegalStateException("what lies ahead is not arithmetic");
    }
  };

  private final int arity;

  Operation(int arity) {
    this.arity = arity;
  }

  /** The operation as a program over primitives; operands beyond its arity are ignored. */
  public abstract <V> V lower(Primitives<V> p, V a, V b, V c);

  public int arity() {
    return arity;
  }
}
