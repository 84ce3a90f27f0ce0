package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.sqrt;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Expr;

/**
 * The Cholesky factor L of a correlation matrix, whose rows have length 1: y holds its entries
 * below the diagonal, row by row; of k rows n = k (k - 1) / 2.
 *
 * <p>Along a row, with r_1 = 1: z = tanh x, l_j = z_j sqrt(r_j), r_(j+1) = r_j - l_j^2 = r_j (1 -
 * z_j^2); the diagonal is sqrt(r_i). log |det| = sum log(1 - z_j^2) + log(r_j) / 2.
 *
 * @param rows k
 */
public record CorrelationCholesky(int rows) implements VectorBijector {
  private static final Bijector TANH = new Tanh();

  @Override
  public int dimension() {
    return rows * (rows - 1) / 2;
  }

  @Override
  public VectorImage forward(List<Expr> x) {
    List<Expr> y = new ArrayList<>();
    Expr logDet = Expr.of(0);
    for (int row = 1; row < rows; row++) {
      Expr halfLogOfRest = Expr.of(0);
      for (int column = 0; column < row; column++) {
        Image z = TANH.forward(x.get(y.size()));
        y.add(z.value().times(exp(halfLogOfRest)));
        logDet = logDet.plus(z.logDet()).plus(halfLogOfRest);
        halfLogOfRest = halfLogOfRest.plus(z.logDet().times(0.5));
      }
    }
    return new VectorImage(y, logDet);
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    List<Expr> x = new ArrayList<>();
    Expr logDet = Expr.of(0);
    for (int row = 1; row < rows; row++) {
      Expr rest = Expr.of(1);
      for (int column = 0; column < row; column++) {
        Expr entry = y.get(x.size());
        Expr next = rest.minus(entry.square());
        x.add(TANH.preimage(entry.over(sqrt(rest))));
        logDet = logDet.plus(log(rest).times(0.5)).minus(log(next));
        rest = next;
      }
    }
    return new VectorImage(x, logDet);
  }

  @Override
  public Expr isImage(List<Expr> y) {
    Expr isImage = Expr.of(1);
    int entry = 0;
    for (int row = 1; row < rows; row++) {
      Expr rest = Expr.of(1);
      for (int column = 0; column < row; column++) {
        rest = rest.minus(y.get(entry++).square());
      }
      isImage = isImage.times(less(Expr.of(0), rest));
    }
    return isImage;
  }

  @Override
  public Interval range(int coordinate) {
    return Interval.SYMMETRIC;
  }
}
