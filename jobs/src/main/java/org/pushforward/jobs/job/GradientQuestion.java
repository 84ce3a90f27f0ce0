package org.pushforward.jobs.job;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.gradient.Choice;
import org.pushforward.engine.gradient.Expectation;
import org.pushforward.engine.gradient.Finding;
import org.pushforward.engine.gradient.Plan;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.moment.Calculator;
import org.pushforward.engine.moment.Subject;
import org.pushforward.engine.variable.Integrand;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spec.GradientSpec;
import org.pushforward.jobs.spec.ParameterSpec;
import org.pushforward.jobs.spec.PointSpec;
import org.pushforward.jobs.spec.Range;
import org.pushforward.jobs.spec.Spec;

/**
 * What job gradient is asked.
 *
 * @param model within the observables' ranges
 * @param known where each parameter lies: at its value, or where it is to be optimized in its range
 * @param at every parameter of model and formula, by name
 * @param theta those that derivatives are taken by, with their ranges
 */
record GradientQuestion(
    GradientSpec spec,
    long seed,
    Model model,
    Map<String, Bounds> known,
    Map<String, Double> at,
    Map<String, Range> theta) {

  static GradientQuestion of(Spec spec) {
    GradientSpec gradient = spec.requireGradient();
    Map<String, Double> values = spec.values(gradient.at());
    Map<String, Range> ranges = ranges(spec, values);
    Map<String, Bounds> known = PointSpec.bounds(values);
    if (gradient.optimize().isPresent()) {
      (gradient.withRespectTo().isEmpty() ? values : gradient.withRespectTo())
          .keySet()
          .forEach(
              name ->
                  known.computeIfPresent(
                      name, (n, b) -> Bounds.between(ranges.get(n).low(), ranges.get(n).high())));
    }
    requireLaw(gradient, values);
    Model read = ModelReader.read(gradient.under(), known);
    Model model =
        new Model(
            read.parts().stream()
                .map(part -> Problem.conditioned(part, gradient.observables()))
                .toList(),
            read.parameters(),
            read.used());
    GradientQuestion all =
        new GradientQuestion(gradient, spec.seed(), model, known, values, ranges);
    Set<String> used = new LinkedHashSet<>(model.parameters());
    Calculator calculator = new Calculator(Device.backend(BackendChoice.SIMD), values);
    parameters(all.integrand(calculator), used);
    used.retainAll(values.keySet());
    gradient.at().requireAmong(used);
    gradient.withRespectTo().forEach((name, place) -> require(name, place, used));
    values.keySet().retainAll(used);
    ranges.keySet().retainAll(used);
    if (!gradient.withRespectTo().isEmpty()) {
      Map<String, Range> wanted = new LinkedHashMap<>();
      gradient.withRespectTo().keySet().forEach(name -> wanted.put(name, ranges.get(name)));
      return new GradientQuestion(gradient, spec.seed(), model, known, values, wanted);
    }
    if (ranges.isEmpty()) {
      throw new SpecException(
          gradient.of().place(),
          "there is no parameter to take a derivative by",
          "let formula or law hold one, and give its value: at: { mu: 0 }");
    }
    return new GradientQuestion(gradient, spec.seed(), model, known, values, ranges);
  }

  private static void require(String name, Place place, Set<String> used) {
    if (!used.contains(name)) {
      throw new SpecException(
          place,
          "law and formula have no parameter \"" + name + "\"",
          Nearest.advice(name, used, "parameters"));
    }
  }

  /** Where the parameters may go: fixed ones nowhere. */
  private static Map<String, Range> ranges(Spec spec, Map<String, Double> values) {
    Map<String, Range> ranges = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          ParameterSpec parameter = spec.parameters().get(name);
          Range range = parameter == null ? Range.UNBOUNDED : parameter.range();
          boolean fixed = parameter != null && parameter.fixed();
          if (!fixed && !range.contains(value)) {
            throw new SpecException(
                spec.requireGradient().at().places().get(name),
                name + " is outside its range " + range,
                "start inside, or widen the range");
          }
          ranges.put(name, fixed ? new Range(value, value) : range);
        });
    return ranges;
  }

  private static void parameters(Integrand integrand, Set<String> into) {
    Set<Expr> seen = new LinkedHashSet<>();
    parameters(integrand.formula(), integrand, seen, into);
  }

  private static void parameters(
      Expr formula, Integrand integrand, Set<Expr> seen, Set<String> into) {
    if (seen.add(formula)) {
      if (formula instanceof Parameter p) {
        into.add(integrand.stopped().getOrDefault(p, p).name());
      }
      formula.operands().forEach(operand -> parameters(operand, integrand, seen, into));
    }
  }

  /**
   * Checks that the law has arguments that it allows: where parameters may lie anywhere, only their
   * values tell.
   *
   * @throws SpecException where it has not
   */
  void requireLaw(Map<String, Double> values) {
    requireLaw(spec, values);
  }

  private static void requireLaw(GradientSpec spec, Map<String, Double> values) {
    ModelReader.read(spec.under(), PointSpec.bounds(values));
  }

  private Integrand integrand(Calculator calculator) {
    return ModelReader.integrand(
        spec.of(), model, known, vector -> Subject.resolved(vector, calculator));
  }

  /** What the derivatives are of, the model's sums convolved at these values of its parameters. */
  Expectation expectation(Calculator calculator) {
    return new Expectation(
        model.parts().stream().map(Model.Part::vector).toList(),
        integrand(calculator),
        theta.keySet().stream().map(Parameter::of).toList(),
        calculator);
  }

  /** The estimators to choose from. */
  List<Choice> choices() {
    return spec.estimators().isEmpty()
        ? Plan.all(spec.numbers(), spec.isControlled())
        : spec.estimators();
  }

  /** How the gradient is estimated, and what is wrong with it. */
  Plan plan(Backend backend) {
    return plan(at, backend, e -> Plan.of(e, choices(), spec.estimators().isEmpty(), seed));
  }

  /** How it is estimated at other values of the parameters. */
  Plan plan(Map<String, Double> point, List<Choice> choices, Backend backend) {
    return plan(
        point, backend, e -> Plan.undiagnosed(e, choices, spec.estimators().isEmpty(), seed));
  }

  private Plan plan(
      Map<String, Double> point, Backend backend, Function<Expectation, Plan> planned) {
    Plan plan;
    try {
      plan = planned.apply(expectation(new Calculator(backend, point)));
    } catch (UnsupportedOperationException e) {
      throw new SpecException(
          spec.under().place(), "the model cannot be drawn from: " + e.getMessage(), "");
    }
    if (plan.gradients().isEmpty()) {
      throw new SpecException(
          spec.estimatorsPlace(),
          "no estimator serves any parameter" + refusals(plan),
          spec.estimators().isEmpty()
              ? "finite_difference, which is biased, may be asked for by name"
              : "write estimators: auto");
    }
    return plan;
  }

  private static String refusals(Plan plan) {
    StringBuilder refusals = new StringBuilder();
    plan.diagnosis().stream()
        .filter(f -> f.kind() == Finding.Kind.REFUSED)
        .map(f -> f.estimator() + " for " + f.parameter() + ": " + f.text())
        .distinct()
        .forEach(line -> refusals.append(refusals.isEmpty() ? ": " : "; ").append(line));
    return refusals.toString();
  }
}
