package org.pushforward.jobs.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.moment.Calculator;
import org.pushforward.engine.moment.Divergences;
import org.pushforward.engine.moment.Estimate;
import org.pushforward.engine.moment.Quantities;
import org.pushforward.engine.moment.Quantity;
import org.pushforward.engine.moment.Subject;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.jobs.result.Known;
import org.pushforward.jobs.result.Outcome.MomentsOutcome;
import org.pushforward.jobs.result.Variable;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.MomentsSpec;
import org.pushforward.jobs.spec.ObservableSpec;
import org.pushforward.jobs.spec.Spec;

/** Entropy, moments, quantiles, expectations and divergences of a variable. */
final class MomentsJob implements Job<MomentsJob.Question, MomentsOutcome> {

  /**
   * What is asked.
   *
   * @param at every parameter of the models and formulas, by name
   * @param others the other variables, of what is asked {@code to} them
   */
  record Question(
      MomentsSpec spec,
      long seed,
      String name,
      RandomVariable variable,
      Map<String, Double> at,
      Map<Text, RandomVariable> others) {

    /** A formula of one number. */
    UnaryOperator<Expr> formula(Text text, String argument) {
      return x -> {
        Map<String, Expr> names = new LinkedHashMap<>();
        at.keySet().forEach(p -> names.put(p, Parameter.of(p)));
        names.put(argument, x);
        return ModelReader.formula(text, names);
      };
    }
  }

  @Override
  public String name() {
    return "moments";
  }

  @Override
  public String description() {
    return "Finds the entropy, moments, quantiles and divergences of a variable";
  }

  @Override
  public Question read(Spec spec) {
    MomentsSpec moments = spec.requireMoments();
    Map<String, Double> values = new LinkedHashMap<>();
    spec.parameters().forEach((name, parameter) -> values.put(name, parameter.start()));
    values.putAll(moments.at().values());
    Set<String> used = new LinkedHashSet<>();
    Map.Entry<String, RandomVariable> subject = variable(moments.of(), values.keySet(), used);
    Map<Text, RandomVariable> others = new LinkedHashMap<>();
    for (Optional<Text> other :
        List.of(
            moments.klTo(),
            moments.jsTo(),
            moments.crossEntropyTo(),
            moments.divergences().map(MomentsSpec.Divergences::to))) {
      other.ifPresent(
          text -> {
            RandomVariable second = variable(text, values.keySet(), used).getValue();
            if (second.isDiscrete() != subject.getValue().isDiscrete()) {
              throw new SpecException(
                  text.place(),
                  "of a discrete and a continuous variable one has densities, one probabilities",
                  "compare two that are alike");
            }
            others.put(text, second);
          });
    }
    Question all =
        new Question(moments, spec.seed(), subject.getKey(), subject.getValue(), values, others);
    moments
        .expectations()
        .values()
        .forEach(text -> parameters(all.formula(text, all.name()).apply(Column.of("?")), used));
    moments
        .divergences()
        .ifPresent(
            d ->
                d.formulas()
                    .values()
                    .forEach(
                        text -> parameters(all.formula(text, "t").apply(Column.of("?")), used)));
    for (String name : moments.at().values().keySet()) {
      if (!used.contains(name)) {
        throw new SpecException(
            moments.at().places().get(name),
            "the model has no parameter \"" + name + "\"",
            Nearest.advice(name, used, "parameters"));
      }
    }
    values.keySet().retainAll(used);
    ObservableSpec observable = moments.observables().get(subject.getKey());
    RandomVariable conditioned =
        observable == null || !observable.range().isFinite()
            ? subject.getValue()
            : subject.getValue().conditioned(observable.range().low(), observable.range().high());
    return new Question(moments, spec.seed(), subject.getKey(), conditioned, values, others);
  }

  private static Map.Entry<String, RandomVariable> variable(
      Text text, Set<String> known, Set<String> used) {
    Model model = ModelReader.read(text, known);
    if (model.variables().size() != 1) {
      throw new SpecException(
          text.place(), "moments are those of one variable", "declare a single one");
    }
    used.addAll(model.parameters());
    return model.variables().entrySet().iterator().next();
  }

  private static void parameters(Expr formula, Set<String> into) {
    if (formula instanceof Parameter p) {
      into.add(p.name());
    }
    formula.operands().forEach(operand -> parameters(operand, into));
  }

  @Override
  public MomentsOutcome run(Question question, Runner runner, Progress progress, Path folder) {
    MomentsSpec spec = question.spec();
    Calculator calculator = new Calculator(Device.backend(runner.backend()), question.at());
    Subject x = Subject.of(question.variable(), calculator);
    Asked asked = new Asked(question, x, calculator);
    Map<Quantity, Estimate> found =
        new Estimation(spec, calculator, question.seed(), runner, progress).of(asked.quantities);
    List<Known.Quantile> quantiles =
        spec.quantiles().stream()
            .map(
                p -> {
                  Estimate e = Quantities.quantile(x, p, calculator);
                  return new Known.Quantile(p, e.value(), e.standardError(), method(e));
                })
            .toList();
    Variable variable =
        new Variable(
            question.name(),
            Derivations.of(spec.of().value(), x.resolved(), Column.of(question.name())),
            question.at());
    return asked.outcome(variable, quantiles, q -> known(found.get(q)));
  }

  private static String method(Estimate e) {
    return e.method().name().toLowerCase(Locale.ROOT);
  }

  private static Known known(Estimate e) {
    String note =
        Double.isNaN(e.value())
            ? "does not exist"
            : Double.isInfinite(e.value()) ? "the integral does not converge" : null;
    return new Known(e.value(), e.standardError(), method(e), e.evaluations(), note);
  }

  /** The quantities of a question, and where they go in its outcome. */
  private static final class Asked {
    private final List<Quantity> quantities = new ArrayList<>();
    private final List<Quantity> own;
    private final Quantity kl;
    private final Quantity js;
    private final Quantity crossEntropy;
    private final Map<String, Quantity> expectations = new LinkedHashMap<>();
    private final Map<String, Quantity> divergences = new LinkedHashMap<>();

    Asked(Question question, Subject x, Calculator calculator) {
      MomentsSpec spec = question.spec();
      Quantities of = new Quantities(x, calculator);
      own = List.of(of.entropy(), of.mean(), of.variance(), of.skewness(), of.kurtosis());
      Function<Text, Divergences> from =
          to -> Divergences.of(question.variable(), question.others().get(to), calculator);
      kl = spec.klTo().map(to -> from.apply(to).kl()).orElse(null);
      js = spec.jsTo().map(to -> from.apply(to).js()).orElse(null);
      crossEntropy =
          spec.crossEntropyTo()
              .map(to -> of.crossEntropy(Subject.of(question.others().get(to), calculator)))
              .orElse(null);
      spec.expectations()
          .forEach(
              (name, text) ->
                  expectations.put(
                      name, of.expectation(name, question.formula(text, question.name()))));
      spec.divergences().ifPresent(d -> divergences(d, from.apply(d.to()), question, calculator));
      quantities.addAll(own);
      Stream.of(kl, js, crossEntropy).filter(Objects::nonNull).forEach(quantities::add);
      quantities.addAll(expectations.values());
      quantities.addAll(divergences.values());
    }

    private void divergences(
        MomentsSpec.Divergences spec, Divergences from, Question question, Calculator calculator) {
      for (MomentsSpec.Named named : spec.of()) {
        divergences.put(
            named.key(),
            switch (named) {
              case KL -> from.kl();
              case JS -> from.js();
              case TOTAL_VARIATION -> from.totalVariation();
              case HELLINGER -> from.hellinger();
              case CHI_SQUARED -> from.chiSquared();
            });
      }
      for (double order : spec.renyi()) {
        Quantity renyi = from.renyi(order);
        divergences.put(renyi.name(), renyi);
      }
      spec.formulas()
          .forEach(
              (name, text) ->
                  divergences.put(name, from.f(name, question.formula(text, "t"), calculator)));
    }

    MomentsOutcome outcome(
        Variable variable, List<Known.Quantile> quantiles, Function<Quantity, Known> known) {
      Function<Quantity, Known> orNull = q -> q == null ? null : known.apply(q);
      return new MomentsOutcome(
          variable,
          known.apply(own.get(0)),
          known.apply(own.get(1)),
          known.apply(own.get(2)),
          known.apply(own.get(3)),
          known.apply(own.get(4)),
          orNull.apply(kl),
          orNull.apply(js),
          orNull.apply(crossEntropy),
          quantiles,
          each(expectations, known),
          each(divergences, known));
    }

    private static Map<String, Known> each(
        Map<String, Quantity> quantities, Function<Quantity, Known> known) {
      Map<String, Known> all = new LinkedHashMap<>();
      quantities.forEach((name, q) -> all.put(name, known.apply(q)));
      return all;
    }
  }
}
