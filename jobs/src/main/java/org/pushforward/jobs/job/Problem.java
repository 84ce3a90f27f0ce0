package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.inference.Box;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spec.ConvolutionSpec;
import org.pushforward.jobs.spec.LikelihoodSpec;
import org.pushforward.jobs.spec.ObservableSpec;
import org.pushforward.jobs.spec.ParameterSpec;
import org.pushforward.jobs.spec.Range;
import org.pushforward.jobs.spec.Spec;

/**
 * A spec whose models have been read.
 *
 * @param models by likelihood
 */
record Problem(Spec spec, Map<String, Model> models) {

  /**
   * Reads the models and checks them against the rest of the spec.
   *
   * @throws SpecException where something does not fit
   */
  static Problem read(Spec spec) {
    spec.requireLikelihoods().values().forEach(LikelihoodSpec::requireData);
    return ofModels(spec);
  }

  /** The same of a spec whose data are not wanted. */
  static Problem ofModels(Spec spec) {
    Map<String, Model> models = new LinkedHashMap<>();
    Set<String> used = new LinkedHashSet<>();
    spec.requireLikelihoods()
        .forEach(
            (name, likelihood) -> {
              Model model = ModelReader.read(likelihood.model(), spec.bounds());
              check(likelihood, model);
              used.addAll(model.parameters());
              models.put(name, model);
            });
    for (ParameterSpec parameter : spec.parameters().values()) {
      if (!parameter.fixed() && !used.contains(parameter.name())) {
        throw new SpecException(
            parameter.place(),
            "no model uses the parameter \"" + parameter.name() + "\"",
            "remove it, or write { fixed: ... }");
      }
    }
    return new Problem(spec, models);
  }

  private static void check(LikelihoodSpec likelihood, Model model) {
    for (ObservableSpec observable : likelihood.observables().values()) {
      if (model.used().contains(observable.name())) {
        throw new SpecException(
            observable.place(),
            "other variables of the model are made of \""
                + observable.name()
                + "\", so it is no"
                + " observable",
            "observables are " + String.join(", ", model.names()));
      }
      if (!model.names().contains(observable.name())) {
        throw new SpecException(
            observable.place(),
            "the model declares no \"" + observable.name() + "\"",
            Nearest.advice(observable.name(), model.names(), "observables"));
      }
      boolean bounded = observable.range().isFinite();
      boolean free =
          observable.range().low() == Double.NEGATIVE_INFINITY
              && observable.range().high() == Double.POSITIVE_INFINITY;
      if (!bounded && !free) {
        throw new SpecException(
            observable.place(), "a range has two finite ends", "write range: [a, b]");
      }
      if (observable.bins().isPresent() && model.names().size() > 1) {
        throw new SpecException(
            observable.place(),
            "a binned likelihood has one observable, and this model declares "
                + model.names().size(),
            "leave out bins, or give each observable a likelihood of its own");
      }
    }
    model.parts().forEach(part -> conditioned(part, likelihood.observables()));
  }

  /**
   * A part given that its observables lie in their ranges.
   *
   * @throws SpecException where the probability of that is not known
   */
  static Model.Part conditioned(Model.Part part, Map<String, ObservableSpec> observables) {
    Map<String, Range> ranges = new LinkedHashMap<>();
    part.names().stream()
        .map(observables::get)
        .filter(o -> o != null && o.range().isFinite())
        .forEach(o -> ranges.put(o.name(), o.range()));
    try {
      return within(part, ranges);
    } catch (UnsupportedOperationException e) {
      List<String> names = List.copyOf(ranges.keySet());
      throw new SpecException(
          observables.get(names.get(0)).place(),
          "the probability that "
              + String.join(" and ", names)
              + (names.size() == 1 ? " lies in its range" : " lie in their ranges")
              + " is not derived: "
              + e.getMessage(),
          "leave out ranges; up to two components of a vector may mostly have one, of independent"
              + " ones all");
    }
  }

  /** The same of ranges by name, where all are known to have a probability. */
  static Model.Part within(Model.Part part, Map<String, Range> ranges) {
    return ranges.isEmpty()
        ? part
        : part.with(
            part.vector()
                .conditioned(
                    part.names().stream()
                        .map(name -> ranges.getOrDefault(name, Range.UNBOUNDED))
                        .map(r -> new Support(Expr.of(r.low()), Expr.of(r.high())))
                        .toList()));
  }

  /**
   * How sums are convolved for an observable, the grids chosen on this JVM's vector units.
   *
   * @param bins of the observable, 0 if there are none
   */
  static Scheme scheme(ConvolutionSpec spec, int bins) {
    return spec.scheme(bins).on(Device.backend(BackendChoice.SIMD));
  }

  /** All parameters, in the spec's order. */
  List<String> parameters() {
    return List.copyOf(spec.parameters().keySet());
  }

  /** The free ones, in the spec's order. */
  List<String> free() {
    return spec.parameters().values().stream()
        .filter(p -> !p.fixed())
        .map(ParameterSpec::name)
        .toList();
  }

  /** Values of all parameters at a point of the free ones. */
  double[] all(double[] free) {
    List<Double> values = new ArrayList<>();
    int next = 0;
    for (ParameterSpec parameter : spec.parameters().values()) {
      values.add(parameter.fixed() ? parameter.start() : free[next++]);
    }
    return values.stream().mapToDouble(v -> v).toArray();
  }

  /** The same by name. */
  Map<String, Double> named(double[] free) {
    double[] values = all(free);
    Map<String, Double> named = new LinkedHashMap<>();
    List<String> names = parameters();
    for (int i = 0; i < values.length; i++) {
      named.put(names.get(i), values[i]);
    }
    return named;
  }

  /** Where the free parameters start and may go. */
  Box box() {
    List<ParameterSpec> free = spec.parameters().values().stream().filter(p -> !p.fixed()).toList();
    return new Box(
        free.stream().mapToDouble(ParameterSpec::start).toArray(),
        free.stream().mapToDouble(p -> p.range().low()).toArray(),
        free.stream().mapToDouble(p -> p.range().high()).toArray());
  }
}
