package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.pushforward.engine.expr.Expr;

/**
 * The law on [low, high] whose density is a multiple of the polynomial of degree n with these
 * coefficients in Bernstein's basis: with t = (x - low) / (high - low),
 *
 * <pre>h(x) = sum_k c_k C(n, k) t^k (1 - t)^(n-k),   integral (high - low) sum_k c_k / (n + 1)
 * </pre>
 *
 * <p>The integral up to x is such a polynomial of degree n + 1, its coefficients the sums of the
 * first c_k; from x on, of the last ones. If no c_k is negative nothing cancels. It is the mixture
 * of beta laws of k + 1 and n - k + 1 by the weights c_k.
 */
public record Bernstein(Expr low, Expr high, List<Expr> coefficients) implements Distribution {

  public Bernstein {
    coefficients = List.copyOf(coefficients);
  }

  /**
   * The law with the density 1 + sum_i a_i T_i(2 t - 1), T_i Chebyshev's polynomials, i >= 1: T_i
   * is sum_j (-1)^(i-j) C(2 i, 2 j) / C(i, j) times Bernstein's polynomials of degree i, which are
   * raised to those of degree n.
   */
  public static Bernstein chebyshev(Expr low, Expr high, List<Expr> coefficients) {
    int n = coefficients.size();
    List<Expr> sums = new ArrayList<>(Collections.nCopies(n + 1, Expr.of(1)));
    for (int i = 1; i <= n; i++) {
      for (int k = 0; k <= n; k++) {
        double part = 0;
        for (int j = Math.max(0, i + k - n); j <= Math.min(i, k); j++) {
          double sign = (i - j) % 2 == 0 ? 1 : -1;
          part += sign * choose(2 * i, 2 * j) * choose(n - i, k - j);
        }
        Expr term = coefficients.get(i - 1).times(part / choose(n, k));
        sums.set(k, sums.get(k).plus(term));
      }
    }
    return new Bernstein(low, high, sums);
  }

  @Override
  public Expr logShape(Expr x) {
    Expr outside = max(less(x, low), less(high, x));
    Expr height = select(outside, Expr.of(1), polynomial(coefficients, inside(x)));
    return select(outside, Expr.of(Double.NEGATIVE_INFINITY), log(height));
  }

  @Override
  public Expr logMass() {
    return log(high.minus(low).times(sum()).over(coefficients.size()));
  }

  @Override
  public Expr cdf(Expr x) {
    List<Expr> sums = new ArrayList<>(List.of(Expr.of(0)));
    coefficients.forEach(c -> sums.add(sums.get(sums.size() - 1).plus(c)));
    return polynomial(sums, inside(x)).over(sum());
  }

  @Override
  public Expr survival(Expr x) {
    List<Expr> sums = new ArrayList<>(List.of(Expr.of(0)));
    for (int k = coefficients.size() - 1; k >= 0; k--) {
      sums.add(0, sums.get(0).plus(coefficients.get(k)));
    }
    return polynomial(sums, inside(x)).over(sum());
  }

  /** The mean. */
  @Override
  public Expr middle() {
    return low.plus(high.minus(low).times(moment(1)));
  }

  @Override
  public Support support() {
    return new Support(low, high);
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(middle());
  }

  @Override
  public Optional<Expr> variance() {
    Expr spread = moment(2).minus(moment(1).square());
    return Optional.of(spread.times(high.minus(low).square()));
  }

  /** E t^m = sum_k c_k (k + 1) ... (k + m) / ((n + 2) ... (n + m + 1)) / sum_k c_k. */
  private Expr moment(int m) {
    Expr weighted = Expr.of(0);
    for (int k = 0; k < coefficients.size(); k++) {
      double share = 1;
      for (int i = 1; i <= m; i++) {
        share *= (double) (k + i) / (coefficients.size() + i);
      }
      weighted = weighted.plus(coefficients.get(k).times(share));
    }
    return weighted.over(sum());
  }

  /** sum_k c_k C(n, k) t^k (1 - t)^(n-k): by each step s_k = s_(k-1) (1 - t) + c_k C(n, k) t^k. */
  private Expr polynomial(List<Expr> c, Expr x) {
    Expr t = x.minus(low).over(high.minus(low));
    Expr rest = high.minus(x).over(high.minus(low));
    Expr sum = c.get(0);
    Expr power = Expr.of(1);
    for (int k = 1; k < c.size(); k++) {
      power = power.times(t);
      sum = sum.times(rest).plus(c.get(k).times(choose(c.size() - 1, k)).times(power));
    }
    return sum;
  }

  private Expr sum() {
    return coefficients.stream().reduce(Expr.of(0), Expr::plus);
  }

  private Expr inside(Expr x) {
    return min(max(x, low), high);
  }

  private static double choose(int n, int k) {
    double product = 1;
    for (int i = 1; i <= k; i++) {
      product = product * (n - k + i) / i;
    }
    return product;
  }
}
