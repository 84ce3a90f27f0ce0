package org.pushforward.engine.expr;

import static org.pushforward.engine.expr.Formulas.abs;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A matrix of formulas made upper triangular: in each column rows are exchanged, by comparisons of
 * values, until the largest entry on or below the diagonal stands on it.
 */
public final class Elimination {
  private final List<List<Expr>> rows = new ArrayList<>();
  private final int n;

  /**
   * @param matrix [row][column] of n rows; columns after the n-th are right-hand sides
   */
  public Elimination(List<List<Expr>> matrix) {
    n = matrix.size();
    matrix.forEach(row -> rows.add(new ArrayList<>(row)));
    for (int k = 0; k < n; k++) {
      for (int i = k + 1; i < n; i++) {
        exchange(k, i);
      }
      for (int i = k + 1; i < n; i++) {
        Expr factor = rows.get(i).get(k).over(rows.get(k).get(k));
        subtract(i, factor, k);
      }
    }
  }

  /** Puts the row whose entry in column k is the larger into row k, the other into row i. */
  private void exchange(int k, int i) {
    Expr isLarger = less(abs(rows.get(k).get(k)), abs(rows.get(i).get(k)));
    for (int j = k; j < rows.get(k).size(); j++) {
      Expr upper = rows.get(k).get(j);
      Expr lower = rows.get(i).get(j);
      rows.get(k).set(j, select(isLarger, lower, upper));
      rows.get(i).set(j, select(isLarger, upper, lower));
    }
  }

  private void subtract(int i, Expr factor, int k) {
    for (int j = k; j < rows.get(k).size(); j++) {
      Expr rest = rows.get(i).get(j).minus(factor.times(rows.get(k).get(j)));
      rows.get(i).set(j, j == k ? Expr.of(0) : rest);
    }
  }

  /** log |det|. */
  public Expr logDet() {
    return logDiagonal(rows.subList(0, n));
  }

  /** log |det| of a triangular matrix, [row][column]. */
  public static Expr logDiagonal(List<List<Expr>> rows) {
    Expr sum = Expr.of(0);
    for (int k = 0; k < rows.size(); k++) {
      sum = sum.plus(log(abs(rows.get(k).get(k))));
    }
    return sum;
  }

  /** The sum of the products of the terms from {@code from} until {@code to}. */
  public static Expr dot(List<Expr> row, List<Expr> x, int from, int to) {
    Expr sum = Expr.of(0);
    for (int j = from; j < to; j++) {
      sum = sum.plus(row.get(j).times(x.get(j)));
    }
    return sum;
  }

  /** Whether the determinant is 0 for certain: a pivot is the number 0. */
  public boolean isSingular() {
    return IntStream.range(0, n).anyMatch(k -> rows.get(k).get(k).is(0));
  }

  /** The solution for the first right-hand side. */
  public List<Expr> solution() {
    List<Expr> x = new ArrayList<>(rows.stream().map(row -> row.get(n)).toList());
    for (int i = n - 1; i >= 0; i--) {
      Expr rest = x.get(i);
      for (int j = i + 1; j < n; j++) {
        rest = rest.minus(rows.get(i).get(j).times(x.get(j)));
      }
      x.set(i, rest.over(rows.get(i).get(i)));
    }
    return x;
  }
}
