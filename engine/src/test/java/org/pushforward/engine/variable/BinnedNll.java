package org.pushforward.engine.variable;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.inference.Likelihood;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.likelihood.Contribution;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.optimize.SymmetricMatrix;

/** The negative log-likelihood of counts in bins, of all parameters. */
final class BinnedNll implements Likelihood {
  private static final Backend BACKEND = new SimdBackend();

  private final EventBlock data;
  private final Program gradient;
  private final Program hessian;
  private final int dimension;

  BinnedNll(RandomVariable variable, List<String> parameters, double[] edges, double[] counts) {
    Contribution term = Contribution.binned(Column.edges("x"), variable);
    data = new EventBlock(new double[][] {edges, counts}, counts.length);
    gradient = term.gradient(parameters, parameters);
    hessian = term.hessian(parameters, parameters);
    dimension = parameters.size();
  }

  /** Edges of equal bins, each rounded once. */
  static double[] edges(double low, double high, int bins) {
    double width = (high - low) / bins;
    return DoubleStream.concat(
            IntStream.range(0, bins).mapToDouble(i -> Math.fma(i, width, low)),
            DoubleStream.of(high))
        .toArray();
  }

  private double[] sums(Program program, double[] at) {
    PartialSum sum = new PartialSum(1, program.outputs());
    BACKEND.kernel(program).sum(at, 1, data, sum, 0);
    return sum.values(0);
  }

  /** {value, gradient}. */
  double[] gradient(double... at) {
    return sums(gradient, at);
  }

  @Override
  public void evaluate(int[] problems, double[] points, double[] values, double[] gradients) {
    for (int i = 0; i < problems.length; i++) {
      double[] at = new double[dimension];
      System.arraycopy(points, i * dimension, at, 0, dimension);
      double[] sums = gradient(at);
      values[i] = sums[0];
      System.arraycopy(sums, 1, gradients, i * dimension, dimension);
    }
  }

  @Override
  public SymmetricMatrix hessian(double[] point) {
    double[] upper = sums(hessian, point);
    SymmetricMatrix matrix = new SymmetricMatrix(dimension);
    int next = 0;
    for (int i = 0; i < dimension; i++) {
      for (int j = i; j < dimension; j++) {
        matrix.set(i, j, upper[next++]);
      }
    }
    return matrix;
  }
}
