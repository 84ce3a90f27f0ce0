package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.gradient.Choice;
import org.pushforward.engine.gradient.Gradient;
import org.pushforward.engine.gradient.GradientEstimate;
import org.pushforward.engine.gradient.Plan;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.moment.SampledProgram;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.optimize.Ascent;
import org.pushforward.jobs.result.Measured;
import org.pushforward.jobs.result.Optimum;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Shared;
import org.pushforward.jobs.spec.OptimizeSpec;
import org.pushforward.jobs.spec.Range;

/**
 * Walks along the estimated gradient of an expectation to where it is least or greatest. Step t is
 * made of the samples t S to (t + 1) S - 1, and baselines and control variates follow every window.
 */
final class Optimization {
  /** Samples of a step that the driver takes: above, Spark's latency is the smaller part. */
  private static final long MOST_HERE = 1 << 16;

  /** What samples say of a point. */
  private record Told(Measured value, double[] gradient, double[] errors) {
    /** Of a point where there is no law. */
    static Told nothing(List<String> theta) {
      double[] none = new double[theta.size()];
      Arrays.fill(none, Double.NaN);
      return new Told(new Measured(Double.NaN, Double.NaN), none, none);
    }
  }

  private final GradientQuestion question;
  private final OptimizeSpec spec;
  private final Runner runner;
  private final Progress progress;
  private final Backend backend;
  private final List<String> theta;
  private List<Choice> choices;

  Optimization(GradientQuestion question, OptimizeSpec spec, Runner runner, Progress progress) {
    this.question = question;
    this.spec = spec;
    this.runner = runner;
    this.progress = progress;
    this.backend = Device.backend(runner.backend());
    this.theta = List.copyOf(question.theta().keySet());
    this.choices = question.choices();
  }

  /**
   * @param folder where the path goes as a table, or null
   */
  Optimum run(Path folder) throws IOException {
    List<Range> box = List.copyOf(question.theta().values());
    Ascent ascent =
        Ascent.of(
            spec.settings(),
            theta.stream().mapToDouble(name -> question.at().get(name)).toArray(),
            box.stream().mapToDouble(Range::low).toArray(),
            box.stream().mapToDouble(Range::high).toArray());
    progress.phase("optimizing", spec.settings().steps());
    Plan plan = null;
    while (!ascent.done()) {
      Map<String, Double> at = at(ascent.point());
      Optional<String> refusal = refusal(at);
      if (refusal.isEmpty() && ascent.step() % spec.settings().window() == 0) {
        plan = plan(at, plan);
      }
      Told told =
          refusal.isEmpty() ? told(plan, at, ascent.step(), spec.samples()) : Told.nothing(theta);
      ascent.tell(told.value.value(), told.value.standardError(), told.gradient, told.errors);
      progress.at(ascent.step(), note(told.value));
    }
    if (ascent.path().isEmpty()) {
      throw new SpecException(
          spec.place(),
          "value and gradient of the first step are not finite: " + fault(ascent),
          "start elsewhere, or take another estimator");
    }
    return optimum(ascent, plan, folder);
  }

  private static String note(Measured value) {
    return String.format(Locale.ROOT, "value %.8g +- %.1g", value.value(), value.standardError());
  }

  private Map<String, Double> at(double[] point) {
    Map<String, Double> at = new LinkedHashMap<>(question.at());
    for (int i = 0; i < point.length; i++) {
      at.put(theta.get(i), point[i]);
    }
    return at;
  }

  /** Why the law does not allow these parameters. */
  private Optional<String> refusal(Map<String, Double> at) {
    try {
      question.requireLaw(at);
      return Optional.empty();
    } catch (SpecException e) {
      return Optional.of(e.problem());
    }
  }

  /** A new plan, or the one before where no pilot succeeds: its samples tell what is wrong. */
  private Plan plan(Map<String, Double> at, Plan before) {
    try {
      return plan(at);
    } catch (SpecException e) {
      if (before == null) {
        throw e;
      }
      return before;
    }
  }

  /** With one estimator for each parameter, the first listed, and no others. */
  private Plan plan(Map<String, Double> at) {
    Plan plan = question.plan(at, choices, backend);
    Set<Choice> needed = new LinkedHashSet<>();
    for (String name : theta) {
      needed.add(first(name, estimates(plan)));
    }
    if (question.spec().estimators().isEmpty() || needed.size() == choices.size()) {
      return plan;
    }
    choices = choices.stream().filter(needed::contains).toList();
    return question.plan(at, choices, backend);
  }

  /** Which there will be. */
  private static List<GradientEstimate> estimates(Plan plan) {
    return plan.gradients().stream()
        .flatMap(g -> g.estimates(g.work().zero(), 1).stream())
        .toList();
  }

  private Choice first(String parameter, List<GradientEstimate> among) {
    return among.stream()
        .filter(e -> e.parameter().name().equals(parameter))
        .map(GradientEstimate::choice)
        .min((a, b) -> Integer.compare(choices.indexOf(a), choices.indexOf(b)))
        .orElseThrow(
            () ->
                new SpecException(
                    question.spec().estimatorsPlace(),
                    "no estimator serves " + parameter + ", which is to be optimized",
                    "leave it out of with_respect_to, or add an estimator that serves it"));
  }

  /** By {@code samples} samples, the {@code number}th so many. */
  private Told told(Plan plan, Map<String, Double> at, long number, long samples) {
    List<GradientEstimate> all = new ArrayList<>();
    Measured value = null;
    for (Gradient gradient : plan.gradients()) {
      Gradient moved = gradient.moved(at);
      long count = (samples + moved.round() - 1) / moved.round() * moved.round();
      PartialSum sums = sums(moved, number * count, count);
      double[] v = moved.value(sums, count);
      if (value == null || v[1] < value.standardError()) {
        value = new Measured(v[0], v[1]);
      }
      all.addAll(moved.estimates(sums, count));
    }
    double[] gradient = new double[theta.size()];
    double[] errors = new double[theta.size()];
    for (int i = 0; i < gradient.length; i++) {
      String name = theta.get(i);
      Choice choice = first(name, all);
      GradientEstimate e =
          all.stream()
              .filter(x -> x.choice().equals(choice) && x.parameter().name().equals(name))
              .findFirst()
              .orElseThrow();
      gradient[i] = e.value();
      errors[i] = e.standardError();
    }
    return new Told(value, gradient, errors);
  }

  private PartialSum sums(Gradient gradient, long first, long count) {
    Runner where = count <= MOST_HERE ? runner.here() : runner;
    try (Shared<SampledProgram> work = where.share(gradient.work())) {
      return where.over(
          count, GradientSampling.GRAIN, new SampleSums(work, first, runner.backend()));
    }
  }

  private Optimum optimum(Ascent ascent, Plan plan, Path folder) throws IOException {
    Ascent.Average mean = ascent.average();
    Map<String, Double> at = at(mean.point());
    // As many as the average is made of, and none of theirs.
    Told there = told(plan(at, plan), at, lastBlock(), mean.steps() * spec.samples());
    Map<String, Optimum.Parameter> parameters = new LinkedHashMap<>();
    for (int i = 0; i < theta.size(); i++) {
      parameters.put(
          theta.get(i),
          new Optimum.Parameter(
              mean.point()[i],
              mean.spread()[i],
              there.gradient[i],
              there.errors[i],
              mean.held()[i]));
    }
    boolean converged = ascent.reason() == Ascent.Reason.CONVERGED;
    String reason = reason(ascent);
    if (!converged) {
      progress.warn("the optimum is not found: " + reason);
    }
    AscentPath path = new AscentPath(theta, ascent.path());
    return new Optimum(
        spec.settings().goal().name().toLowerCase(Locale.ROOT),
        parameters,
        there.value,
        ascent.step(),
        converged,
        reason,
        path.shown(),
        folder == null ? null : path.table(folder, progress));
  }

  /** A number of a block of samples, of any size of at most 2 windows, that no step reaches. */
  private long lastBlock() {
    return spec.settings().steps();
  }

  private String reason(Ascent ascent) {
    return switch (ascent.reason()) {
      case CONVERGED ->
          "the mean gradients of two windows of "
              + spec.settings().window()
              + " steps are 0 within "
              + (spec.settings().tolerance() > 0 ? "errors or tolerance" : "their errors");
      case MOST_STEPS -> "all " + ascent.step() + " steps are walked";
      case NOT_FINITE -> fault(ascent);
    };
  }

  private String fault(Ascent ascent) {
    Ascent.Fault fault = ascent.fault().orElseThrow();
    String what =
        refusal(at(fault.step().point()))
            .map(why -> "the law ends: " + why)
            .orElse(
                (fault.component() < 0 ? "the value" : "d / d " + theta.get(fault.component()))
                    + " is not finite");
    return what + ", at step " + fault.step().step() + ", " + at(fault.step().point());
  }
}
