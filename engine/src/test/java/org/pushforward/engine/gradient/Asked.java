package org.pushforward.engine.gradient;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.moment.Calculator;
import org.pushforward.engine.moment.Subject;
import org.pushforward.engine.number.PartialSum;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;

/** A gradient as a user asks for it. */
record Asked(Expectation expectation) {
  static final Backend SIMD = new SimdBackend();

  /**
   * @param theta names of the parameters that derivatives are by
   */
  static Asked of(String f, String model, Map<String, Double> at, String... theta) {
    Map<String, Bounds> known = new LinkedHashMap<>();
    at.forEach((name, value) -> known.put(name, Bounds.between(value, value)));
    Calculator calculator = new Calculator(SIMD, at);
    Model read = ModelReader.read(Text.of("model", model), known);
    return new Asked(
        new Expectation(
            read.parts().stream().map(Model.Part::vector).toList(),
            ModelReader.integrand(
                Text.of("f", f), read, known, v -> Subject.resolved(v, calculator)),
            Arrays.stream(theta).map(Parameter::of).toList(),
            calculator));
  }

  static Map<String, Double> at(Object... namesAndValues) {
    Map<String, Double> at = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      at.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).doubleValue());
    }
    return at;
  }

  static Choice independent(Estimator estimator) {
    return new Choice(estimator, Numbers.INDEPENDENT, false);
  }

  static Choice score(Estimator.Baseline baseline) {
    return independent(new Estimator.Score(baseline));
  }

  Plan plan(Choice... choices) {
    return Plan.of(expectation, List.of(choices), false, 1);
  }

  /** What at least so many samples say, in the order of the choices and parameters. */
  List<GradientEstimate> estimates(long samples, Choice... choices) {
    return plan(choices).gradients().stream()
        .flatMap(
            g -> {
              long n = (samples + g.round() - 1) / g.round() * g.round();
              PartialSum sums = g.work().zero();
              g.work().add(SIMD, 0, n, sums);
              return g.estimates(sums, n).stream();
            })
        .toList();
  }

  /** The one estimate of one choice for one parameter. */
  GradientEstimate estimate(long samples, Choice choice) {
    List<GradientEstimate> all = estimates(samples, choice);
    if (all.size() != 1) {
      throw new IllegalStateException("there are " + all);
    }
    return all.get(0);
  }
}
