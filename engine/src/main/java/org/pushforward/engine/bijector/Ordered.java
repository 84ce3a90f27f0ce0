package org.pushforward.engine.bijector;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.log;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.engine.expr.Expr;

/** Increasing numbers: y_1 = x_1, y_k = y_(k-1) + exp(x_k). log |det| = sum_(k > 1) x_k. */
public record Ordered(int dimension) implements VectorBijector {
  @Override
  public VectorImage forward(List<Expr> x) {
    List<Expr> y = new ArrayList<>(x.subList(0, 1));
    Expr logDet = Expr.of(0);
    for (int k = 1; k < dimension; k++) {
      y.add(y.get(k - 1).plus(exp(x.get(k))));
      logDet = logDet.plus(x.get(k));
    }
    return new VectorImage(y, logDet);
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    List<Expr> x = new ArrayList<>(y.subList(0, 1));
    Expr logDet = Expr.of(0);
    for (int k = 1; k < dimension; k++) {
      x.add(log(y.get(k).minus(y.get(k - 1))));
      logDet = logDet.minus(x.get(k));
    }
    return new VectorImage(x, logDet);
  }

  @Override
  public Expr isImage(List<Expr> y) {
    Expr increases = Expr.of(1);
    for (int k = 1; k < dimension; k++) {
      increases = increases.times(less(y.get(k - 1), y.get(k)));
    }
    return increases;
  }
}
