package org.pushforward.engine.distribution;

import static org.pushforward.engine.expr.Formulas.exp;
import static org.pushforward.engine.expr.Formulas.log;
import static org.pushforward.engine.expr.Formulas.min;
import static org.pushforward.engine.expr.Formulas.normalCdf;
import static org.pushforward.engine.expr.Formulas.stop;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pushforward.engine.expr.Expr;

/**
 * The kernel estimate from n points: of normal laws of standard deviation h (the bandwidth) about
 * each of them, all as likely. With z_i = (x - x_i) / h and m = min z_i^2, which keeps the sum from
 * vanishing,
 *
 * <pre>log p(x) = log sum_i exp((m - z_i^2) / 2) - m / 2 - log(n h sqrt(2 pi))</pre>
 */
public record KernelDensity(List<Expr> points, Expr bandwidth) implements Distribution {
  private static final double ROOT_TWO_PI = 2.506628274631000502415765284811;

  public KernelDensity {
    points = List.copyOf(points);
  }

  @Override
  public Expr logShape(Expr x) {
    List<Expr> squares = points.stream().map(p -> standardised(x, p).square()).toList();
    Expr finite = Expr.of(Double.MAX_VALUE);
    Expr least = stop(squares.stream().reduce(finite, (a, b) -> min(a, b)));
    Expr sum = sum(squares, square -> exp(least.minus(square).times(0.5)));
    return log(sum).minus(least.times(0.5));
  }

  @Override
  public Expr logMass() {
    return log(bandwidth.times(points.size() * ROOT_TWO_PI));
  }

  @Override
  public Expr cdf(Expr x) {
    return mean(point -> normalCdf(standardised(x, point)));
  }

  @Override
  public Expr survival(Expr x) {
    return mean(point -> normalCdf(standardised(x, point).negate()));
  }

  /** The mean. */
  @Override
  public Expr middle() {
    return mean(point -> point);
  }

  @Override
  public Optional<Expr> expectation() {
    return Optional.of(middle());
  }

  @Override
  public Optional<Expr> variance() {
    return Optional.of(mean(p -> p.minus(middle()).square()).plus(bandwidth.square()));
  }

  private Expr mean(UnaryOperator<Expr> value) {
    return sum(points, value).over(points.size());
  }

  private static Expr sum(List<Expr> of, Function<Expr, Expr> term) {
    return of.stream().map(term).reduce(Expr.of(0), Expr::plus);
  }

  private Expr standardised(Expr x, Expr point) {
    return x.minus(point).over(bandwidth);
  }
}
