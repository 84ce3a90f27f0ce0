package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.log;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Expr;

/**
 * y = P L U x, where (P v)_i = v_order(i), L has a diagonal of ones and U one without zeros; log
 * |det| = sum_i log |u_ii|.
 *
 * @param rows [row][column] of a square: below the diagonal L, the rest U
 */
public record LuMatrix(Permutation permutation, List<List<Expr>> rows) implements VectorBijector {
  public LuMatrix {
    rows = rows.stream().map(List::copyOf).toList();
    int n = permutation.dimension();
    if (rows.size() != n || rows.stream().anyMatch(row -> row.size() != n)) {
      throw new IllegalArgumentException("a matrix of " + n + " rows and columns");
    }
  }

  @Override
  public int dimension() {
    return rows.size();
  }

  @Override
  public VectorImage forward(List<Expr> x) {
    List<Expr> u = new ArrayList<>();
    for (int i = 0; i < dimension(); i++) {
      u.add(sum(i, i, dimension(), x));
    }
    List<Expr> v = new ArrayList<>();
    for (int i = 0; i < dimension(); i++) {
      v.add(u.get(i).plus(sum(i, 0, i, u)));
    }
    return new VectorImage(permutation.forward(v).values(), logDet());
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    List<Expr> v = permutation.inverse(y).values();
    List<Expr> u = new ArrayList<>();
    for (int i = 0; i < dimension(); i++) {
      u.add(v.get(i).minus(sum(i, 0, i, u)));
    }
    List<Expr> x = new ArrayList<>(u);
    for (int i = dimension() - 1; i >= 0; i--) {
      Expr rest = u.get(i).minus(sum(i, i + 1, dimension(), x));
      x.set(i, rest.over(rows.get(i).get(i)));
    }
    return new VectorImage(x, logDet().negate());
  }

  private Expr sum(int row, int from, int to, List<Expr> x) {
    Expr sum = Expr.of(0);
    for (int j = from; j < to; j++) {
      sum = sum.plus(rows.get(row).get(j).times(x.get(j)));
    }
    return sum;
  }

  private Expr logDet() {
    Expr sum = Expr.of(0);
    for (int i = 0; i < dimension(); i++) {
      sum = sum.plus(log(abs(rows.get(i).get(i))));
    }
    return sum;
  }
}
