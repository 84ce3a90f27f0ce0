package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.lbeta;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.bijector.VectorImage;
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

  /** X_k = B_k (1 - B_1) .. (1 - B_(k-1)), B_k beta of a_k and the sum of the shapes behind it. */
  @Override
  public Parts parts() {
    List<Distribution> laws = new ArrayList<>();
    for (int k = 0; k < dimension(); k++) {
      laws.add(new Beta(shapes.get(k), sum(shapes.subList(k + 1, shapes.size()))));
    }
    return new Parts(laws, Dirichlet::ofParts);
  }

  private static VectorImage ofParts(List<Expr> parts) {
    List<Expr> x = new ArrayList<>();
    Expr rest = Expr.of(1);
    Expr logDet = Expr.of(0);
    for (Expr part : parts) {
      x.add(rest.times(part));
      logDet = logDet.plus(log(rest));
      rest = rest.times(Expr.of(1).minus(part));
    }
    return new VectorImage(x, logDet);
  }

  @Override
  public List<Expr> expectation() {
    return shapes.stream().limit(dimension()).map(a -> a.over(total())).toList();
  }

  /** m_i (1 - m_i) / (s + 1) and -m_i m_j / (s + 1), m_i = a_i / s, s the sum of the shapes. */
  @Override
  public List<List<Expr>> covariance() {
    List<Expr> mean = expectation();
    Expr above = total().plus(1);
    List<List<Expr>> rows = new ArrayList<>();
    for (Expr a : mean) {
      List<Expr> row = new ArrayList<>();
      for (Expr b : mean) {
        row.add(a.times(b).negate().over(above));
      }
      Expr others = total().minus(shapes.get(rows.size())).over(total());
      row.set(rows.size(), a.times(others).over(above));
      rows.add(row);
    }
    return rows;
  }

  /**
   * -log p(m) + sum_i (a_i - 1) d(a_i) - (s - n - 1) d(s), d and the reason for it as {@link Beta}.
   */
  @Override
  public Expr entropy() {
    Expr entropy = logDensity(expectation()).negate();
    for (Expr a : shapes) {
      entropy = entropy.plus(a.minus(1).times(DigammaGap.of(a)));
    }
    return entropy.minus(total().minus(shapes.size()).times(DigammaGap.of(total())));
  }

  private Expr total() {
    return sum(shapes);
  }

  private static Expr sum(List<Expr> terms) {
    return terms.stream().reduce(Expr.of(0), Expr::plus);
  }

  @Override
  public Support support() {
    return Support.UNIT;
  }

  /** Beta, of its shape and the sum of the others. */
  @Override
  public Distribution marginal(int component) {
    Expr rest = Expr.of(0);
    for (int i = 0; i < shapes.size(); i++) {
      rest = i == component ? rest : rest.plus(shapes.get(i));
    }
    return new Beta(shapes.get(component), rest);
  }
}
