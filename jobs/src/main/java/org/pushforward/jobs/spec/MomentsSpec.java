package org.pushforward.jobs.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.Text;

/**
 * {@code moments: { of: "y ~ tanh(normal(0, s))", at: { s: 1 }, quantiles: [0.5] }}: entropy and
 * moments of a variable, and what else is asked.
 *
 * @param of the model: the spec's own if none is given here
 * @param observables those of the spec
 * @param at parameters that differ from their start
 * @param expectations formulas of the variable by name
 * @param klTo the other model, of KL(this | other)
 * @param sampling how many samples where samples are taken
 */
public record MomentsSpec(
    Text of,
    Map<String, ObservableSpec> observables,
    PointSpec at,
    List<Double> quantiles,
    Map<String, Text> expectations,
    Optional<Text> klTo,
    Optional<Text> jsTo,
    Optional<Text> crossEntropyTo,
    Optional<Divergences> divergences,
    Way method,
    SamplesSpec sampling,
    Place place) {

  /** How numbers are found: {@code auto} as exactly as can be, or one method for all. */
  public enum Way {
    AUTO,
    QUADRATURE,
    QUASI_MONTE_CARLO,
    MONTE_CARLO;

    /** Its name in a spec. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The divergences that are named in a spec. */
  public enum Named {
    KL,
    JS,
    TOTAL_VARIATION,
    HELLINGER,
    CHI_SQUARED;

    /** Its name in a spec. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Divergences of another model from this one.
   *
   * @param renyi orders
   * @param formulas f(t) of E f(p / q) over the other model q, by name
   */
  public record Divergences(
      Text to, List<Named> of, List<Double> renyi, Map<String, Text> formulas) {}

  static MomentsSpec read(
      Value value, Optional<Text> model, Map<String, ObservableSpec> observables) {
    Fields fields =
        value.fields(
            "of",
            "at",
            "quantiles",
            "expectations",
            "kl_to",
            "js_to",
            "cross_entropy_to",
            "divergences",
            "method",
            "samples",
            "until");
    Text of =
        fields
            .get("of")
            .map(Value::text)
            .or(() -> model)
            .orElseThrow(() -> fields.error("\"of\" is missing", "write of what: of: \"y ~ ...\""));
    return new MomentsSpec(
        of,
        observables,
        fields.get("at").map(PointSpec::read).orElse(PointSpec.NONE),
        fields.get("quantiles").map(MomentsSpec::probabilities).orElse(List.of()),
        fields.get("expectations").map(MomentsSpec::formulas).orElse(Map.of()),
        fields.get("kl_to").map(Value::text),
        fields.get("js_to").map(Value::text),
        fields.get("cross_entropy_to").map(Value::text),
        fields.get("divergences").map(MomentsSpec::divergences),
        fields.get("method").map(v -> v.choice(Way.values(), Way::key)).orElse(Way.AUTO),
        SamplesSpec.read(fields),
        value.place());
  }

  private static Divergences divergences(Value value) {
    Fields fields = value.fields("to", "of", "renyi", "formulas");
    Divergences divergences =
        new Divergences(
            fields.require("to", "write from what: to: \"y ~ normal(0, 1)\"").text(),
            fields
                .get("of")
                .map(v -> v.list().stream().map(i -> i.choice(Named.values(), Named::key)).toList())
                .orElse(List.of()),
            fields.get("renyi").map(MomentsSpec::orders).orElse(List.of()),
            fields.get("formulas").map(MomentsSpec::formulas).orElse(Map.of()));
    if (divergences.of().isEmpty()
        && divergences.renyi().isEmpty()
        && divergences.formulas().isEmpty()) {
      throw fields.error(
          "no divergence is named",
          "write of: [kl, total_variation], renyi: [0.5], or formulas: { mine: (t - 1)^2 }");
    }
    return divergences;
  }

  private static List<Double> probabilities(Value value) {
    List<Double> probabilities = new ArrayList<>();
    for (Value item : value.list()) {
      double p = item.number();
      if (!(p > 0 && p < 1)) {
        throw item.error("this is no probability between 0 and 1", "write, for example, 0.95");
      }
      probabilities.add(p);
    }
    return List.copyOf(probabilities);
  }

  private static List<Double> orders(Value value) {
    List<Double> orders = new ArrayList<>();
    for (Value item : value.list()) {
      double order = item.positive();
      if (order == 1) {
        throw item.error("the divergence of order 1 is that of Kullback and Leibler", "ask for kl");
      }
      orders.add(order);
    }
    return List.copyOf(orders);
  }

  private static Map<String, Text> formulas(Value value) {
    Map<String, Text> formulas = new LinkedHashMap<>();
    value.named().forEach((name, formula) -> formulas.put(name, formula.text()));
    return Collections.unmodifiableMap(formulas);
  }
}
