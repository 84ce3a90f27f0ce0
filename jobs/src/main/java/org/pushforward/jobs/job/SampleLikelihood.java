package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.inference.Likelihood;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.likelihood.Contribution;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.optimize.SymmetricMatrix;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.HeldBlock;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spark.Work;
import org.pushforward.jobs.spec.Range;

/**
 * The negative log-likelihood of all samples of a problem, its sums made where the data are.
 *
 * <p>Grids of numeric convolutions are chosen at a reference point and stay, so that the gradient
 * is that of the value.
 */
final class SampleLikelihood implements Likelihood, AutoCloseable {

  /**
   * Rows times points above which a grid of points is dealt out to tasks; below, a task costs more
   * than it saves.
   */
  private static final long WORTH_A_TASK = 1L << 20;

  private record Part(
      Sample sample,
      List<Model.Part> parts,
      Contribution contribution,
      Wanted gradient,
      Wanted hessian) {}

  /** A program that is derived and sent to all machines when it is first wanted. */
  private final class Wanted implements AutoCloseable {
    private final Supplier<Program> derived;
    private Shared<Program> shared;

    Wanted(Supplier<Program> derived) {
      this.derived = derived;
    }

    Shared<Program> get() {
      if (shared == null) {
        shared = runner.share(derived.get());
      }
      return shared;
    }

    @Override
    public void close() {
      if (shared != null) {
        shared.close();
      }
    }
  }

  private final Problem problem;
  private final Runner runner;
  private final List<Part> parts = new ArrayList<>();
  private final int free;

  /**
   * @param scheme of convolutions, by sample
   */
  SampleLikelihood(
      Problem problem,
      List<Sample> samples,
      double[] reference,
      Function<Sample, Scheme> scheme,
      Runner runner) {
    this.problem = problem;
    this.runner = runner;
    this.free = problem.free().size();
    for (Sample sample : samples) {
      parts.add(part(sample, problem.named(reference), scheme.apply(sample)));
    }
  }

  private Part part(Sample sample, Map<String, Double> reference, Scheme scheme) {
    List<Model.Part> parts =
        sample.parts().stream().map(part -> seen(part, sample, reference, scheme)).toList();
    List<Column> columns = new ArrayList<>();
    for (Model.Part part : parts) {
      for (String name : part.names()) {
        Range range = sample.ranges().get(name);
        boolean bounded = sample.conditioned().get(name) || !part.isJoint();
        Column x = sample.isBinned() ? Column.edges(name) : Column.of(name);
        columns.add(bounded ? x.within(range.low(), range.high()) : x);
      }
    }
    Contribution contribution =
        sample.isBinned()
            ? Contribution.binned(
                columns.get(0), parts.get(0).variables().values().iterator().next())
            : Contribution.unbinned(
                columns, parts.stream().map(Model.Part::vector).toList(), sample.weighted());
    return new Part(
        sample,
        parts,
        contribution,
        new Wanted(() -> contribution.gradient(problem.parameters(), problem.free())),
        new Wanted(() -> contribution.hessian(problem.parameters(), problem.free())));
  }

  private static Model.Part seen(
      Model.Part part, Sample sample, Map<String, Double> reference, Scheme scheme) {
    List<Range> ranges = part.names().stream().map(sample.ranges()::get).toList();
    RandomVector vector =
        part.vector()
            .resolved(
                ranges.stream().map(r -> new Domain(r.low(), r.high())).toList(),
                reference,
                scheme);
    Map<String, Range> wanted = new LinkedHashMap<>(sample.ranges());
    wanted.keySet().removeIf(name -> !sample.conditioned().get(name));
    return Problem.within(part.with(vector), wanted);
  }

  /**
   * The parts of a sample's model as its likelihood takes them: resolved, conditioned on ranges.
   */
  List<Model.Part> parts(Sample sample) {
    return parts.stream().filter(p -> p.sample == sample).findFirst().orElseThrow().parts;
  }

  /**
   * By sample's name, what two likelihoods of the same data differ by, datum for datum: the sum of
   * w |log p - log q|.
   */
  Map<String, Double> distance(SampleLikelihood other, double[] point) {
    Map<String, Double> distances = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Program program =
          part.contribution
              .distance(other.parts.get(i).contribution)
              .gradient(problem.parameters(), List.of());
      try (Shared<Program> shared = runner.share(program)) {
        distances.put(part.sample.name(), sums(part, shared, 1, problem.all(point), 1).value(0, 0));
      }
    }
    return distances;
  }

  @Override
  public void evaluate(int[] problems, double[] points, double[] values, double[] gradients) {
    int count = problems.length;
    double[] all = allParameters(points, count);
    PartialSum[] sums = new PartialSum[parts.size()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = sums(parts.get(i), parts.get(i).gradient.get(), 1 + free, all, count);
    }
    for (int point = 0; point < count; point++) {
      values[point] = 0;
      for (int k = 0; k < free; k++) {
        gradients[point * free + k] = 0;
      }
      for (PartialSum sum : sums) {
        values[point] += sum.value(point, 0);
        for (int k = 0; k < free; k++) {
          gradients[point * free + k] += sum.value(point, k + 1);
        }
      }
    }
  }

  @Override
  public SymmetricMatrix hessian(double[] point) {
    SymmetricMatrix hessian = new SymmetricMatrix(free);
    double[] all = problem.all(point);
    for (Part part : parts) {
      PartialSum sum = sums(part, part.hessian.get(), free * (free + 1) / 2, all, 1);
      int output = 0;
      for (int i = 0; i < free; i++) {
        for (int j = i; j < free; j++) {
          hessian.set(i, j, hessian.get(i, j) + sum.value(0, output++));
        }
      }
    }
    return hessian;
  }

  private PartialSum sums(
      Part part, Shared<Program> program, int outputs, double[] points, int count) {
    Sample sample = part.sample;
    if (!sample.isBinned()) {
      return runner.over(
          sample.blocks(), new BlockSums(program, outputs, points, count, runner.backend()));
    }
    Runner where = (long) sample.bins() * count < WORTH_A_TASK ? runner.here() : runner;
    long grain = Math.max(1, WORTH_A_TASK / 8 / sample.bins());
    return where.over(
        count,
        grain,
        new PointSums(program, sample.binned(), outputs, points, count, runner.backend()));
  }

  private double[] allParameters(double[] points, int count) {
    int width = problem.parameters().size();
    double[] all = new double[count * width];
    for (int point = 0; point < count; point++) {
      double[] one = new double[free];
      System.arraycopy(points, point * free, one, 0, free);
      System.arraycopy(problem.all(one), 0, all, point * width, width);
    }
    return all;
  }

  /**
   * Checks that value and gradient at the start are finite.
   *
   * @throws SpecException that names the first datum at which they are not
   */
  void requireFinite(double[] start) {
    double[] all = problem.all(start);
    for (Part part : parts) {
      double[] sums = sums(part, part.gradient.get(), 1 + free, all, 1).values(0);
      if (!Arrays.stream(sums).allMatch(Double::isFinite)) {
        throw notFinite(part, all, sums[0]);
      }
    }
  }

  private SpecException notFinite(Part part, double[] all, double value) {
    String at =
        problem.spec().parameters().values().stream()
            .map(p -> p.name() + " = " + all[problem.parameters().indexOf(p.name())])
            .collect(Collectors.joining(", "));
    String datum = part.sample.isBinned() ? badBin(part, all) : badDatum(part, all);
    return new SpecException(
        problem.spec().likelihoods().get(part.sample.name()).model().place(),
        (Double.isFinite(value)
                ? "the gradient of the model's density is undefined at "
                : "the model's density is zero or undefined at ")
            + datum
            + ", with "
            + at,
        "start from other parameters, give the observable a range, or add a component that covers"
            + " such data"
            + (areCounts(part) ? "; laws of counts have whole numbers only" : ""));
  }

  private static boolean areCounts(Part part) {
    return part.parts.stream()
        .flatMap(p -> p.variables().values().stream())
        .anyMatch(RandomVariable::isDiscrete);
  }

  private String badDatum(Part part, double[] all) {
    double[] found =
        runner.over(part.sample.blocks(), new FirstBad(part.gradient.get(), all, runner.backend()));
    List<String> names = part.parts.stream().flatMap(p -> p.names().stream()).toList();
    double[] values = Arrays.copyOfRange(found, 2, 2 + names.size());
    List<String> datum = new ArrayList<>();
    for (String name : names) {
      datum.add(name + " = " + values[datum.size()]);
    }
    String row = part.sample.rowOf().apply(values);
    return String.join(", ", datum) + (row.isEmpty() ? "" : " (" + row + ")");
  }

  private String badBin(Part part, double[] all) {
    EventBlock block = part.sample.binned().get();
    Program program = part.gradient.get().get();
    int bad = firstBad(Device.backend(runner.backend()).kernel(program), program, block, all);
    double[] edges = block.columns()[0];
    return bad < 0 ? "some bin" : "the bin [" + edges[bad] + ", " + edges[bad + 1] + "]";
  }

  /** The first row at which an output is not finite, or -1. */
  private static int firstBad(Kernel kernel, Program program, EventBlock block, double[] all) {
    double[][] outputs = new double[program.outputs()][block.rows()];
    kernel.evaluate(all, block, outputs);
    return IntStream.range(0, block.rows())
        .filter(row -> Arrays.stream(outputs).anyMatch(output -> !Double.isFinite(output[row])))
        .findFirst()
        .orElse(-1);
  }

  @Override
  public void close() {
    for (Part part : parts) {
      part.gradient.close();
      part.hessian.close();
    }
  }

  /**
   * The first datum, in the order of files and rows, whose term or gradient is not finite: {part,
   * row, columns ...}, empty where there is none.
   */
  private record FirstBad(
      Shared<Program> program, double[] point, org.pushforward.jobs.spark.BackendChoice backend)
      implements Work<HeldBlock, double[]> {
    @Override
    public double[] zero() {
      return new double[0];
    }

    @Override
    public double[] add(double[] into, HeldBlock unit) {
      EventBlock block = unit.block();
      Program p = program.get();
      int bad = firstBad(Device.backend(backend).kernel(p), p, block, point);
      if (bad >= 0) {
        double[] datum = new double[2 + block.columns().length];
        datum[0] = unit.part();
        datum[1] = unit.firstRow() + bad;
        for (int c = 0; c < block.columns().length; c++) {
          datum[2 + c] = block.columns()[c][bad];
        }
        return merge(into, datum);
      }
      return into;
    }

    @Override
    public double[] merge(double[] a, double[] b) {
      if (a.length == 0 || b.length == 0) {
        return a.length == 0 ? b : a;
      }
      return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]) ? a : b;
    }
  }
}
