package org.pushforward.jobs.job;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.Description;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.ConvolutionSpec;

/**
 * A likelihood whose numeric convolutions have cells so narrow that its error at a point is within
 * the spec's tolerance, as far as that can be had.
 *
 * <p>The error is what cells twice as wide change, datum for datum, sum w |log p - log q|. That is
 * the error itself of what falls as the step, and more than that of what falls faster.
 */
final class RefinedLikelihood implements AutoCloseable {
  /** Cells of a table that are not halved any more. */
  private static final long MOST_CELLS = 1 << 20;

  private final Problem problem;
  private final List<Sample> samples;
  private final Runner runner;
  private SampleLikelihood value;
  private SampleLikelihood coarser; // null without numeric convolutions
  private Map<String, Double> errors = Map.of();

  private RefinedLikelihood(Problem problem, List<Sample> samples, Runner runner) {
    this.problem = problem;
    this.samples = samples;
    this.runner = runner;
  }

  /** The likelihood on cells halved until its error at this point is within the tolerance. */
  static RefinedLikelihood at(
      double[] point, Problem problem, List<Sample> samples, Runner runner) {
    RefinedLikelihood refined = new RefinedLikelihood(problem, samples, runner);
    try {
      refined.refine(point);
      return refined;
    } catch (RuntimeException e) {
      refined.close();
      throw e;
    }
  }

  private void refine(double[] point) {
    int halvings = 0;
    value = on(point, halvings);
    if (convolutions().isEmpty()) {
      return;
    }
    coarser = on(point, halvings - 1);
    measure(point);
    double tolerance = problem.spec().convolution().tolerance();
    double before = Double.POSITIVE_INFINITY;
    // What does not fall is rounding, or the error of another rule.
    while (!(error() <= tolerance) && error() < before / 2 && mayBeHalved()) {
      before = error();
      coarser.close();
      coarser = value;
      value = on(point, ++halvings);
      measure(point);
    }
  }

  private SampleLikelihood on(double[] point, int halvings) {
    ConvolutionSpec spec = problem.spec().convolution();
    // Samples at centres have the cells they have; they are compared with what is right.
    Function<Sample, Scheme> scheme =
        spec.sampled() && halvings < 0
            ? sample -> Problem.scheme(ConvolutionSpec.AUTO, sample.bins())
            : sample -> Problem.scheme(spec, sample.bins()).halved(halvings);
    return new SampleLikelihood(problem, samples, point, scheme, runner);
  }

  private boolean mayBeHalved() {
    return !problem.spec().convolution().sampled()
        && convolutions().stream().allMatch(c -> 2 * c.nodes() <= MOST_CELLS);
  }

  private List<Derivation.Convolution> convolutions() {
    return samples.stream()
        .flatMap(sample -> value.parts(sample).stream())
        .flatMap(part -> Derivations.sums(part.vector()).stream())
        .map(Description.Sum::convolution)
        .filter(Objects::nonNull)
        .toList();
  }

  SampleLikelihood value() {
    return value;
  }

  /** Whether there is a numeric convolution. */
  boolean isNumeric() {
    return coarser != null;
  }

  /** Finds the errors at another point. */
  void measure(double[] point) {
    errors = value.distance(coarser, point);
  }

  /** By sample's name, where last measured; empty without numeric convolutions. */
  Map<String, Double> errors() {
    return errors;
  }

  /** Of all data. */
  double error() {
    return errors.values().stream().mapToDouble(e -> e).sum();
  }

  /** An observable as the coarser cells have it. */
  Optional<RandomVariable> coarser(Sample sample, String name) {
    return Optional.ofNullable(coarser).stream()
        .flatMap(c -> c.parts(sample).stream())
        .flatMap(part -> Optional.ofNullable(part.variables().get(name)).stream())
        .findFirst();
  }

  @Override
  public void close() {
    if (value != null) {
      value.close();
    }
    if (coarser != null) {
      coarser.close();
    }
  }
}
