package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.moment.Calculator;
import org.pushforward.engine.moment.Divergences;
import org.pushforward.engine.moment.Estimate;
import org.pushforward.engine.moment.Method;
import org.pushforward.engine.moment.Quantities;
import org.pushforward.engine.moment.Quantity;
import org.pushforward.engine.moment.Subject;
import org.pushforward.engine.moment.VectorQuantities;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.Known;
import org.pushforward.jobs.result.Outcome.MomentsOutcome;
import org.pushforward.jobs.result.Variable;
import org.pushforward.jobs.spec.MomentsSpec;

/**
 * What job moments is asked of a variable or vector at given parameters, as it goes into the
 * outcome.
 *
 * @param moments mean, variance, skewness and kurtosis; empty of a vector
 * @param quantiles by probability, found already
 * @param means of a vector's components, and what follows
 * @param covariances by two names, {@code "u, v"}; of vectors of few components
 */
record AskedMoments(
    String name,
    Derivation derivation,
    Quantity entropy,
    List<Quantity> moments,
    Optional<Quantity> kl,
    Optional<Quantity> js,
    Optional<Quantity> crossEntropy,
    Map<Double, Estimate> quantiles,
    Map<String, Quantity> means,
    Map<String, Quantity> variances,
    Map<String, Quantity> covariances,
    Map<String, Quantity> correlations,
    Map<String, Quantity> expectations,
    Map<String, Quantity> divergences) {
  /** Components of a vector with covariances: 28 of them. */
  private static final int MOST_PAIRED = 8;

  static AskedMoments of(MomentsQuestion question, Calculator calculator) {
    return question.part().isScalar()
        ? ofVariable(question, calculator)
        : ofVector(question, calculator);
  }

  private static AskedMoments ofVariable(MomentsQuestion question, Calculator calculator) {
    MomentsSpec spec = question.spec();
    Model.Part part = question.part();
    Subject x = Subject.of(part.variable(), calculator);
    Quantities of = new Quantities(x, calculator);
    Function<Text, RandomVariable> other = to -> question.others().get(to).variable();
    Function<Text, Divergences> from =
        to -> Divergences.of(part.variable(), other.apply(to), calculator);
    Map<Double, Estimate> quantiles = new LinkedHashMap<>();
    spec.quantiles().forEach(p -> quantiles.put(p, Quantities.quantile(x, p, calculator)));
    Map<String, Quantity> expectations = new LinkedHashMap<>();
    spec.expectations()
        .forEach(
            (name, text) ->
                expectations.put(name, of.expectation(name, question.formula(text, part.name()))));
    return new AskedMoments(
        part.name(),
        Derivations.of(part.said(), x.resolved(), Column.of(part.name())),
        of.entropy(),
        List.of(of.mean(), of.variance(), of.skewness(), of.kurtosis()),
        spec.klTo().map(to -> from.apply(to).kl()),
        spec.jsTo().map(to -> from.apply(to).js()),
        spec.crossEntropyTo().map(to -> of.crossEntropy(Subject.of(other.apply(to), calculator))),
        quantiles,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        expectations,
        spec.divergences()
            .map(d -> divergences(d, from.apply(d.to()), question, calculator))
            .orElse(Map.of()));
  }

  private static AskedMoments ofVector(MomentsQuestion question, Calculator calculator) {
    MomentsSpec spec = question.spec();
    VectorQuantities of = new VectorQuantities(question.part().vector(), calculator);
    List<String> names = question.part().names();
    Function<Text, RandomVector> other = to -> question.others().get(to).vector();
    Map<String, Quantity> means = new LinkedHashMap<>();
    Map<String, Quantity> variances = new LinkedHashMap<>();
    Map<String, Quantity> covariances = new LinkedHashMap<>();
    Map<String, Quantity> correlations = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      means.put(names.get(i), of.mean(i));
      variances.put(names.get(i), of.variance(i));
      for (int j = 0; j < i && names.size() <= MOST_PAIRED; j++) {
        String both = names.get(j) + ", " + names.get(i);
        covariances.put(both, of.covariance(j, i));
        correlations.put(both, of.correlation(j, i));
      }
    }
    Function<Text, Divergences> from =
        to -> Divergences.of(question.part().vector(), other.apply(to), calculator);
    Map<String, Quantity> expectations = new LinkedHashMap<>();
    spec.expectations()
        .forEach(
            (name, text) ->
                expectations.put(name, of.expectation(name, question.formula(text, names))));
    return new AskedMoments(
        question.part().name(),
        Derivations.of(question.part().with(of.resolved())),
        of.entropy(),
        List.of(),
        spec.klTo().map(to -> from.apply(to).kl()),
        spec.jsTo().map(to -> from.apply(to).js()),
        spec.crossEntropyTo().map(other).map(of::crossEntropy),
        Map.of(),
        means,
        variances,
        covariances,
        correlations,
        expectations,
        spec.divergences()
            .map(d -> divergences(d, from.apply(d.to()), question, calculator))
            .orElse(Map.of()));
  }

  private static Map<String, Quantity> divergences(
      MomentsSpec.Divergences spec,
      Divergences from,
      MomentsQuestion question,
      Calculator calculator) {
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

  /** What is to be found. */
  List<Quantity> all() {
    List<Quantity> all = new ArrayList<>(List.of(entropy));
    all.addAll(moments);
    Stream.of(kl, js, crossEntropy).forEach(q -> q.ifPresent(all::add));
    Stream.of(means, variances, covariances, correlations, expectations, divergences)
        .forEach(each -> all.addAll(each.values()));
    return all;
  }

  /** What is not waited for: near 0, its relative error never gets small. */
  Set<Quantity> beside() {
    return Stream.of(covariances, correlations)
        .flatMap(each -> each.values().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The answers.
   *
   * @param at every parameter
   * @param found of {@link #all}
   */
  MomentsOutcome outcome(Map<String, Double> at, Map<Quantity, Estimate> found) {
    Function<Quantity, Known> known = q -> known(found.get(q));
    IntFunction<Known> moment = i -> moments.isEmpty() ? null : known.apply(moments.get(i));
    return new MomentsOutcome(
        new Variable(name, derivation, at),
        known.apply(entropy),
        moment.apply(0),
        moment.apply(1),
        moment.apply(2),
        moment.apply(3),
        kl.map(known).orElse(null),
        js.map(known).orElse(null),
        crossEntropy.map(known).orElse(null),
        quantiles.entrySet().stream().map(e -> quantile(e.getKey(), e.getValue())).toList(),
        each(means, known),
        each(variances, known),
        each(covariances, known),
        each(correlations, known),
        each(expectations, known),
        each(divergences, known));
  }

  private static Known.Quantile quantile(double p, Estimate e) {
    return new Known.Quantile(p, e.value(), e.standardError(), method(e));
  }

  private static String method(Estimate e) {
    return e.method().name().toLowerCase(Locale.ROOT);
  }

  private static Known known(Estimate e) {
    return new Known(
        e.value(), e.standardError(), method(e), e.evaluations(), note(e).orElse(null));
  }

  private static Optional<String> note(Estimate e) {
    if (Double.isFinite(e.value())) {
      return Optional.empty();
    }
    if (e.method() == Method.MONTE_CARLO || e.method() == Method.QUASI_MONTE_CARLO) {
      return Optional.of("a sample is where this is infinite, perhaps rounded to there");
    }
    return Optional.of(
        Double.isNaN(e.value()) ? "does not exist" : "the integral does not converge");
  }

  private static Map<String, Known> each(
      Map<String, Quantity> quantities, Function<Quantity, Known> known) {
    Map<String, Known> all = new LinkedHashMap<>();
    quantities.forEach((name, q) -> all.put(name, known.apply(q)));
    return all;
  }
}
