package org.pushforward.engine.variable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.engine.convolution.Algorithm;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.convolution.TabulatedSum;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.Evaluation;
import org.pushforward.engine.kernel.simd.SimdBackend;

/** A model whose sums are convolved by one algorithm, at parameters. */
record NumericSum(RandomVariable variable, Map<String, Double> point) {
  static final Column X = Column.of("x");
  private static final Backend BACKEND = new SimdBackend();

  static NumericSum of(
      String model, Map<String, Double> point, double low, double high, Scheme scheme) {
    RandomVariable resolved =
        written(model, point.keySet()).resolved(new Domain(low, high), point, scheme);
    return new NumericSum(resolved, point);
  }

  static RandomVariable written(String model, Collection<String> parameters) {
    return ModelReader.read(Text.of("model", "x ~ " + model), parameters).variables().get("x");
  }

  static NumericSum of(
      String model, Map<String, Double> point, double low, double high, Algorithm algorithm) {
    return of(model, point, low, high, new Scheme(algorithm, 0, 0));
  }

  /** The same grids at other parameters. */
  NumericSum at(Map<String, Double> other) {
    return new NumericSum(variable, other);
  }

  TabulatedSum table() {
    return (TabulatedSum) ((Draw) variable).law();
  }

  double step() {
    return table().table().grids().table().step();
  }

  double[] density(double... x) {
    return values(variable.density(X), x);
  }

  double[] cdf(double... x) {
    return values(variable.cdf(X), x);
  }

  double[] values(Expr e, double... x) {
    return values(List.of(e), x)[0];
  }

  double[][] values(List<Expr> e, double... x) {
    return Evaluation.rows(BACKEND, e, point, X.name(), x);
  }

  /** So many points, both ends among them. */
  static double[] points(double low, double high, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> low + (high - low) * i / (count - 1))
        .toArray();
  }

  static double largest(double[] a) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i])).max().orElseThrow();
  }

  static double largestDifference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
  }
}
