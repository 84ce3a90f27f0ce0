package org.pushforward.jobs.job;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.gradient.Choice;
import org.pushforward.engine.gradient.Finding;
import org.pushforward.engine.gradient.Gradient;
import org.pushforward.engine.gradient.GradientEstimate;
import org.pushforward.engine.gradient.Plan;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.moment.Calculator;
import org.pushforward.engine.moment.Subject;
import org.pushforward.engine.variable.Model;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.DerivativeEstimate;
import org.pushforward.jobs.result.GradientFinding;
import org.pushforward.jobs.result.GradientSample;
import org.pushforward.jobs.result.Measured;
import org.pushforward.jobs.result.Numbers;
import org.pushforward.jobs.result.Optimum;
import org.pushforward.jobs.result.Outcome.GradientOutcome;
import org.pushforward.jobs.spark.Runner;

/**
 * What the sums of gradients say.
 *
 * @param summed of the plan's gradients, in their order
 */
record GradientAnswer(GradientQuestion question, Plan plan, List<SummedGradient> summed) {

  /** What is to be said of samples that are not finite. */
  List<Finding> notFinite(Runner runner) {
    return each()
        .flatMap(i -> NotFinite.findings(gradient(i), summed.get(i), runner).stream())
        .toList();
  }

  GradientOutcome outcome(List<Finding> more, Optimum optimum, Backend backend) {
    return new GradientOutcome(
        question.at(),
        variables(new Calculator(backend, question.at())),
        value(),
        estimates(),
        covariances(),
        Stream.concat(plan.diagnosis().stream(), more.stream()).map(GradientAnswer::said).toList(),
        question.spec().show().stream()
            .flatMap(index -> each().map(i -> sample(gradient(i), index, backend)))
            .toList(),
        optimum);
  }

  private Stream<Integer> each() {
    return IntStream.range(0, summed.size()).boxed();
  }

  private Gradient gradient(int i) {
    return plan.gradients().get(i);
  }

  private Map<String, Derivation> variables(Calculator calculator) {
    Map<String, Derivation> variables = new LinkedHashMap<>();
    for (Model.Part part : question.model().parts()) {
      variables.put(part.name(), derivation(part, calculator));
    }
    return variables;
  }

  /** A variable may be drawn whose density is not derived. */
  private static Derivation derivation(Model.Part part, Calculator calculator) {
    try {
      return part.isScalar()
          ? Derivations.of(
              part.said(),
              Subject.of(part.variable(), calculator).resolved(),
              Column.of(part.name()))
          : Derivations.of(part.with(Subject.resolved(part.vector(), calculator)));
    } catch (UnsupportedOperationException e) {
      return new Derivation(
          part.said(), "not derived: " + e.getMessage(), null, List.of(), List.of());
    }
  }

  /** By the samples that know it best. */
  private Measured value() {
    return each()
        .map(i -> gradient(i).value(summed.get(i).sums(), summed.get(i).samples()))
        .map(v -> new Measured(v[0], v[1]))
        .min(Comparator.comparingDouble(Measured::standardError))
        .orElseThrow();
  }

  /** Parameter by parameter, the estimators in the order they were asked for. */
  private List<DerivativeEstimate> estimates() {
    List<String> parameters = List.copyOf(question.theta().keySet());
    List<Choice> choices = question.choices();
    return each()
        .flatMap(i -> gradient(i).estimates(summed.get(i).sums(), summed.get(i).samples()).stream())
        .sorted(
            Comparator.<GradientEstimate>comparingInt(e -> parameters.indexOf(e.parameter().name()))
                .thenComparingInt(e -> choices.indexOf(e.choice())))
        .map(
            e ->
                new DerivativeEstimate(
                    e.choice().label(),
                    e.parameter().name(),
                    e.value(),
                    e.standardError(),
                    e.varianceOfOneSample(),
                    e.samples()))
        .toList();
  }

  private Map<String, List<List<Double>>> covariances() {
    Map<String, List<List<Double>>> all = new LinkedHashMap<>();
    each()
        .forEach(
            i ->
                gradient(i)
                    .covariances(summed.get(i).sums(), summed.get(i).samples())
                    .forEach(
                        (choice, matrix) ->
                            all.put(
                                choice.label(),
                                Arrays.stream(matrix).map(Numbers::list).toList())));
    return all;
  }

  private static GradientFinding said(Finding finding) {
    return new GradientFinding(
        finding.kind().key(),
        finding.parameter().isEmpty() ? null : finding.parameter(),
        finding.estimator().isEmpty() ? null : finding.estimator(),
        finding.text());
  }

  private static GradientSample sample(Gradient gradient, long index, Backend backend) {
    double[] values = gradient.sample(backend, index);
    Map<String, Map<String, Double>> all = new LinkedHashMap<>();
    int k = 1;
    for (GradientEstimate e : gradient.estimates(gradient.work().zero(), 1)) {
      all.computeIfAbsent(e.choice().label(), label -> new LinkedHashMap<>())
          .put(e.parameter().name(), values[k++]);
    }
    String numbers = gradient.round() > 1 ? "sobol" : "independent";
    return new GradientSample(index, numbers, values[0], all);
  }
}
