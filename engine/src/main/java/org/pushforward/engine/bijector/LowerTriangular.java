package org.pushforward.engine.bijector;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Elimination;
import org.pushforward.engine.expr.Expr;

/**
 * y = L x, L of nonzero diagonal; log |det| = sum_i log |l_ii|.
 *
 * @param rows [row][column <= row]
 */
public record LowerTriangular(List<List<Expr>> rows) implements VectorBijector {
  public LowerTriangular {
    rows = rows.stream().map(List::copyOf).toList();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != i + 1) {
        throw new IllegalArgumentException("row " + i + " has " + rows.get(i).size() + " entries");
      }
    }
  }

  @Override
  public int dimension() {
    return rows.size();
  }

  @Override
  public VectorImage forward(List<Expr> x) {
    List<Expr> y = new ArrayList<>();
    for (List<Expr> row : rows) {
      y.add(Elimination.dot(row, x, 0, row.size()));
    }
    return new VectorImage(y, Elimination.logDiagonal(rows));
  }

  /** x_i = (y_i - sum_(j < i) l_ij x_j) / l_ii. */
  @Override
  public VectorImage inverse(List<Expr> y) {
    List<Expr> x = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<Expr> row = rows.get(i);
      x.add(y.get(i).minus(Elimination.dot(row, x, 0, i)).over(row.get(i)));
    }
    return new VectorImage(x, Elimination.logDiagonal(rows).negate());
  }
}
