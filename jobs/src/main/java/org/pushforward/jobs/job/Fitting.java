package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.pushforward.engine.elementary.NormalLaw;
import org.pushforward.engine.elementary.Scalar;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.inference.Box;
import org.pushforward.engine.inference.Fit;
import org.pushforward.engine.inference.Profile;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.likelihood.Contribution;
import org.pushforward.engine.optimize.Bfgs;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.Description;
import org.pushforward.jobs.result.Likelihood;
import org.pushforward.jobs.result.Numbers;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.ParameterSpec;
import org.pushforward.jobs.spec.ProfileSpec;
import org.pushforward.jobs.spec.Range;

/** A problem's data and its fit: what jobs fit and profile share. */
final class Fitting implements AutoCloseable {
  /** Points of the drawn curve: finer than a screen resolves. */
  private static final int CURVE_POINTS = 401;

  /**
   * An error of a convolution, as a fraction of the density's peak, that the user should know of.
   */
  private static final double WORTH_A_WARNING = 1e-6;

  private final Problem problem;
  private final Runner runner;
  private final List<Sample> samples;
  private SampleLikelihood likelihood;
  private Fit fit;

  private Fitting(Problem problem, Runner runner, List<Sample> samples) {
    this.problem = problem;
    this.runner = runner;
    this.samples = samples;
  }

  /** Loads the data and fits. */
  static Fitting of(Problem problem, Runner runner, Progress progress) {
    progress.phase("reading data", 0);
    Fitting fitting = new Fitting(problem, runner, Samples.load(problem, runner, progress));
    try {
      fitting.fit(progress);
      return fitting;
    } catch (RuntimeException e) {
      fitting.close();
      throw e;
    }
  }

  private void fit(Progress progress) {
    Box box = problem.box();
    progress.phase("fitting", 0);
    likelihood = new SampleLikelihood(problem, samples, box.start(), runner);
    likelihood.requireFinite(box.start());
    fit = Fit.minimize(likelihood, box, iteration -> show(iteration, progress));
    if (!convolutions().isEmpty()) {
      // Grids were chosen where the fit began; they are to serve where it ended.
      likelihood.close();
      likelihood = new SampleLikelihood(problem, samples, fit.point(), runner);
      Box here = new Box(fit.point(), box.lower(), box.upper());
      fit = Fit.minimize(likelihood, here, iteration -> show(iteration, progress)).after(fit);
    }
    double error =
        convolutions().stream().mapToDouble(Derivation.Convolution::error).max().orElse(0);
    if (!(error <= WORTH_A_WARNING)) {
      progress.warn(
          String.format(
              Locale.ROOT,
              "the numeric convolution is only good to %.1e of the density's peak",
              error));
    }
    if (!fit.converged()) {
      progress.warn("the fit did not converge: " + fit.reason());
    }
  }

  private static void show(Bfgs.Iteration iteration, Progress progress) {
    progress.at(
        iteration.iteration(),
        String.format(
            Locale.ROOT,
            "nll %.6f, distance %.1e",
            iteration.value(),
            iteration.estimatedDistance()));
  }

  SampleLikelihood likelihood() {
    return likelihood;
  }

  Fit fit() {
    return fit;
  }

  /** The fit as the result has it. */
  org.pushforward.jobs.result.Fit result() {
    Map<String, org.pushforward.jobs.result.Fit.Parameter> parameters = new LinkedHashMap<>();
    Map<String, Double> gradient = new LinkedHashMap<>();
    int next = 0;
    for (ParameterSpec parameter : problem.spec().parameters().values()) {
      String name = parameter.name();
      if (parameter.fixed()) {
        parameters.put(
            name, new org.pushforward.jobs.result.Fit.Parameter(parameter.start(), 0, true));
      } else {
        double error = Math.sqrt(fit.covariance().get(next, next));
        parameters.put(
            name, new org.pushforward.jobs.result.Fit.Parameter(fit.point()[next], error, false));
        gradient.put(name, fit.gradient()[next++]);
      }
    }
    return new org.pushforward.jobs.result.Fit(
        parameters,
        Numbers.rows(fit.covariance().toArray(), next),
        fit.value(),
        gradient,
        fit.iterations(),
        fit.evaluations(),
        fit.converged(),
        fit.reason(),
        fit.estimatedDistance());
  }

  /** A scan as the result has it. */
  org.pushforward.jobs.result.Profile profile(Profile profile, ProfileSpec scan) {
    List<org.pushforward.jobs.result.Profile.Point> points = new ArrayList<>();
    for (Profile.Point point : profile.points()) {
      points.add(
          new org.pushforward.jobs.result.Profile.Point(
              point.point()[profile.parameter()],
              point.value(),
              point.gradient(),
              problem.named(point.point())));
    }
    double q =
        Scalar.value(
            NormalLaw.normalQuantile(Scalar.INSTANCE, Scalar.of(0.5 * (1 + scan.level()))));
    double rise = scan.level() == ProfileSpec.ONE_SIGMA ? 0.5 : 0.5 * q * q;
    Profile.Interval interval =
        profile.interval(fit.point()[profile.parameter()], fit.value(), rise);
    return new org.pushforward.jobs.result.Profile(
        scan.parameter(),
        points,
        new org.pushforward.jobs.result.Profile.Interval(rise, interval.low(), interval.high()));
  }

  /** The data beside the fitted model. */
  Map<String, Likelihood> likelihoods() {
    Map<String, Likelihood> likelihoods = new LinkedHashMap<>();
    for (Sample sample : samples) {
      Map<String, Likelihood.Observable> observables = new LinkedHashMap<>();
      for (Model.Part part : likelihood.parts(sample)) {
        part.variables()
            .forEach(
                (name, variable) ->
                    observables.put(name, observable(sample, part.said(), name, variable)));
        if (part.isJoint()) {
          // The densities of its components alone are not known: there is nothing to draw.
          observables.put(
              part.name(), new Likelihood.Observable("unbinned", Derivations.of(part), null, null));
        }
      }
      likelihoods.put(
          sample.name(),
          new Likelihood(
              sample.used(),
              sample.outOfRange(),
              sample.skipped(),
              sample.sumOfWeights(),
              observables));
    }
    return likelihoods;
  }

  private Likelihood.Observable observable(
      Sample sample, String said, String name, RandomVariable variable) {
    Histograms.Counted counted = sample.histograms().get(name);
    double[] edges = counted.edges();
    Column edge = Column.edges(name).within(edges[0], edges[edges.length - 1]);
    double[] expected =
        evaluate(Contribution.probability(edge, variable), name, edges, edges.length - 1);
    Range range = sample.ranges().get(name);
    Column seen =
        sample.conditioned().get(name)
            ? Column.of(name).within(range.low(), range.high())
            : Column.of(name);
    scale(expected, counted.total());
    return new Likelihood.Observable(
        sample.isBinned() ? "binned" : "unbinned",
        Derivations.of(said, variable, seen),
        new Likelihood.Histogram(
            Numbers.list(edges),
            Numbers.list(counted.counts()),
            sample.weighted() ? Numbers.list(counted.squares()) : null,
            Numbers.list(expected)),
        variable.isDiscrete()
            ? steps(edges, expected)
            : curve(name, variable, range, counted.total()));
  }

  private Likelihood.Curve curve(String name, RandomVariable variable, Range range, double total) {
    double[] x = Histograms.edges(range, CURVE_POINTS - 1);
    double[] y = evaluate(variable.density(Column.of(name)), name, x, x.length);
    scale(y, total);
    return new Likelihood.Curve(Numbers.list(x), Numbers.list(y), Map.of());
  }

  /** Probabilities of separate values, spread over the bins that hold them. */
  private static Likelihood.Curve steps(double[] edges, double[] expected) {
    double[] x = new double[2 * expected.length];
    double[] y = new double[2 * expected.length];
    for (int i = 0; i < x.length; i++) {
      int bin = i / 2;
      x[i] = edges[(i + 1) / 2];
      y[i] = expected[bin] / (edges[bin + 1] - edges[bin]);
    }
    return new Likelihood.Curve(Numbers.list(x), Numbers.list(y), Map.of());
  }

  private double[] evaluate(Expr e, String column, double[] values, int rows) {
    double[][] output = new double[1][rows];
    Device.backend(runner.backend())
        .kernel(Lowering.program(List.of(e), problem.parameters(), List.of(column)))
        .evaluate(problem.all(fit.point()), new EventBlock(new double[][] {values}, rows), output);
    return output[0];
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /** The numeric convolutions of the model. */
  private List<Derivation.Convolution> convolutions() {
    return samples.stream()
        .flatMap(sample -> likelihood.parts(sample).stream())
        .flatMap(part -> Derivations.sums(part.vector()).stream())
        .map(Description.Sum::convolution)
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public void close() {
    if (likelihood != null) {
      likelihood.close();
    }
    samples.forEach(Sample::close);
  }
}
