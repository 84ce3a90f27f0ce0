package org.pushforward.jobs.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.gradient.Choice;
import org.pushforward.engine.gradient.Estimator;
import org.pushforward.engine.gradient.Estimator.Baseline;
import org.pushforward.engine.gradient.Numbers;

/**
 * {@code gradient: { of: (x - 3)^2, under: "x ~ normal(mu, sigma)", at: { mu: 0, sigma: 1 } }}: the
 * derivatives of an expectation by its parameters.
 *
 * @param of the formula f of E f
 * @param under the model: the spec's own if none is given here
 * @param observables those of the spec
 * @param at parameters that differ from their start
 * @param withRespectTo names and where they stand; empty: all
 * @param estimators those asked for; empty: the best is taken
 * @param numbers of estimators that do not say
 * @param isControlled likewise
 * @param show samples that are written out
 * @param estimatorsPlace where they are asked for
 */
public record GradientSpec(
    Text of,
    Text under,
    Map<String, ObservableSpec> observables,
    PointSpec at,
    Map<String, Place> withRespectTo,
    List<Choice> estimators,
    Numbers numbers,
    boolean isControlled,
    SamplesSpec samples,
    List<Long> show,
    Optional<OptimizeSpec> optimize,
    Place estimatorsPlace,
    Place place) {
  private static final double STEP = 0x1p-10;
  private static final int MOST_SHOWN = 10_000;
  // Of scrambled points: 2^35 in each of 64 replicates.
  private static final long LAST_SAMPLE = (1L << 41) - 1;

  private static final String[] NAMES = {
    "pathwise", "score", "measure_valued", "finite_difference", "surrogate"
  };

  static GradientSpec read(
      Value value, Optional<Text> model, Map<String, ObservableSpec> observables) {
    Fields fields =
        value.fields(
            "of",
            "under",
            "at",
            "with_respect_to",
            "estimators",
            "numbers",
            "control_variates",
            "samples",
            "until",
            "show",
            "optimize");
    Text under =
        fields
            .get("under")
            .map(Value::text)
            .or(() -> model)
            .orElseThrow(
                () ->
                    fields.error(
                        "\"under\" is missing",
                        "write what x is drawn from: under: \"x ~ normal(mu, sigma)\""));
    Numbers numbers = numbers(fields).orElse(Numbers.INDEPENDENT);
    boolean controlled = fields.get("control_variates").map(Value::truth).orElse(false);
    return new GradientSpec(
        fields.require("of", "write the formula whose expectation is meant: of: (x - 3)^2").text(),
        under,
        observables,
        fields.get("at").map(PointSpec::read).orElse(PointSpec.NONE),
        fields.get("with_respect_to").map(GradientSpec::names).orElse(Map.of()),
        fields.get("estimators").map(v -> estimators(v, numbers, controlled)).orElse(List.of()),
        numbers,
        controlled,
        SamplesSpec.read(fields),
        fields.get("show").map(GradientSpec::shown).orElse(List.of()),
        fields.get("optimize").map(OptimizeSpec::read),
        fields.get("estimators").map(Value::place).orElse(value.place()),
        value.place());
  }

  private static Optional<Numbers> numbers(Fields fields) {
    return fields.get("numbers").map(v -> v.choice(Numbers.values(), Numbers::key));
  }

  private static Map<String, Place> names(Value value) {
    Map<String, Place> names = new LinkedHashMap<>();
    for (Value item : value.list()) {
      if (names.put(item.text().value(), item.place()) != null) {
        throw item.error("\"" + item.text() + "\" is here twice", "");
      }
    }
    if (names.isEmpty()) {
      throw value.error("there is no parameter", "name some, or leave the key out for all");
    }
    return Collections.unmodifiableMap(names);
  }

  private static List<Long> shown(Value value) {
    Set<Long> indices = new TreeSet<>();
    for (Value item : value.list()) {
      indices.add(item.whole(0, LAST_SAMPLE));
    }
    if (indices.size() > MOST_SHOWN) {
      throw value.error("at most " + MOST_SHOWN + " samples are shown", "");
    }
    return List.copyOf(indices);
  }

  private static List<Choice> estimators(Value value, Numbers numbers, boolean controlled) {
    if (!value.isList()) {
      if (!value.isGroup() && value.text().value().equals("auto")) {
        return List.of();
      }
      throw value.error("this must be auto or a list", "write estimators: [pathwise, score]");
    }
    List<Choice> choices = new ArrayList<>();
    for (Value item : value.list()) {
      Choice choice = estimator(item, numbers, controlled);
      if (choices.stream().anyMatch(c -> c.label().equals(choice.label()))) {
        throw item.error("\"" + choice.label() + "\" is asked for twice", "");
      }
      choices.add(choice);
    }
    if (choices.isEmpty()) {
      throw value.error("there is no estimator", "name some, or write estimators: auto");
    }
    return List.copyOf(choices);
  }

  /** {@code score}, or {@code { score: { baseline: optimal } }}. */
  private static Choice estimator(Value value, Numbers numbers, boolean controlled) {
    if (!value.isGroup()) {
      String name = value.choice(NAMES, n -> n);
      return new Choice(estimator(name, Baseline.NONE, STEP), numbers, controlled);
    }
    Fields one = value.fields(NAMES);
    List<String> given = List.of(NAMES).stream().filter(one::has).toList();
    if (given.size() != 1) {
      throw value.error(
          "this names " + (given.isEmpty() ? "no estimator" : given.size() + " estimators"),
          "write each as an item of its own: - score: { baseline: optimal }");
    }
    String name = given.get(0);
    boolean scores = name.equals("score") || name.equals("surrogate");
    String own = scores ? "baseline" : name.equals("finite_difference") ? "step" : null;
    Value group = one.require(name, "");
    Fields fields =
        own == null
            ? group.fields("numbers", "control_variates")
            : group.fields(own, "numbers", "control_variates");
    return new Choice(
        estimator(
            name,
            scores
                ? fields
                    .get("baseline")
                    .map(v -> v.choice(Baseline.values(), Baseline::key))
                    .orElse(Baseline.NONE)
                : Baseline.NONE,
            "step".equals(own) ? fields.get("step").map(Value::positive).orElse(STEP) : STEP),
        numbers(fields).orElse(numbers),
        fields.get("control_variates").map(Value::truth).orElse(controlled));
  }

  private static Estimator estimator(String name, Baseline baseline, double step) {
    return switch (name) {
      case "pathwise" -> new Estimator.Pathwise();
      case "score" -> new Estimator.Score(baseline);
      case "measure_valued" -> new Estimator.MeasureValued();
      case "finite_difference" -> new Estimator.FiniteDifference(step);
      case "surrogate" -> new Estimator.Surrogate(baseline);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
