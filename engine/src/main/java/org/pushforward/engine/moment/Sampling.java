package org.pushforward.engine.moment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.DrawnVector;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Sampler;

/**
 * Averages from samples, in {@value #REPLICATES} replicates whose spread tells the error: what each
 * task adds up, and what the sums mean. A mixture's components are sampled each by itself.
 *
 * <p>{@link Points} are the samples; each replicate gets as many as any other.
 */
public final class Sampling {
  /** Of the {@link Points}. */
  public static final int REPLICATES = Points.REPLICATES;

  /** Samples are taken by multiples of this. */
  public static final long ROUND = Points.ROUND;

  // The first leaf's; simulated observables have those from 0 on.
  private static final int STREAM = 1 << 20;

  private final List<Quantity> quantities;
  private final List<Average> averages;
  private final SampledProgram work;

  private Sampling(List<Quantity> quantities, List<Average> averages, SampledProgram work) {
    this.quantities = quantities;
    this.averages = averages;
    this.work = work;
  }

  /**
   * The quantities from independent samples.
   *
   * @throws UnsupportedOperationException if a variable cannot be drawn
   */
  public static Sampling independent(List<Quantity> quantities, Calculator calculator, long seed) {
    return of(quantities, calculator, seed, false);
  }

  /** The quantities from scrambled Sobol points, each leaf by its quantile. */
  public static Sampling sobol(List<Quantity> quantities, Calculator calculator, long seed) {
    return of(quantities, calculator, seed, true);
  }

  private static Sampling of(
      List<Quantity> quantities, Calculator calculator, long seed, boolean sobol) {
    List<Average> averages = Quantity.averages(quantities);
    Map<Subject, List<Path.End>> ends = new HashMap<>();
    int dimensions = 0;
    List<Expr> outputs = new ArrayList<>();
    for (Average average : averages) {
      if (!ends.containsKey(average.over())) {
        List<Path.End> own = new ArrayList<>();
        for (Path path : average.over().sampled()) {
          Leaves leaves = new Leaves(sobol);
          own.add(path.walk(leaves));
          dimensions = Math.max(dimensions, leaves.drawn);
        }
        ends.put(average.over(), own);
      }
      Expr sum = Expr.of(0);
      for (Path.End end : ends.get(average.over())) {
        sum = sum.plus(end.weight().times(end.of(average.integrand())));
      }
      outputs.add(sum);
    }
    List<String> columns =
        IntStream.range(0, sobol ? dimensions : 0).mapToObj(Leaves::column).toList();
    Program program = Lowering.program(outputs, calculator.parameters(), columns);
    return new Sampling(
        quantities,
        averages,
        new SampledProgram(
            program,
            calculator.point(),
            outputs.size(),
            new Points(columns.size(), seed, STREAM),
            true));
  }

  /** The leaves of one path, drawn in turn. */
  private static final class Leaves implements Path.Source {
    private final boolean sobol;
    private int drawn;

    Leaves(boolean sobol) {
      this.sobol = sobol;
    }

    static String column(int n) {
      return "?u" + n;
    }

    /** Each from a stream of its own or, being continuous, by its quantile. */
    @Override
    public Expr at(RandomVariable leaf) {
      int n = drawn++;
      return sobol ? Quantile.of(leaf, Column.of(column(n))) : Sampler.draw(leaf, STREAM + n);
    }

    @Override
    public Path.End at(DrawnVector leaf) {
      if (sobol) {
        return Path.Source.super.at(leaf);
      }
      List<Expr> x = Sampler.draw(leaf, STREAM + drawn++);
      return new Path.End(Expr.of(1), x, () -> leaf.logDensity(x));
    }
  }

  /** How many uniforms a sample takes that is made of quantiles. */
  public int dimensions() {
    return work.points().dimensions();
  }

  /** What tasks do. */
  public SampledProgram work() {
    return work;
  }

  /**
   * The quantities from the sums of {@code samples} samples, as many in each replicate. Errors are
   * the jackknife's: with h_r the quantity without replicate r, sqrt((R - 1) / R sum (h_r - mean
   * h)^2).
   */
  public List<Estimate> estimates(PartialSum sums, long samples) {
    double each = (double) samples / REPLICATES;
    double[][] means = new double[REPLICATES][averages.size()];
    double[] total = new double[averages.size()];
    for (int r = 0; r < REPLICATES; r++) {
      for (int k = 0; k < total.length; k++) {
        means[r][k] = sums.value(r, k) / each;
        total[k] += means[r][k];
      }
    }
    return quantities.stream().map(q -> estimate(q, means, total, samples)).toList();
  }

  private Estimate estimate(Quantity quantity, double[][] means, double[] total, long samples) {
    int[] index = quantity.averages().stream().mapToInt(averages::indexOf).toArray();
    double[] without = new double[REPLICATES];
    double mean = 0;
    for (int r = 0; r < REPLICATES; r++) {
      double[] own = means[r];
      double[] rest =
          IntStream.of(index).mapToDouble(k -> (total[k] - own[k]) / (REPLICATES - 1)).toArray();
      without[r] = quantity.of().applyAsDouble(rest);
      mean += without[r] / REPLICATES;
    }
    double squares = 0;
    for (double h : without) {
      squares += (h - mean) * (h - mean);
    }
    double[] all = IntStream.of(index).mapToDouble(k -> total[k] / REPLICATES).toArray();
    return new Estimate(
        quantity.of().applyAsDouble(all),
        Math.sqrt(squares * (REPLICATES - 1) / REPLICATES),
        work.points().dimensions() == 0 ? Method.MONTE_CARLO : Method.QUASI_MONTE_CARLO,
        samples);
  }
}
