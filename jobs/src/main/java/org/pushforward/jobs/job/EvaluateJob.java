package org.pushforward.jobs.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.jobs.result.EvaluatedPoint;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Variable;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.EvaluateSpec;
import org.pushforward.jobs.spec.ObservableSpec;
import org.pushforward.jobs.spec.Spec;

/** Density, log density, cdf, survival and the gradient of the log density at given points. */
final class EvaluateJob implements Job<EvaluateJob.Question, EvaluateOutcome> {
  /** Density, log density, cdf and survival come before the gradient. */
  private static final int VALUES = 4;

  /**
   * What is asked.
   *
   * @param at every parameter of the model, by name
   */
  record Question(
      EvaluateSpec spec, String name, RandomVariable variable, Map<String, Double> at) {}

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String description() {
    return "Evaluates a density and its gradient at points";
  }

  @Override
  public Question read(Spec spec) {
    EvaluateSpec evaluate = spec.requireEvaluate();
    if (evaluate.data().isPresent()) {
      throw new SpecException(
          evaluate.place(),
          "a density is evaluated at points only, in this version",
          "write points: [0, 1] or points: { from: 0, to: 1, points: 11 }");
    }
    Map<String, Double> values = new LinkedHashMap<>();
    spec.parameters().forEach((name, parameter) -> values.put(name, parameter.start()));
    values.putAll(evaluate.at().values());
    Model model = ModelReader.read(evaluate.of(), values.keySet());
    for (String name : evaluate.at().values().keySet()) {
      if (!model.parameters().contains(name)) {
        throw new SpecException(
            evaluate.at().places().get(name),
            "the model has no parameter \"" + name + "\"",
            Nearest.advice(name, model.parameters(), "parameters"));
      }
    }
    if (model.variables().size() != 1) {
      throw new SpecException(
          evaluate.of().place(), "one variable is evaluated at a time", "declare a single one");
    }
    String name = model.variables().keySet().iterator().next();
    values.keySet().retainAll(model.parameters());
    return new Question(evaluate, name, model.variables().get(name), values);
  }

  @Override
  public EvaluateOutcome run(Question question, Runner runner, Progress progress, Path folder) {
    progress.phase("evaluating", 0);
    RandomVariable variable = prepared(question);
    List<String> names = List.copyOf(question.at().keySet());
    Column x = Column.of(question.name());
    List<Expr> outputs = new ArrayList<>();
    outputs.add(variable.density(x));
    outputs.add(variable.logDensity(x));
    outputs.add(variable.cdf(x));
    outputs.add(variable.survival(x));
    outputs.addAll(
        Derivative.gradient(variable.logDensity(x), names.stream().map(Parameter::of).toList()));
    double[] at = question.spec().points().stream().mapToDouble(p -> p).toArray();
    double[][] values = new double[outputs.size()][at.length];
    Device.backend(runner.backend())
        .kernel(Lowering.program(outputs, names, List.of(question.name())))
        .evaluate(
            question.at().values().stream().mapToDouble(v -> v).toArray(),
            new EventBlock(new double[][] {at}, at.length),
            values);
    List<EvaluatedPoint> points = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      Map<String, Double> gradient = new LinkedHashMap<>();
      for (int k = 0; k < names.size(); k++) {
        gradient.put(names.get(k), values[VALUES + k][i]);
      }
      points.add(
          new EvaluatedPoint(
              at[i], values[0][i], values[1][i], values[2][i], values[3][i], gradient));
    }
    String text = question.spec().of().value();
    return new EvaluateOutcome(
        points,
        new Variable(
            question.name(),
            Derivations.of(text.substring(text.indexOf('~') + 1).strip(), variable),
            question.at()),
        null);
  }

  /** Sums resolved over the points, and conditioned on the observable's range where it has one. */
  private static RandomVariable prepared(Question question) {
    ObservableSpec observable = question.spec().observables().get(question.name());
    if (observable != null && observable.range().isFinite()) {
      double low = observable.range().low();
      double high = observable.range().high();
      return question
          .variable()
          .resolved(new Domain(low, high), question.at())
          .conditioned(low, high);
    }
    List<Double> finite = question.spec().points().stream().filter(Double::isFinite).toList();
    double low = finite.isEmpty() ? 0 : Collections.min(finite);
    double high = finite.isEmpty() ? 0 : Collections.max(finite);
    // A margin, so that a single point has a domain and the outermost are inside.
    double margin = Math.max(1e-3 * Math.max(Math.abs(low), Math.abs(high)), (high - low) / 50);
    margin = margin > 0 ? margin : 1;
    return question.variable().resolved(new Domain(low - margin, high + margin), question.at());
  }
}
