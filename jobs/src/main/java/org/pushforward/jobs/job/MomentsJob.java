package org.pushforward.jobs.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
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
import org.pushforward.engine.moment.VectorQuantities;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.Known;
import org.pushforward.jobs.result.Outcome.MomentsOutcome;
import org.pushforward.jobs.result.Variable;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.MomentsSpec;
import org.pushforward.jobs.spec.ObservableSpec;
import org.pushforward.jobs.spec.Spec;

/** Entropy, moments, quantiles, expectations and divergences of a variable or a vector. */
final class MomentsJob implements Job<MomentsJob.Question, MomentsOutcome> {

  /**
   * What is asked.
   *
   * @param part of what
   * @param at every parameter of the models and formulas, by name
   * @param others the others, of what is asked {@code to} them
   */
  record Question(
      MomentsSpec spec,
      long seed,
      Model.Part part,
      Map<String, Double> at,
      Map<Text, Model.Part> others) {

    /** Its name, or those of its components. */
    String name() {
      return String.join(", ", part.names());
    }

    boolean isScalar() {
      return isVariable(part);
    }

    RandomVariable variable() {
      return variable(part);
    }

    static boolean isVariable(Model.Part part) {
      return part.names().size() == 1 && !part.isJoint();
    }

    static RandomVariable variable(Model.Part part) {
      return part.variables().values().iterator().next();
    }

    /** A formula of one number. */
    UnaryOperator<Expr> formula(Text text, String argument) {
      return x -> formula(text, List.of(argument)).apply(List.of(x));
    }

    /** A formula of several. */
    Function<List<Expr>, Expr> formula(Text text, List<String> arguments) {
      return x -> {
        Map<String, Expr> names = new LinkedHashMap<>();
        at.keySet().forEach(p -> names.put(p, Parameter.of(p)));
        arguments.forEach(a -> names.put(a, x.get(arguments.indexOf(a))));
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
    Model.Part subject = part(moments.of(), values.keySet(), used);
    if (!Question.isVariable(subject)) {
      check(moments);
    }
    Map<Text, Model.Part> others = new LinkedHashMap<>();
    for (Optional<Text> other :
        List.of(
            moments.klTo(),
            moments.jsTo(),
            moments.crossEntropyTo(),
            moments.divergences().map(MomentsSpec.Divergences::to))) {
      other.ifPresent(
          text -> {
            Model.Part second = part(text, values.keySet(), used);
            check(text, subject, second);
            others.put(text, second);
          });
    }
    Question all = new Question(moments, spec.seed(), subject, values, others);
    moments
        .expectations()
        .values()
        .forEach(
            text -> {
              List<Expr> x = subject.names().stream().<Expr>map(Column::of).toList();
              parameters(all.formula(text, subject.names()).apply(x), used);
            });
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
    return new Question(moments, spec.seed(), conditioned(subject, moments), values, others);
  }

  private static Model.Part part(Text text, Set<String> known, Set<String> used) {
    Model model = ModelReader.read(text, known);
    if (model.parts().size() != 1) {
      throw new SpecException(
          text.place(), "moments are those of one variable", "declare a single one");
    }
    used.addAll(model.parameters());
    return model.parts().get(0);
  }

  /** Of a vector some things are not known. */
  private static void check(MomentsSpec spec) {
    Optional<String> asked =
        spec.method() == MomentsSpec.Way.QUADRATURE
            ? Optional.of("integrals")
            : !spec.quantiles().isEmpty()
                ? Optional.of("quantiles")
                : spec.jsTo().isPresent() || spec.divergences().isPresent()
                    ? Optional.of("divergences other than kl_to and cross_entropy_to")
                    : Optional.empty();
    asked.ifPresent(
        what -> {
          throw new SpecException(
              spec.place(),
              what + " of a vector are not found",
              "a vector has entropy, means, expectations, kl_to and cross_entropy_to, by samples");
        });
  }

  private static void check(Text text, Model.Part first, Model.Part second) {
    if (first.names().size() != second.names().size()) {
      throw new SpecException(
          text.place(),
          "the one has " + first.names().size() + " components, this " + second.names().size(),
          "compare two that are alike");
    }
    if (Question.isVariable(first)
        && Question.isVariable(second)
        && Question.variable(first).isDiscrete() != Question.variable(second).isDiscrete()) {
      throw new SpecException(
          text.place(),
          "of a discrete and a continuous variable one has densities, one probabilities",
          "compare two that are alike");
    }
  }

  /** Given that the observables lie in their ranges. */
  private static Model.Part conditioned(Model.Part part, MomentsSpec spec) {
    RandomVector vector = part.vector();
    for (int i = 0; i < part.names().size(); i++) {
      ObservableSpec observable = spec.observables().get(part.names().get(i));
      if (observable != null && observable.range().isFinite()) {
        if (part.isJoint()) {
          throw new SpecException(
              observable.place(),
              "the probability of this range is not known of a joint density",
              "leave out range");
        }
        vector = vector.conditioned(i, observable.range().low(), observable.range().high());
      }
    }
    return new Model.Part(part.names(), vector);
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
    Asked asked =
        question.isScalar() ? asked(question, calculator) : askedOfVector(question, calculator);
    Map<Quantity, Estimate> found =
        new Estimation(spec, calculator, question.seed(), runner, progress).of(asked.all());
    return asked.outcome(
        new Variable(question.name(), derivation(question, calculator), question.at()),
        quantiles(question, calculator),
        q -> known(found.get(q)));
  }

  private static Derivation derivation(Question question, Calculator calculator) {
    String model = question.spec().of().value();
    if (!question.isScalar()) {
      RandomVector resolved = Subject.resolved(question.part().vector(), calculator);
      return Derivations.of(model, new Model.Part(question.part().names(), resolved));
    }
    RandomVariable resolved = Subject.of(question.variable(), calculator).resolved();
    return Derivations.of(model, resolved, Column.of(question.name()));
  }

  private static List<Known.Quantile> quantiles(Question question, Calculator calculator) {
    return question.spec().quantiles().stream()
        .map(
            p -> {
              Subject x = Subject.of(question.variable(), calculator);
              Estimate e = Quantities.quantile(x, p, calculator);
              return new Known.Quantile(p, e.value(), e.standardError(), method(e));
            })
        .toList();
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

  private static Asked asked(Question question, Calculator calculator) {
    MomentsSpec spec = question.spec();
    Quantities of = new Quantities(Subject.of(question.variable(), calculator), calculator);
    Function<Text, RandomVariable> other = to -> Question.variable(question.others().get(to));
    Function<Text, Divergences> from =
        to -> Divergences.of(question.variable(), other.apply(to), calculator);
    Map<String, Quantity> expectations = new LinkedHashMap<>();
    spec.expectations()
        .forEach(
            (name, text) ->
                expectations.put(
                    name, of.expectation(name, question.formula(text, question.name()))));
    return new Asked(
        of.entropy(),
        List.of(of.mean(), of.variance(), of.skewness(), of.kurtosis()),
        spec.klTo().map(to -> from.apply(to).kl()),
        spec.jsTo().map(to -> from.apply(to).js()),
        spec.crossEntropyTo().map(to -> of.crossEntropy(Subject.of(other.apply(to), calculator))),
        Map.of(),
        expectations,
        spec.divergences()
            .map(d -> divergences(d, from.apply(d.to()), question, calculator))
            .orElse(Map.of()));
  }

  private static Asked askedOfVector(Question question, Calculator calculator) {
    MomentsSpec spec = question.spec();
    VectorQuantities of = new VectorQuantities(question.part().vector(), calculator);
    List<String> names = question.part().names();
    Function<Text, RandomVector> other = to -> question.others().get(to).vector();
    Map<String, Quantity> means = new LinkedHashMap<>();
    names.forEach(name -> means.put(name, of.mean(names.indexOf(name))));
    Map<String, Quantity> expectations = new LinkedHashMap<>();
    spec.expectations()
        .forEach(
            (name, text) ->
                expectations.put(name, of.expectation(name, question.formula(text, names))));
    return new Asked(
        of.entropy(),
        List.of(),
        spec.klTo().map(other).map(of::kl),
        Optional.empty(),
        spec.crossEntropyTo().map(other).map(of::crossEntropy),
        means,
        expectations,
        Map.of());
  }

  private static Map<String, Quantity> divergences(
      MomentsSpec.Divergences spec, Divergences from, Question question, Calculator calculator) {
    Map<String, Quantity> divergences = new LinkedHashMap<>();
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
    return divergences;
  }

  /**
   * The quantities of a question, as they go into its outcome.
   *
   * @param moments mean, variance, skewness and kurtosis; empty of a vector
   * @param means of a vector's components
   */
  private record Asked(
      Quantity entropy,
      List<Quantity> moments,
      Optional<Quantity> kl,
      Optional<Quantity> js,
      Optional<Quantity> crossEntropy,
      Map<String, Quantity> means,
      Map<String, Quantity> expectations,
      Map<String, Quantity> divergences) {

    List<Quantity> all() {
      List<Quantity> all = new ArrayList<>(List.of(entropy));
      all.addAll(moments);
      Stream.of(kl, js, crossEntropy).forEach(q -> q.ifPresent(all::add));
      Stream.of(means, expectations, divergences).forEach(each -> all.addAll(each.values()));
      return all;
    }

    MomentsOutcome outcome(
        Variable variable, List<Known.Quantile> quantiles, Function<Quantity, Known> known) {
      IntFunction<Known> moment = i -> moments.isEmpty() ? null : known.apply(moments.get(i));
      return new MomentsOutcome(
          variable,
          known.apply(entropy),
          moment.apply(0),
          moment.apply(1),
          moment.apply(2),
          moment.apply(3),
          kl.map(known).orElse(null),
          js.map(known).orElse(null),
          crossEntropy.map(known).orElse(null),
          quantiles,
          each(means, known),
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
