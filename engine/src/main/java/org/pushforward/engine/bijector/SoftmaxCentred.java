package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.logsumexp;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Expr;

/**
 * y_i = exp(x_i) / (1 + sum_j exp(x_j)): the first n of n + 1 positive numbers that add to 1, the
 * last being y_0 = 1 / (1 + sum_j exp(x_j)). log |det| = log y_0 + sum_i log y_i.
 */
public record SoftmaxCentred(int dimension) implements VectorBijector {
  @Override
  public VectorImage forward(List<Expr> x) {
    Expr total = x.stream().reduce(Expr.of(0), (a, b) -> logsumexp(a, b));
    List<Expr> y = new ArrayList<>();
    Expr logDet = total.negate();
    for (Expr coordinate : x) {
      Expr logOfOne = coordinate.minus(total);
      y.add(exp(logOfOne));
      logDet = logDet.plus(logOfOne);
    }
    return new VectorImage(y, logDet);
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    Expr logOfRest = log(Simplex.rest(y));
    List<Expr> x = new ArrayList<>();
    Expr logDet = logOfRest.negate();
    for (Expr coordinate : y) {
      Expr logOfOne = log(coordinate);
      x.add(logOfOne.minus(logOfRest));
      logDet = logDet.minus(logOfOne);
    }
    return new VectorImage(x, logDet);
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
