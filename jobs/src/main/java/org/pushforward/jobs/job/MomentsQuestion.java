package org.pushforward.jobs.job;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.jobs.spec.MomentsSpec;
import org.pushforward.jobs.spec.PointSpec;
import org.pushforward.jobs.spec.Spec;

/**
 * What job moments is asked.
 *
 * @param part of what
 * @param at every parameter of the models and formulas, by name
 * @param others the others, of what is asked {@code to} them
 */
record MomentsQuestion(
    MomentsSpec spec,
    long seed,
    Model.Part part,
    Map<String, Double> at,
    Map<Text, Model.Part> others) {

  private static final int MOST_INTEGRATED = 2;

  static MomentsQuestion of(Spec spec) {
    MomentsSpec moments = spec.requireMoments();
    Map<String, Double> values = spec.values(moments.at());
    Set<String> used = new LinkedHashSet<>();
    Model.Part subject = part(moments.of(), PointSpec.bounds(values), used);
    if (!subject.isScalar()) {
      check(moments, subject.names().size());
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
            Model.Part second = part(text, PointSpec.bounds(values), used);
            check(text, subject, second);
            others.put(text, second);
          });
    }
    MomentsQuestion all = new MomentsQuestion(moments, spec.seed(), subject, values, others);
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
    moments.at().requireAmong(used);
    values.keySet().retainAll(used);
    return new MomentsQuestion(
        moments, spec.seed(), Problem.conditioned(subject, moments.observables()), values, others);
  }

  private static Model.Part part(Text text, Map<String, Bounds> known, Set<String> used) {
    Model model = ModelReader.read(text, known);
    if (model.parts().size() != 1) {
      throw new SpecException(
          text.place(), "moments are those of one variable", "declare a single one");
    }
    used.addAll(model.parameters());
    return model.parts().get(0);
  }

  /** Of a vector some things are not known. */
  private static void check(MomentsSpec spec, int dimension) {
    if (!spec.quantiles().isEmpty()) {
      throw new SpecException(
          spec.place(),
          "a vector has no quantiles",
          "ask for those of a component, declared as a variable of its own");
    }
    if (spec.method() == MomentsSpec.Way.QUADRATURE && dimension > MOST_INTEGRATED) {
      throw new SpecException(
          spec.place(),
          "integrals over " + dimension + " dimensions are not found by quadrature",
          "leave out method: what is not known exactly is found by samples");
    }
  }

  private static void check(Text text, Model.Part first, Model.Part second) {
    if (first.names().size() != second.names().size()) {
      throw new SpecException(
          text.place(),
          "the one has " + first.names().size() + " components, this " + second.names().size(),
          "compare two that are alike");
    }
    if (!areDiscrete(first.vector()).equals(areDiscrete(second.vector()))) {
      throw new SpecException(
          text.place(),
          "of a discrete and a continuous variable one has densities, one probabilities",
          "compare two that are alike");
    }
  }

  private static List<Boolean> areDiscrete(RandomVector vector) {
    return IntStream.range(0, vector.dimension()).mapToObj(vector::isDiscrete).toList();
  }

  private static void parameters(Expr formula, Set<String> into) {
    if (formula instanceof Parameter p) {
      into.add(p.name());
    }
    formula.operands().forEach(operand -> parameters(operand, into));
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
