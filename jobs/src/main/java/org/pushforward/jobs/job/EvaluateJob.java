package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
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
import org.pushforward.jobs.spec.Range;
import org.pushforward.jobs.spec.Spec;

/** Density, log density, cdf, survival and the gradient of the log density, at points or rows. */
final class EvaluateJob implements Job<EvaluateJob.Question, EvaluateOutcome> {
  /** What is evaluated, before the gradient. */
  static final List<String> VALUES = List.of("density", "log_density", "cdf", "survival");

  /**
   * What is asked.
   *
   * @param at every parameter of the model, by name
   */
  record Question(EvaluateSpec spec, String name, RandomVariable variable, Map<String, Double> at) {

    double[] point() {
      return at.values().stream().mapToDouble(v -> v).toArray();
    }

    boolean isConditioned() {
      ObservableSpec observable = spec.observables().get(name);
      return observable != null && observable.range().isFinite();
    }

    /**
     * The variable with its sums resolved, and conditioned on the observable's range where it has
     * one.
     *
     * @param x all finite places it is wanted at
     */
    RandomVariable prepared(DoubleSummaryStatistics x) {
      if (isConditioned()) {
        Range range = spec.observables().get(name).range();
        return variable
            .resolved(new Domain(range.low(), range.high()), at)
            .conditioned(range.low(), range.high());
      }
      double low = x.getCount() == 0 ? 0 : x.getMin();
      double high = x.getCount() == 0 ? 0 : x.getMax();
      // A margin, so that a single point has a domain and the outermost are inside.
      double margin = Math.max(1e-3 * Math.max(Math.abs(low), Math.abs(high)), (high - low) / 50);
      margin = margin > 0 ? margin : 1;
      return variable.resolved(new Domain(low - margin, high + margin), at);
    }

    /** {@link #VALUES}, then the gradient of the log density in the order of {@link #at}. */
    List<Expr> outputs(RandomVariable prepared) {
      List<String> names = List.copyOf(at.keySet());
      Column x = Column.of(name);
      List<Expr> outputs = new ArrayList<>();
      outputs.add(prepared.density(x));
      outputs.add(prepared.logDensity(x));
      outputs.add(prepared.cdf(x));
      outputs.add(prepared.survival(x));
      outputs.addAll(
          Derivative.gradient(prepared.logDensity(x), names.stream().map(Parameter::of).toList()));
      return outputs;
    }

    /** The {@link #outputs} from the column {@link #name}. */
    Program program(RandomVariable prepared) {
      return Lowering.program(outputs(prepared), List.copyOf(at.keySet()), List.of(name));
    }

    Variable derived(RandomVariable prepared) {
      Range range = isConditioned() ? spec.observables().get(name).range() : Range.UNBOUNDED;
      Column x = Column.of(name).within(range.low(), range.high());
      return new Variable(name, Derivations.of(spec.of().value(), prepared, x), at);
    }
  }

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String description() {
    return "Evaluates a density and its gradient at points or at the rows of data";
  }

  @Override
  public Question read(Spec spec) {
    EvaluateSpec evaluate = spec.requireEvaluate();
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
    String name = model.names().get(0);
    values.keySet().retainAll(model.parameters());
    return new Question(evaluate, name, model.variables().get(name), values);
  }

  @Override
  public EvaluateOutcome run(Question question, Runner runner, Progress progress, Path folder)
      throws IOException {
    progress.phase("evaluating", 0);
    if (question.spec().data().isPresent()) {
      return new RowEvaluation(question, runner, progress).run(folder);
    }
    double[] at = question.spec().points().stream().mapToDouble(p -> p).toArray();
    RandomVariable variable =
        question.prepared(DoubleStream.of(at).filter(Double::isFinite).summaryStatistics());
    double[][] values = new double[VALUES.size() + question.at().size()][at.length];
    Device.backend(runner.backend())
        .kernel(question.program(variable))
        .evaluate(question.point(), new EventBlock(new double[][] {at}, at.length), values);
    List<EvaluatedPoint> points = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      Map<String, Double> gradient = new LinkedHashMap<>();
      for (String name : question.at().keySet()) {
        gradient.put(name, values[VALUES.size() + gradient.size()][i]);
      }
      points.add(
          new EvaluatedPoint(
              at[i], values[0][i], values[1][i], values[2][i], values[3][i], gradient));
    }
    return new EvaluateOutcome(points, question.derived(variable), null);
  }
}
