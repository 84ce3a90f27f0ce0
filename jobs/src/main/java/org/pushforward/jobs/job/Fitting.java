package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

  /** Fits after which grids that serve the one do not serve the next are given up. */
  private static final int MOST_FITS = 4;

  private final Problem problem;
  private final Runner runner;
  private final List<Sample> samples;
  private RefinedLikelihood likelihood;
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
    double tolerance = problem.spec().convolution().tolerance();
    progress.phase("fitting", 0);
    likelihood = RefinedLikelihood.at(box.start(), problem, samples, runner);
    likelihood.value().requireFinite(box.start());
    fit = Fit.minimize(likelihood.value(), box, iteration -> show(iteration, progress));
    // Grids were chosen where the fit began; they are to serve where it ended.
    boolean serves = !likelihood.isNumeric();
    for (int fits = 1; !serves && fits < MOST_FITS; fits++) {
      likelihood.close();
      likelihood = RefinedLikelihood.at(fit.point(), problem, samples, runner);
      double chosen = likelihood.error();
      Box here = new Box(fit.point(), box.lower(), box.upper());
      fit =
          Fit.minimize(likelihood.value(), here, iteration -> show(iteration, progress)).after(fit);
      likelihood.measure(fit.point());
      serves = likelihood.error() <= Math.max(tolerance, 2 * chosen);
    }
    if (!(likelihood.error() <= tolerance)) {
      progress.warn(
          String.format(
              Locale.ROOT,
              "numeric convolutions may change the negative log-likelihood by %.1e; the tolerance"
                  + " is %.1e",
              likelihood.error(),
              tolerance));
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
    return likelihood.value();
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
      for (Model.Part part : likelihood.value().parts(sample)) {
        part.variables()
            .forEach(
                (name, variable) ->
                    observables.put(
                        name,
                        observable(
                            sample,
                            part.said(),
                            name,
                            variable,
                            likelihood.coarser(sample, name))));
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
              likelihood.errors().get(sample.name()),
              observables));
    }
    return likelihoods;
  }

  private Likelihood.Observable observable(
      Sample sample,
      String said,
      String name,
      RandomVariable variable,
      Optional<RandomVariable> coarser) {
    Histograms.Counted counted = sample.histograms().get(name);
    double[] edges = counted.edges();
    Column edge = Column.edges(name).within(edges[0], edges[edges.length - 1]);
    double[] expected = expected(edge, variable, edges);
    Range range = sample.ranges().get(name);
    Column seen =
        sample.conditioned().get(name)
            ? Column.of(name).within(range.low(), range.high())
            : Column.of(name);
    List<Double> errors =
        coarser
            .map(v -> Numbers.list(distance(expected, expected(edge, v, edges), counted.total())))
            .orElse(null);
    scale(expected, counted.total());
    return new Likelihood.Observable(
        sample.isBinned() ? "binned" : "unbinned",
        Derivations.of(said, variable, seen),
        new Likelihood.Histogram(
            Numbers.list(edges),
            Numbers.list(counted.counts()),
            sample.weighted() ? Numbers.list(counted.squares()) : null,
            Numbers.list(expected),
            errors),
        variable.isDiscrete()
            ? steps(edges, expected)
            : curve(name, variable, range, counted.total()));
  }

  private double[] expected(Column edge, RandomVariable variable, double[] edges) {
    Expr probability = Contribution.probability(edge, variable);
    return evaluate(probability, edge.name(), edges, edges.length - 1);
  }

  private static double[] distance(double[] a, double[] b, double factor) {
    return IntStream.range(0, a.length).mapToDouble(i -> factor * Math.abs(a[i] - b[i])).toArray();
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

  @Override
  public void close() {
    if (likelihood != null) {
      likelihood.close();
    }
    samples.forEach(Sample::close);
  }
}
