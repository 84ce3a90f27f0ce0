package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Expr;

/**
 * The first n of n + 1 fractions of a whole, x_0 = 1 - sum_i x_i being the last: gamma variables of
 * these shapes over their sum.
 *
 * <p>log p(x) = sum_i (a_i - 1) log x_i, of all n + 1, less log prod_i Gamma(a_i) / Gamma(sum_i
 * a_i), a sum of log-beta functions.
 *
 * @param shapes a_i > 0, n + 1 of them; the last is that of x_0
 */
public record Dirichlet(List<Expr> shapes) implements VectorDistribution {
  public Dirichlet {
    shapes = List.copyOf(shapes);
    if (shapes.size() < 2) {
      throw new IllegalArgumentException("fractions of a whole are at least two");
    }
  }

  @Override
  public int dimension() {
    return shapes.size() - 1;
  }

  @Override
  public Expr logDensity(List<Expr> x) {
    Expr rest = x.stream().reduce(Expr.of(1), Expr::minus);
    List<Expr> all = new ArrayList<>(x);
    all.add(rest);
    Expr zero = Expr.of(0);
    Expr isInside = all.stream().map(v -> less(zero, v)).reduce(Expr.of(1), Expr::times);
    Expr logDensity = zero;
    Expr total = zero;
    for (int i = 0; i < all.size(); i++) {
      Expr shape = shapes.get(i);
      Expr inside = select(isInside, all.get(i), Expr.of(1.0 / all.size()));
      logDensity = logDensity.plus(log(inside).times(shape.minus(1)));
      logDensity = i == 0 ? logDensity : logDensity.minus(lbeta(total, shape));
      total = total.plus(shape);
    }
    return select(isInside, logDensity, Expr.of(Double.NEGATIVE_INFINITY));
  }

  @Override
  public List<Expr> draw(Uniforms uniforms) {
    List<Expr> draws = new ArrayList<>();
    shapes.forEach(shape -> draws.add(new Gamma(shape, Expr.of(1)).draw(uniforms)));
    Expr total = draws.stream().reduce(Expr.of(0), Expr::plus);
    return draws.stream().limit(dimension()).map(draw -> draw.over(total)).toList();
  }

  @Override
  public Support support() {
    return Support.UNIT;
  }
}
