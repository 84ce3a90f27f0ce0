package org.pushforward.engine.expr;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.besselI0e;
import static org.pushforward.engine.expr.Formulas.besselI1e;
import static org.pushforward.engine.expr.Formulas.digamma;
import static org.pushforward.engine.expr.Formulas.erfcx;
import static org.pushforward.engine.expr.Formulas.faddeevaIm;
import static org.pushforward.engine.expr.Formulas.faddeevaRe;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

/**
 * Derivatives of special functions where the formula of the textbook is a difference that cancels.
 * They are arithmetic, so that they have derivatives themselves. The polynomials are recomputed by
 * {@code engine/src/test/python/coefficients.py}.
 */
final class Slopes {
  private static final double TWO_OVER_SQRT_PI = 1.1283791670955125738961589031215;
  private static final double SQRT_2_PI = 2.506628274631000502415765284811;
  private static final double SQRT_HALF = 0.70710678118654752440084436210485;

  /** (2 / sqrt(pi) - 2 a erfcx(a)) a^2 by 1 / a^2, a >= 8; 2^-56. */
  private static final double[] ERFCX = {
    0.5641895835477563,
    -0.8462843753215633,
    2.115710938153122,
    -7.404988159396899,
    33.32239474981,
    -183.26066364374185,
    1189.360364802693,
    -8753.678212634,
    65264.83549402433,
    -342094.30326200515
  };

  /** (I0(a) - I1(a)) exp(-a) a^(3/2) by 1 / a, a >= 32; 2^-51.7. */
  private static final double[] BESSEL_GAP = {
    0.19947114020071638,
    0.07480167757504064,
    0.07012657292033374,
    0.10226785562648531,
    0.20135015320604588,
    0.49739816390712804,
    1.5324668115481666,
    3.754302675009753,
    41.58429266816474
  };

  /** (2 k + 1)!! / 2^k / sqrt(pi), k = 0, 1, ...: at 1 / |z|^2 = 1/64 the next one counts 1e-16. */
  private static final double[] FADDEEVA = new double[18];

  static {
    FADDEEVA[0] = TWO_OVER_SQRT_PI / 2;
    for (int k = 1; k < FADDEEVA.length; k++) {
      FADDEEVA[k] = FADDEEVA[k - 1] * (k + 0.5);
    }
  }

  /** B_2k / (2 k), k = 1, 2, ... */
  private static final double[] DIGAMMA = {
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12
  };

  private Slopes() {}

  /** Of f = erfcx(a): 2 a f - 2 / sqrt(pi). */
  static Expr ofErfcx(Expr f, Expr a) {
    Expr far = less(Expr.of(8), a);
    Expr w = Expr.of(1).over(select(far, a, Expr.of(8)).square());
    Expr near = a.times(f).times(2).minus(TWO_OVER_SQRT_PI);
    return select(far, w.times(polynomial(w, ERFCX)).negate(), near);
  }

  /** phi(a) / Phi(a), the slope of log Phi, without a quotient of vanishing numbers. */
  static Expr ofLogNormalCdf(Expr a) {
    return Expr.of(2 / SQRT_2_PI).over(erfcx(a.times(-SQRT_HALF)));
  }

  /**
   * Of z = normal_quantile(p): 1 / phi(z), as phi(z) = min(p, 1 - p) 2 / (sqrt(2 pi) erfcx(|z| /
   * sqrt(2))), where errors of z hardly count.
   */
  static Expr ofNormalQuantile(Expr z, Expr p) {
    Expr tail = select(less(p, Expr.of(0.5)), p, Expr.of(1).minus(p));
    return erfcx(abs(z).times(SQRT_HALF)).times(SQRT_2_PI / 2).over(tail);
  }

  /**
   * Of trigamma: for u >= 0, the recurrence in ten steps and the asymptotic series, which at 10 is
   * right to 2e-15; left of 0 psi''(x) = psi''(1 - x) - 2 pi^3 c (1 + c^2), where c = cot(pi x).
   */
  static Expr ofTrigamma(Expr a) {
    Expr one = Expr.of(1);
    Expr left = less(a, Expr.of(0));
    Expr reflected = one.minus(a);
    Expr u = select(left, reflected, a);
    Expr poles = Expr.of(0);
    for (int k = 0; k < 10; k++) {
      Expr pole = one.over(u.plus(k));
      poles = poles.plus(pole.square().times(pole));
    }
    Expr q = one.over(u.plus(10));
    Expr w = q.square();
    Expr series = Expr.of(0);
    for (double c : new double[] {-691.0 / 210, 5.0 / 6, -0.3, 1.0 / 6, -1.0 / 6, 0.5}) {
      series = series.plus(c).times(w);
    }
    Expr right = w.times(q.plus(1).plus(series)).plus(poles.times(2)).negate();
    Expr cotangent = digamma(reflected).minus(digamma(a)).over(Math.PI);
    Expr cube = cotangent.times(cotangent.square().plus(1)).times(2 * Math.PI * Math.PI * Math.PI);
    return select(left, right.minus(cube), right);
  }

  /**
   * Of lbeta(a, b) by a, psi(a) - psi(a + b), a and b > 0: minus the sum of b / ((a + k) (a + b +
   * k)) over ten k and, with u = a + 10 and v = u + b, of log(v / u) + (1/u - 1/v) / 2 + C(1/u^2) -
   * C(1/v^2), C being digamma's asymptotic series. 1/u^2 - 1/v^2 is taken out of the last
   * difference by Horner's rule for divided differences.
   */
  static Expr ofLogBeta(Expr a, Expr b) {
    Expr s = a.plus(b);
    // Alone the first divisors' product may underflow.
    Expr poles = b.over(s).over(a);
    for (int k = 1; k < 10; k++) {
      poles = poles.plus(b.over(s.plus(k).times(a.plus(k))));
    }
    Expr x = Expr.of(1).over(a.plus(10));
    Expr y = Expr.of(1).over(s.plus(10));
    Expr p = x.square();
    Expr q = y.square();
    Expr value = Expr.of(0);
    Expr divided = Expr.of(0);
    for (int k = DIGAMMA.length - 1; k >= 0; k--) {
      value = value.plus(DIGAMMA[k]);
      divided = divided.times(p).plus(value);
      value = value.times(q);
    }
    Expr far = x.times(y).times(b).times(x.plus(y).times(divided).plus(0.5));
    return log1p(b.times(x)).plus(far).plus(poles).negate();
  }

  /**
   * f / a where f is scale I1(a): by I1's series near 0, so that it has derivatives there, which
   * would take differences of f / a and f'.
   */
  static Expr besselOverArgument(Expr f, Expr a, Expr scale) {
    Expr small = less(abs(a), Expr.of(0x1p-10));
    Expr w = a.square();
    Expr series = w.times(1.0 / 384).plus(1.0 / 16).times(w).plus(0.5).times(scale);
    return select(small, series, f.over(select(small, Expr.of(1), a)));
  }

  /** exp(-u) (I0(u) - I1(u)), u >= 0: minus the slope of bessel_i0e. */
  static Expr besselGap(Expr u) {
    Expr far = less(Expr.of(32), u);
    Expr q = Expr.of(1).over(select(far, u, Expr.of(32)));
    Expr series = q.times(sqrt(q)).times(polynomial(q, BESSEL_GAP));
    return select(far, series, besselI0e(u).minus(besselI1e(u)));
  }

  /**
   * The real part of w'(z) = -2 z w + 2 i / sqrt(pi), z = x + i y; where |z| > 8 and exp(-z^2) is
   * negligible or absent of its asymptotic series -(i / sqrt(pi)) t (1 + 3/2 t + 15/4 t^2 + ...), t
   * = 1 / z^2.
   */
  static Expr ofFaddeevaRe(Expr x, Expr y) {
    Expr near = y.times(faddeevaIm(x, y)).minus(x.times(faddeevaRe(x, y))).times(2);
    return select(isFar(x, y), faddeevaSeries(x, y)[1], near);
  }

  static Expr ofFaddeevaIm(Expr x, Expr y) {
    Expr product = x.times(faddeevaIm(x, y)).plus(y.times(faddeevaRe(x, y)));
    Expr near = Expr.of(TWO_OVER_SQRT_PI).minus(product.times(2));
    return select(isFar(x, y), faddeevaSeries(x, y)[0].negate(), near);
  }

  private static Expr isFar(Expr x, Expr y) {
    return less(Expr.of(64), x.square().plus(y.times(abs(y))));
  }

  /** Real and imaginary part of i w'. */
  private static Expr[] faddeevaSeries(Expr x, Expr y) {
    Expr far = isFar(x, y);
    Expr u = select(far, x, Expr.of(8));
    Expr v = select(far, y, Expr.of(0));
    Expr size = u.square().plus(v.square());
    Expr c = u.over(size);
    Expr s = v.over(size).negate();
    Expr re = c.minus(s).times(c.plus(s));
    Expr im = c.times(s).times(2);
    Expr[] sum = {Expr.of(0), Expr.of(0)};
    for (int k = FADDEEVA.length - 1; k >= 0; k--) {
      Expr above = sum[0].plus(FADDEEVA[k]);
      sum =
          new Expr[] {
            above.times(re).minus(sum[1].times(im)), above.times(im).plus(sum[1].times(re))
          };
    }
    return sum;
  }

  private static Expr polynomial(Expr x, double... coefficients) {
    Expr sum = Expr.of(0);
    for (int k = coefficients.length - 1; k >= 0; k--) {
      sum = sum.times(x).plus(coefficients[k]);
    }
    return sum;
  }
}
