package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.floor;
import static org.pushforward.engine.expr.Formulas.gammaP;
import static org.pushforward.engine.expr.Formulas.gammaQ;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.logGammaPDerivative;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/** Poisson's law of rate m >= 0 on 0, 1, ...: P(X = k) = m^k exp(-m) / k!. */
public record Poisson(Expr rate) implements Discrete {
  private static final double LOG_ROOT_TWO_PI = 0.91893853320467274178032973640562;

  /** From here on the rejection's constants hold. */
  private static final double LARGE = 10;

  /** Of smaller rates P(X >= this) is below 2^-53, where no uniform is. */
  private static final int COUNTED = 46;

  /** At least 3/4 are accepted: 1/4^64 is 10^-39. */
  private static final int TRIES = 64;

  @Override
  public Expr logProbability(Expr k) {
    return logGammaPDerivative(k.plus(1), rate);
  }

  @Override
  public Expr lower(Expr k) {
    return gammaQ(k.plus(1), rate);
  }

  @Override
  public Expr upper(Expr k) {
    return gammaP(k.plus(1), rate);
  }

  @Override
  public Expr lean() {
    return Expr.of(1);
  }

  @Override
  public Expr draw(Uniforms uniforms) {
    Expr isLarge = lessOrEqual(Expr.of(LARGE), rate);
    Expr u = uniforms.next();
    if (isLarge.is(0)) {
      return counted(rate, u);
    }
    // A whole number does not move with the rate.
    Expr large = select(isLarge, rate, Expr.of(LARGE));
    Expr rejected = uniforms.first(TRIES, inner -> proposal(large, inner), k -> k);
    if (isLarge.is(1)) {
      return rejected;
    }
    return select(isLarge, rejected, counted(select(isLarge, Expr.of(0), rate), u));
  }

  /** How many of P(X <= 0), P(X <= 1), .. a uniform exceeds; the sums are those of a point. */
  private static Expr counted(Expr m, Expr u) {
    Expr probability = exp(m.negate());
    Expr cdf = probability;
    Expr count = less(cdf, u);
    for (int k = 1; k < COUNTED && !(cdf.constantOrNaN() >= 1); k++) {
      probability = probability.times(m).over(k);
      cdf = cdf.plus(probability);
      count = count.plus(less(cdf, u));
    }
    return select(lessOrEqual(Expr.of(0), m), count, Expr.of(Double.NaN));
  }

  /**
   * Transformed rejection with a squeeze, PTRS of Hoermann (1993): of uniforms u and v, k =
   * floor((2 a / (1/2 - |u - 1/2|) + b) (u - 1/2) + m + 0.43) is accepted where v height <= P(k)
   * dk/du.
   */
  private Uniforms.Proposal proposal(Expr m, Uniforms uniforms) {
    Expr b = sqrt(m).times(2.53).plus(0.931);
    Expr a = b.times(0.02483).minus(0.059);
    Expr height = Expr.of(1.1239).plus(Expr.of(1.1328).over(b.minus(3.4)));
    Expr sure = Expr.of(0.9277).minus(Expr.of(3.6224).over(b.minus(2)));
    Expr u = uniforms.next().minus(0.5);
    Expr v = uniforms.next();
    Expr rest = Expr.of(0.5).minus(abs(u));
    Expr k = floor(a.times(2).over(rest).plus(b).times(u).plus(m).plus(0.43));
    // lgamma(k + 1) = lgamma(n) - log((k + 1) (k + 2)), n = k + 3, by Stirling's series.
    Expr n = k.plus(3);
    Expr powers = sqrt(n).times(n.square()).over(k.plus(1).times(k.plus(2)));
    Expr bound = log(v.times(height).over(a.over(rest.square()).plus(b)).times(powers));
    Expr ratio = k.times(log1p(m.minus(n).over(n))).plus(n.minus(m));
    Expr accepted =
        lessOrEqual(bound, ratio.minus(stirlingRest(n)).minus(LOG_ROOT_TWO_PI))
            .times(lessOrEqual(Expr.of(0), k));
    Expr surely = lessOrEqual(Expr.of(0.07), rest).times(lessOrEqual(v, sure));
    return new Uniforms.Proposal(k, accepted, surely);
  }

  /**
   * lgamma(n) - (n - 1/2) log n + n - log(2 pi) / 2 for n >= 3 up to 1 / (1188 n^9): 4e-8 at n = 3,
   * of a k that has a probability below 10^-4 then, and 10^-13 from n = 12 on.
   */
  static Expr stirlingRest(Expr n) {
    Expr q = Expr.of(1).over(n);
    Expr w = q.square();
    Expr series = w.times(-1 / 1680.0).plus(1 / 1260.0).times(w).minus(1 / 360.0);
    return series.times(w).plus(1 / 12.0).times(q);
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(rate);
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(rate);
  }

  @Override
  public Support support() {
    return Support.POSITIVE;
  }
}
