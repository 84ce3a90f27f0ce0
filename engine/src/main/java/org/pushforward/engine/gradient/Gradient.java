package org.pushforward.engine.gradient;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.moment.Points;
import org.pushforward.engine.moment.SampledProgram;
import org.pushforward.engine.number.PartialSum;

/**
 * One way to sample gradients: estimators that share their samples, what each task adds up, and
 * what the sums mean.
 *
 * <p>For a sample's f and gradients g of each estimator the sums are, with d = g - c and c about
 * the mean, {@code [f - c, (f - c)^2, then for each estimator d_j, then d_j d_k for k <= j]};
 * beyond {@value #MOST_PAIRED} parameters the d_j^2 alone. So the variance (sum d^2 - (sum d)^2 /
 * n) / (n - 1) cancels nothing. Of scrambled points each replicate has its own sums.
 */
public final class Gradient {
  /** Parameters with all covariances. */
  public static final int MOST_PAIRED = 16;

  private static final int STREAM = Source.Streams.FIRST;

  /**
   * An estimator and the parameters that it is for.
   *
   * @param sums where its sums begin
   */
  private record Part(Choice choice, List<Pilot.Candidate> candidates, int sums) {
    boolean isPaired() {
      return candidates.size() <= MOST_PAIRED;
    }

    int width() {
      int n = candidates.size();
      return n + (isPaired() ? n * (n + 1) / 2 : n);
    }

    int square(int j) {
      return sums + candidates.size() + (isPaired() ? j * (j + 1) / 2 + j : j);
    }
  }

  private final Expectation expectation;
  private final List<Part> parts;
  private final List<String> parameters;
  private final SampledProgram work;
  private final SampledProgram shown;
  private final double[] shifts;

  private Gradient(
      Expectation expectation,
      List<Part> parts,
      List<String> parameters,
      SampledProgram work,
      SampledProgram shown,
      double[] shifts) {
    this.expectation = expectation;
    this.parts = parts;
    this.parameters = parameters;
    this.work = work;
    this.shown = shown;
    this.shifts = shifts;
  }

  /**
   * @param candidates of one kind of numbers, those of one choice together
   */
  static Gradient of(
      Expectation expectation, List<Pilot.Candidate> candidates, double value, long seed) {
    Map<Choice, List<Pilot.Candidate>> byChoice = new LinkedHashMap<>();
    candidates.forEach(c -> byChoice.computeIfAbsent(c.choice(), k -> new ArrayList<>()).add(c));
    Map<String, Double> point = new LinkedHashMap<>();
    point.putAll(expectation.calculator().at());
    List<Expr> rows = new ArrayList<>();
    List<Expr> outputs = new ArrayList<>();
    List<Double> shifts = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    rows.add(candidates.get(0).sampled().one().value());
    Expr f = shifted(rows.get(0), value, point, shifts);
    outputs.add(f);
    outputs.add(f.square());
    int columns = 0;
    for (Map.Entry<Choice, List<Pilot.Candidate>> entry : byChoice.entrySet()) {
      Part part = new Part(entry.getKey(), entry.getValue(), outputs.size());
      List<Expr> d = new ArrayList<>();
      for (Pilot.Candidate c : entry.getValue()) {
        columns = Math.max(columns, c.sampled().columns().size());
        point.putAll(c.coefficients());
        rows.add(c.gradient());
        d.add(shifted(c.gradient(), c.mean(), point, shifts));
      }
      outputs.addAll(d);
      for (int j = 0; j < d.size(); j++) {
        for (int k = part.isPaired() ? 0 : j; k <= j; k++) {
          outputs.add(d.get(j).times(d.get(k)));
        }
      }
      parts.add(part);
    }
    List<String> names = IntStream.range(0, columns).mapToObj(Source.Coordinates::column).toList();
    double[] values = point.values().stream().mapToDouble(v -> v).toArray();
    Points points = new Points(columns, seed, STREAM);
    List<String> parameters = List.copyOf(point.keySet());
    return new Gradient(
        expectation,
        parts,
        parameters,
        new SampledProgram(
            Lowering.program(outputs, parameters, names),
            values,
            outputs.size(),
            points,
            columns > 0),
        new SampledProgram(
            Lowering.program(rows, parameters, names), values, rows.size(), points, columns > 0),
        shifts.stream().mapToDouble(s -> s).toArray());
  }

  private static Expr shifted(
      Expr e, double shift, Map<String, Double> point, List<Double> shifts) {
    double by = Double.isFinite(shift) ? shift : 0;
    String name = "?shift " + shifts.size();
    shifts.add(by);
    point.put(name, by);
    return e.minus(Parameter.of(name));
  }

  /**
   * The same at other values of the model's parameters: unbiased there too, with the baselines and
   * control variates of here.
   */
  public Gradient moved(Map<String, Double> at) {
    double[] point = work.point().clone();
    List<String> names = new ArrayList<>(parameters);
    at.forEach((name, value) -> point[names.indexOf(name)] = value);
    return new Gradient(expectation, parts, parameters, work.at(point), shown.at(point), shifts);
  }

  /** What tasks do. */
  public SampledProgram work() {
    return work;
  }

  /** Samples are taken by multiples of this. */
  public long round() {
    return work.points().dimensions() == 0 ? 1 : Points.ROUND;
  }

  /** E f from the sums of {@code samples} samples: its value and standard error. */
  public double[] value(PartialSum sums, long samples) {
    return new double[] {shifts[0] + mean(sums, 0, samples), error(sums, 0, 1, samples)};
  }

  /** The gradients from the sums of {@code samples} samples. */
  public List<GradientEstimate> estimates(PartialSum sums, long samples) {
    List<GradientEstimate> estimates = new ArrayList<>();
    int shift = 1;
    for (Part part : parts) {
      for (int j = 0; j < part.candidates().size(); j++) {
        Pilot.Candidate c = part.candidates().get(j);
        estimates.add(
            new GradientEstimate(
                part.choice(),
                expectation.theta().get(c.parameter()),
                shifts[shift++] + mean(sums, part.sums() + j, samples),
                error(sums, part.sums() + j, part.square(j), samples),
                covariance(sums, part.sums() + j, part.sums() + j, part.square(j), samples),
                samples));
      }
    }
    return estimates;
  }

  /**
   * Covariances of one sample's gradient by each estimator for at most {@value #MOST_PAIRED}
   * parameters, {@code [row][column]} in the order of the estimates.
   */
  public Map<Choice, double[][]> covariances(PartialSum sums, long samples) {
    Map<Choice, double[][]> all = new LinkedHashMap<>();
    for (Part part : parts) {
      if (part.isPaired()) {
        int n = part.candidates().size();
        double[][] matrix = new double[n][n];
        for (int j = 0; j < n; j++) {
          for (int k = 0; k <= j; k++) {
            int product = part.sums() + n + j * (j + 1) / 2 + k;
            matrix[j][k] = covariance(sums, part.sums() + j, part.sums() + k, product, samples);
            matrix[k][j] = matrix[j][k];
          }
        }
        all.put(part.choice(), matrix);
      }
    }
    return all;
  }

  private double total(PartialSum sums, int k) {
    double total = 0;
    int replicates = work.points().dimensions() == 0 ? 1 : Points.REPLICATES;
    for (int r = 0; r < replicates; r++) {
      total += sums.value(r, k);
    }
    return total;
  }

  private double mean(PartialSum sums, int k, long samples) {
    return total(sums, k) / samples;
  }

  private double covariance(PartialSum sums, int j, int k, int product, long samples) {
    double cross = total(sums, j) * (total(sums, k) / samples);
    double covariance = (total(sums, product) - cross) / (samples - 1.0);
    return j == k ? Math.max(0, covariance) : covariance;
  }

  /** Of independent samples by their variance, of scrambled points by the spread of replicates. */
  private double error(PartialSum sums, int k, int square, long samples) {
    if (work.points().dimensions() == 0) {
      return Math.sqrt(covariance(sums, k, k, square, samples) / samples);
    }
    double mean = total(sums, k) / Points.REPLICATES;
    double squares = 0;
    for (int r = 0; r < Points.REPLICATES; r++) {
      double d = sums.value(r, k) - mean;
      squares += d * d;
    }
    double each = (double) samples / Points.REPLICATES;
    return Math.sqrt(squares / (Points.REPLICATES - 1.0) / Points.REPLICATES) / each;
  }

  /** f and the gradients of one sample, in the order of the estimates. */
  public double[] sample(Backend backend, long index) {
    long block = index / Points.BLOCK;
    int row = (int) (index % Points.BLOCK);
    double[][] values = new double[shown.sums()][Points.BLOCK];
    backend
        .kernel(shown.program())
        .evaluate(shown.point(), shown.points().block(block, row + 1), values);
    return IntStream.range(0, values.length).mapToDouble(k -> values[k][row]).toArray();
  }

  /** What finds the samples that are not finite. */
  public SampledProgram shown() {
    return shown;
  }
}
