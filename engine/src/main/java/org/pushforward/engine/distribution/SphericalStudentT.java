package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lgamma;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.select;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.pushforward.engine.bijector.VectorImage;
import org.pushforward.engine.expr.Expr;

/**
 * Student's law of n dimensions, nu > 0 degrees of freedom, location 0 and scale 1: standard
 * normals over the root of one chi-squared variable per degree of freedom.
 *
 * <p>log p(x) = -(nu + n) / 2 log(1 + |x|^2 / nu) - n / 2 log(pi nu) + log Gamma(n / 2) - log B(nu
 * / 2, n / 2).
 */
public record SphericalStudentT(int dimension, Expr nu) implements VectorDistribution {
  private static final double LOG_PI = 1.1447298858494001741434273513531;

  @Override
  public Expr logDensity(List<Expr> x) {
    Expr square = x.stream().map(Expr::square).reduce(Expr.of(0), Expr::plus);
    Expr half = Expr.of(0.5 * dimension);
    Expr logMass =
        log(nu).plus(LOG_PI).times(half).minus(lgamma(half)).plus(lbeta(nu.times(0.5), half));
    return log1p(square.over(nu)).times(nu.plus(dimension).times(-0.5)).minus(logMass);
  }

  @Override
  public List<Expr> draw(Uniforms uniforms) {
    Distribution normal = new Normal(Expr.of(0), Expr.of(1));
    List<Expr> draws = new ArrayList<>();
    for (int i = 0; i < dimension; i++) {
      draws.add(normal.draw(uniforms));
    }
    Expr chiSquared = new Gamma(nu.times(0.5), Expr.of(0.5)).draw(uniforms);
    Expr scale = sqrt(nu.over(chiSquared));
    return draws.stream().map(scale::times).toList();
  }

  /** X_k = sqrt((nu + X_1^2 + .. + X_(k-1)^2) / (nu + k - 1)) T_k, T_k of nu + k - 1 degrees. */
  @Override
  public Parts parts() {
    List<Distribution> laws = new ArrayList<>();
    for (int k = 0; k < dimension; k++) {
      laws.add(new StudentT(nu.plus(k), Expr.of(0), Expr.of(1)));
    }
    return new Parts(laws, this::ofParts);
  }

  private VectorImage ofParts(List<Expr> parts) {
    List<Expr> x = new ArrayList<>();
    Expr square = Expr.of(0);
    Expr logDet = Expr.of(0);
    for (int k = 0; k < dimension; k++) {
      Expr scale = k == 0 ? Expr.of(1) : sqrt(nu.plus(square).over(nu.plus(k)));
      x.add(scale.times(parts.get(k)));
      logDet = logDet.plus(log(scale));
      square = square.plus(x.get(k).square());
    }
    return new VectorImage(x, logDet);
  }

  @Override
  public List<Expr> expectation() {
    Expr mean = select(less(Expr.of(1), nu), Expr.of(0), Expr.of(Double.NaN));
    return Collections.nCopies(dimension, mean);
  }

  /** nu / (nu - 2) of each, nu > 2; the product of two is not integrable below. */
  @Override
  public List<List<Expr>> covariance() {
    Expr variance = new StudentT(nu, Expr.of(0), Expr.of(1)).variance().orElseThrow();
    Expr zero = select(less(Expr.of(2), nu), Expr.of(0), Expr.of(Double.NaN));
    List<List<Expr>> rows = new ArrayList<>();
    for (int i = 0; i < dimension; i++) {
      List<Expr> row = new ArrayList<>(Collections.nCopies(dimension, zero));
      row.set(i, variance);
      rows.add(row);
    }
    return rows;
  }

  /** (nu + n) / 2 (digamma((nu + n) / 2) - digamma(nu / 2)) - log p(0), as {@link StudentT}. */
  @Override
  public Expr entropy() {
    Expr half = nu.times(0.5);
    Expr all = half.plus(0.5 * dimension);
    Expr slope =
        log1p(Expr.of(dimension).over(nu)).plus(DigammaGap.of(half)).minus(DigammaGap.of(all));
    return all.times(slope).minus(logDensity(Collections.nCopies(dimension, Expr.of(0))));
  }

  @Override
  public Support support() {
    return Support.LINE;
  }

  @Override
  public Distribution marginal(int component) {
    return new StudentT(nu, Expr.of(0), Expr.of(1));
  }
}
