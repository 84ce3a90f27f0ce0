package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.moment.Calculator;
import org.pushforward.engine.moment.Points;
import org.pushforward.engine.optimize.SymmetricMatrix;
import org.pushforward.engine.random.StreamKey;

/**
 * A few samples, of a stream of their own, before the many: they give baselines and the
 * coefficients of control variates, which are so independent of the estimate and leave it unbiased,
 * numbers to count sums from, and the variance of each estimator.
 */
final class Pilot {
  /** A coefficient is known to 1 %, which makes a variance larger by 1e-4 of what it takes off. */
  static final int SAMPLES = 1 << 14;

  private static final int STREAM = (1 << 21) - 1;

  /** Of terms that each are right to some ulp. */
  private static final double ROUNDING = 0x1p-48;

  /** What is left of two numbers whose sum is 0 but for rounding is 2^-53 of them or so. */
  private static final double CANCELLED = 0x1p-30;

  /** Relative, on the diagonal: controls that say the same do not blow up. */
  private static final double RIDGE = 1e-10;

  /**
   * One estimator for one parameter.
   *
   * @param sampled what the gradient is a part of
   * @param gradient with its corrections, whose coefficients are the parameters {@code
   *     coefficients}
   * @param values of the samples, corrected
   * @param mean of those that are finite
   * @param variance likewise
   */
  record Candidate(
      Choice choice,
      int parameter,
      Samples sampled,
      Expr gradient,
      Map<String, Double> coefficients,
      double[] values,
      double mean,
      double variance,
      double cost) {

    /** Variance times cost: what an error takes. */
    double work() {
      return variance * cost;
    }

    /** How many values are not finite. */
    long notFinite() {
      return Arrays.stream(values).filter(g -> !Double.isFinite(g)).count();
    }

    /** Whether all values are 0. */
    boolean isZero() {
      return Arrays.stream(values).allMatch(g -> g == 0);
    }
  }

  /**
   * A refusal of an estimator for a parameter.
   *
   * @param parameter its number
   */
  record Refusal(Choice choice, int parameter, String why) {}

  private final List<Candidate> candidates = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Expectation expectation;
  private final List<Choice> choices;
  private double value;

  private Pilot(Expectation expectation, List<Choice> choices) {
    this.expectation = expectation;
    this.choices = choices;
  }

  static Pilot of(Expectation expectation, List<Choice> choices, long seed) {
    Pilot pilot = new Pilot(expectation, choices);
    Checks checks = new Checks(expectation);
    for (boolean isSobol : new boolean[] {false, true}) {
      List<Choice> some =
          choices.stream().filter(c -> (c.numbers() == Numbers.SOBOL) == isSobol).toList();
      if (!some.isEmpty()) {
        pilot.add(some, some.stream().map(c -> Samples.of(expectation, c, checks)).toList(), seed);
      }
    }
    return pilot;
  }

  /** Those that were not refused. */
  List<Candidate> candidates() {
    return candidates;
  }

  List<Refusal> refusals() {
    return refusals;
  }

  /** Whether the gradient along draws is 0 at every sample, though f need not be constant. */
  boolean isZero(int parameter) {
    return candidates.stream()
        .anyMatch(
            c ->
                c.parameter() == parameter
                    && c.choice().estimator() instanceof Estimator.Pathwise
                    && c.isZero());
  }

  /** About E f. */
  double value() {
    return value;
  }

  /** Choices that share their samples. */
  private void add(List<Choice> some, List<Samples> samples, long seed) {
    List<Expr> outputs = new ArrayList<>();
    samples.forEach(own -> outputs.addAll(own.one().all()));
    List<String> columns =
        samples.stream()
            .map(Samples::columns)
            .max(Comparator.comparingInt(List::size))
            .orElseThrow();
    double[][] values = values(outputs, columns, seed);
    int at = 0;
    for (int i = 0; i < some.size(); i++) {
      OneSample one = samples.get(i).one();
      int end = at + one.all().size();
      add(some.get(i), samples.get(i), Arrays.copyOfRange(values, at, end));
      at = end;
    }
  }

  /**
   * @param values of all that the sample says, [formula][sample]
   */
  private void add(Choice choice, Samples sampled, double[][] values) {
    OneSample one = sampled.one();
    value = mean(values[0]);
    int n = one.gradient().size();
    int sizes = values.length - one.sizes().size();
    int controls = 1 + n + one.score().size();
    int[] used = used(values, controls, one.controls().size());
    for (int j = 0; j < n; j++) {
      if (one.gradient().get(j).isEmpty()) {
        refusals.add(new Refusal(choice, j, one.refusals().get(j)));
        continue;
      }
      List<Expr> taken = new ArrayList<>();
      List<double[]> with = new ArrayList<>();
      for (int i : used) {
        taken.add(one.controls().get(i));
        with.add(values[controls + i]);
      }
      double[] score = one.score().isEmpty() ? null : values[1 + n + j];
      boolean isOptimal = choice.estimator().baseline() == Estimator.Baseline.OPTIMAL;
      if (isOptimal) {
        taken.add(one.score().get(j));
        with.add(score);
      }
      double[] g = values[1 + j];
      double[] c = coefficients(score == null || isOptimal ? g : less(g, value, score), with);
      if (score != null && !isOptimal) {
        taken.add(one.score().get(j));
        with.add(score);
        c = Arrays.copyOf(c, c.length + 1);
        c[c.length - 1] = value;
      }
      boolean isZero = !one.sizes().isEmpty() && isNothing(g, values[sizes + j]);
      candidates.add(
          isZero ? zero(choice, j, sampled) : candidate(choice, j, sampled, taken, with, c, g));
    }
  }

  /** Controls that antithetic draws have not cancelled to rounding, whose mean is not 0. */
  private static int[] used(double[][] values, int from, int count) {
    return IntStream.range(0, count)
        .filter(i -> meanSize(values[from + i]) > CANCELLED * meanSize(values[from + count + i]))
        .toArray();
  }

  private static double meanSize(double[] x) {
    return mean(Arrays.stream(x).map(Math::abs).toArray());
  }

  /** Whether a sum of two of this size is 0 at every sample, or what rounding leaves of that. */
  private static boolean isNothing(double[] g, double[] sizes) {
    return IntStream.range(0, g.length).allMatch(i -> Math.abs(g[i]) <= ROUNDING * sizes[i]);
  }

  private static Candidate zero(Choice choice, int parameter, Samples sampled) {
    return new Candidate(
        choice, parameter, sampled, Expr.of(0), Map.of(), new double[SAMPLES], 0, 0, 0);
  }

  private Candidate candidate(
      Choice choice,
      int parameter,
      Samples sampled,
      List<Expr> taken,
      List<double[]> with,
      double[] c,
      double[] g) {
    Map<String, Double> coefficients = new LinkedHashMap<>();
    Expr gradient = sampled.one().gradient().get(parameter).orElseThrow();
    double[] corrected = g;
    for (int i = 0; i < c.length; i++) {
      String name = "?coefficient " + choices.indexOf(choice) + "." + parameter + "." + i;
      coefficients.put(name, c[i]);
      gradient = gradient.minus(Parameter.of(name).times(taken.get(i)));
      corrected = less(corrected, c[i], with.get(i));
    }
    List<String> names = new ArrayList<>(expectation.calculator().parameters());
    names.addAll(coefficients.keySet());
    List<String> columns = IntStream.range(0, 128).mapToObj(Source.Coordinates::column).toList();
    double cost = Cost.of(Lowering.program(List.of(gradient), names, columns));
    double mean = mean(corrected);
    return new Candidate(
        choice,
        parameter,
        sampled,
        gradient,
        coefficients,
        corrected,
        mean,
        covariance(corrected, mean, corrected, mean),
        cost);
  }

  /** What the leaves are in the first sample, and the parameters' values. */
  Map<Parameter, Double> typical(World world, long seed) {
    Map<Parameter, Double> typical = new LinkedHashMap<>();
    expectation.calculator().at().forEach((name, v) -> typical.put(Parameter.of(name), v));
    world
        .stoppedParameters()
        .forEach((stopped, original) -> typical.put(stopped, typical.get(original)));
    List<Parameter> symbols =
        world.leaves().stream().flatMap(leaf -> leaf.symbols().stream()).toList();
    double[][] draws =
        values(
            world.leaves().stream().flatMap(leaf -> leaf.draws().stream()).toList(),
            List.of(),
            seed);
    for (int i = 0; i < draws.length; i++) {
      typical.put(symbols.get(i), draws[i][0]);
      typical.put(World.stopped(symbols.get(i)), draws[i][0]);
    }
    return typical;
  }

  private double[][] values(List<Expr> outputs, List<String> columns, long seed) {
    Calculator calculator = expectation.calculator();
    Points points = new Points(columns.size(), StreamKey.ofSeed(seed).child(STREAM).bits(), STREAM);
    double[][] all = new double[outputs.size()][SAMPLES];
    double[][] some = new double[outputs.size()][Points.BLOCK];
    Kernel kernel =
        calculator.backend().kernel(Lowering.program(outputs, calculator.parameters(), columns));
    for (int from = 0; from < SAMPLES; from += Points.BLOCK) {
      kernel.evaluate(calculator.point(), points.block(from / Points.BLOCK, Points.BLOCK), some);
      for (int k = 0; k < some.length; k++) {
        System.arraycopy(some[k], 0, all[k], from, Points.BLOCK);
      }
    }
    return all;
  }

  /** Of least squares of g by controls of mean 0, samples with infinities left out. */
  private static double[] coefficients(double[] g, List<double[]> controls) {
    int n = controls.size();
    if (n == 0) {
      return new double[0];
    }
    double meanOfG = mean(g);
    double[] means = controls.stream().mapToDouble(Pilot::mean).toArray();
    double[] matrix = new double[n * n];
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      right[i] = covariance(controls.get(i), means[i], g, meanOfG);
      for (int k = 0; k <= i; k++) {
        double c = covariance(controls.get(i), means[i], controls.get(k), means[k]);
        matrix[i * n + k] = c;
        matrix[k * n + i] = c;
      }
      matrix[i * n + i] = matrix[i * n + i] == 0 ? 1 : matrix[i * n + i] * (1 + RIDGE);
    }
    double[] found = SymmetricMatrix.of(n, matrix).solve(right);
    // Controls without a variance may give anything.
    return Arrays.stream(found).allMatch(Double::isFinite) ? found : new double[n];
  }

  /** x - c y. */
  private static double[] less(double[] x, double c, double[] y) {
    return IntStream.range(0, x.length).mapToDouble(k -> x[k] - c * y[k]).toArray();
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  private static double covariance(double[] x, double meanX, double[] y, double meanY) {
    double sum = 0;
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      double product = (x[i] - meanX) * (y[i] - meanY);
      if (Double.isFinite(product)) {
        sum += product;
        n++;
      }
    }
    return n < 2 ? Double.NaN : sum / (n - 1);
  }
}
