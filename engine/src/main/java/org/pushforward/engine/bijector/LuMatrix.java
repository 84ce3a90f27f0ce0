package org.pushforward.engine.bijector;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Elimination;
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
      u.add(Elimination.dot(rows.get(i), x, i, dimension()));
    }
    List<Expr> v = new ArrayList<>();
    for (int i = 0; i < dimension(); i++) {
      v.add(u.get(i).plus(Elimination.dot(rows.get(i), u, 0, i)));
    }
    return new VectorImage(permutation.forward(v).values(), Elimination.logDiagonal(rows));
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    List<Expr> v = permutation.inverse(y).values();
    List<Expr> u = new ArrayList<>();
    for (int i = 0; i < dimension(); i++) {
      u.add(v.get(i).minus(Elimination.dot(rows.get(i), u, 0, i)));
    }
    List<Expr> x = new ArrayList<>(u);
    for (int i = dimension() - 1; i >= 0; i--) {
      Expr rest = u.get(i).minus(Elimination.dot(rows.get(i), x, i + 1, dimension()));
      x.set(i, rest.over(rows.get(i).get(i)));
    }
    return new VectorImage(x, Elimination.logDiagonal(rows).negate());
  }
}
