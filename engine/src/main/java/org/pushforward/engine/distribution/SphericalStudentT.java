package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.lgamma;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.log1p;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.ArrayList;
import java.util.List;
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

  @Override
  public Support support() {
    return Support.LINE;
  }
}
