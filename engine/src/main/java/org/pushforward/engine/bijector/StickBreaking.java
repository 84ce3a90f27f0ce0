package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logSigmoid;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Expr;

/**
 * Of a stick of length 1, y_k is the fraction z_k of the rest r_k that y_1 .. y_(k-1) have left:
 * z_k = 1 / (1 + exp(-x_k + log(n + 1 - k))), so that x = 0 makes n + 1 equal parts. log |det| =
 * sum_k log z_k + log(1 - z_k) + log r_k.
 */
public record StickBreaking(int dimension) implements VectorBijector {
  @Override
  public VectorImage forward(List<Expr> x) {
    List<Expr> y = new ArrayList<>();
    Expr logOfRest = Expr.of(0);
    Expr logDet = Expr.of(0);
    for (int k = 0; k < dimension; k++) {
      Expr u = x.get(k).minus(logOfParts(k));
      Expr logOfPart = logOfRest.plus(logSigmoid(u));
      Expr logOfOther = logSigmoid(u.negate());
      y.add(exp(logOfPart));
      logDet = logDet.plus(logOfPart).plus(logOfOther);
      logOfRest = logOfRest.plus(logOfOther);
    }
    return new VectorImage(y, logDet);
  }

  /** x_k = log(y_k / r_(k+1)) + log(n + 1 - k); log |det| = sum_k log(r_k / (y_k r_(k+1))). */
  @Override
  public VectorImage inverse(List<Expr> y) {
    List<Expr> x = new ArrayList<>();
    Expr rest = Expr.of(1);
    Expr logDet = Expr.of(0);
    for (int k = 0; k < dimension; k++) {
      Expr next = rest.minus(y.get(k));
      Expr logOfPart = log(y.get(k));
      x.add(logOfPart.minus(log(next)).plus(logOfParts(k)));
      logDet = logDet.plus(log(rest)).minus(logOfPart).minus(log(next));
      rest = next;
    }
    return new VectorImage(x, logDet);
  }

  /** log of the number of parts after the k-th, k from 0. */
  private Expr logOfParts(int k) {
    return log(Expr.of(dimension - k));
  }

  @Override
  public Expr isImage(List<Expr> y) {
    return Simplex.contains(y);
  }

  @Override
  public Interval range(int coordinate) {
    return Interval.UNIT;
  }
}
