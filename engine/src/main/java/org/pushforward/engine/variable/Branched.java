package org.pushforward.engine.variable;

import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.max;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.pushforward.engine.bijector.Formula;
import org.pushforward.engine.bijector.Image;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;

/**
 * The image of a variable under a formula that rises and falls by turns: p(y) = sum_k p(x_k)
 * |dx_k/dy| over the branches that reach y, x_k(y) the inverse of branch k; masses are those of the
 * x that are taken there.
 *
 * @param branches one formula on the pieces of the line, in order
 */
public record Branched(RandomVariable variable, List<Formula> branches) implements RandomVariable {
  public Branched {
    branches = List.copyOf(branches);
  }

  /** The value at x. */
  Expr image(Expr x) {
    return branches.get(0).value(x);
  }

  @Override
  public Expr logShape(Expr y) {
    return Mixture.logSum(
        Collections.nCopies(branches.size(), Expr.of(1)),
        branches.stream().map(branch -> logShape(branch, y)).toList());
  }

  /** A turning point is the image of one x, and belongs to the branches on both of its sides. */
  private Expr logShape(Formula branch, Expr y) {
    Expr low = branch.least();
    Expr high = branch.most();
    Expr below = isFinite(from(branch)) ? less(y, low) : lessOrEqual(y, low);
    Expr above = isFinite(to(branch)) ? less(high, y) : lessOrEqual(high, y);
    Expr some = branch.value(branch.inner());
    Image at = branch.inverse(select(below, some, select(above, some, y)));
    Expr shape = variable.logShape(near(at.value())).plus(at.logDet());
    Expr outside = Expr.of(Double.NEGATIVE_INFINITY);
    return select(below, outside, select(above, outside, shape));
  }

  @Override
  public Expr logMass() {
    return variable.logMass();
  }

  @Override
  public Expr mass(Expr a, Expr b) {
    return taken(a, b, variable::mass);
  }

  @Override
  public Expr logMass(Expr a, Expr b) {
    return log(mass(a, b));
  }

  @Override
  public Expr probability(Expr a, Expr b) {
    return taken(a, b, variable::probability);
  }

  @Override
  public Expr cdf(Expr y) {
    Expr cdf =
        sum(
            branch ->
                branch.piece().isRising()
                    ? between(branch.piece().low(), preimage(branch, y))
                    : between(preimage(branch, y), branch.piece().high()));
    return select(lessOrEqual(support().high(), y), Expr.of(1), min(cdf, Expr.of(1)));
  }

  @Override
  public Expr survival(Expr y) {
    Expr survival =
        sum(
            branch ->
                branch.piece().isRising()
                    ? between(preimage(branch, y), branch.piece().high())
                    : between(branch.piece().low(), preimage(branch, y)));
    return select(lessOrEqual(y, support().low()), Expr.of(1), min(survival, Expr.of(1)));
  }

  /** The probability of what a branch takes from {@code low} to {@code high}, one of its ends. */
  private Expr between(Expr low, Expr high) {
    return !isFinite(low)
        ? variable.cdf(high)
        : !isFinite(high) ? variable.survival(low) : variable.probability(low, high);
  }

  private Expr taken(Expr a, Expr b, BinaryOperator<Expr> mass) {
    return sum(
        branch -> {
          Expr first = preimage(branch, a);
          Expr second = preimage(branch, b);
          return branch.piece().isRising() ? mass.apply(first, second) : mass.apply(second, first);
        });
  }

  private Expr sum(Function<Formula, Expr> term) {
    return branches.stream().map(term).reduce(Expr.of(0), Expr::plus);
  }

  @Override
  public Support support() {
    return new Support(
        branches.stream().map(Formula::least).reduce(Formulas::min).orElseThrow(),
        branches.stream().map(Formula::most).reduce(Formulas::max).orElseThrow());
  }

  @Override
  public boolean isDiscrete() {
    return false;
  }

  @Override
  public RandomVariable resolved(Domain domain, Map<String, Double> reference, Scheme scheme) {
    List<Double> ends = new ArrayList<>();
    for (Formula branch : branches) {
      for (double y : new double[] {domain.low(), domain.high()}) {
        ends.add(Numbers.value(preimage(branch, Expr.of(y)), reference));
      }
    }
    Domain inner = Domain.between(Collections.min(ends), Collections.max(ends));
    return new Branched(variable.resolved(inner, reference, scheme), branches);
  }

  /** The x of a branch with image y; where it does not reach y, its end on that side. */
  private static Expr preimage(Formula branch, Expr y) {
    Expr below = lessOrEqual(y, branch.least());
    Expr above = lessOrEqual(branch.most(), y);
    Expr some = branch.value(branch.inner());
    Expr x = near(branch.preimage(select(below, some, select(above, some, y))));
    return select(below, near(from(branch)), select(above, near(to(branch)), x));
  }

  /** The x of the least image. */
  private static Expr from(Formula branch) {
    return branch.piece().isRising() ? branch.piece().low() : branch.piece().high();
  }

  /** The x of the greatest. */
  private static Expr to(Formula branch) {
    return branch.piece().isRising() ? branch.piece().high() : branch.piece().low();
  }

  private static Expr near(Expr x) {
    return min(max(x, Expr.of(-Domain.FAR)), Expr.of(Domain.FAR));
  }

  /** What parameters move is finite. */
  private static boolean isFinite(Expr end) {
    return !Double.isInfinite(end.constantOrNaN());
  }
}
