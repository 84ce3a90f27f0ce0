package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.engine.variable.Sum;
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

/**
 * Density, log density, cdf, survival and the gradient of the log density, at points or rows; of
 * vectors no cdf.
 */
final class EvaluateJob implements Job<EvaluateJob.Question, EvaluateOutcome> {
  /** What is evaluated, before the gradient. */
  static final List<String> VALUES = List.of("density", "log_density", "cdf", "survival");

  /**
   * What is asked.
   *
   * @param at every parameter of the model, by name
   */
  record Question(EvaluateSpec spec, Model.Part part, Map<String, Double> at) {

    double[] point() {
      return at.values().stream().mapToDouble(v -> v).toArray();
    }

    List<String> names() {
      return part.names();
    }

    /** Its name, or those of its components. */
    String name() {
      return String.join(", ", names());
    }

    /** Whether it is one variable, which has a distribution function. */
    boolean isScalar() {
      return names().size() == 1 && !part.isJoint();
    }

    /** The {@link #VALUES}, of a vector those that it has. */
    List<String> values() {
      return isScalar() ? VALUES : VALUES.subList(0, 2);
    }

    private Range range(String name) {
      ObservableSpec observable = spec.observables().get(name);
      return observable == null ? Range.UNBOUNDED : observable.range();
    }

    /** Whether a grid chosen for the data would serve only where they lie. */
    boolean needsExtent() {
      return part.variables().entrySet().stream()
          .anyMatch(e -> !range(e.getKey()).isFinite() && Sum.isIn(e.getValue()));
    }

    /**
     * The vector with its sums resolved, and conditioned on the observables' ranges where they have
     * one.
     *
     * @param x for each component all finite places it is wanted at
     */
    RandomVector prepared(List<DoubleSummaryStatistics> x) {
      List<Domain> domains = new ArrayList<>();
      for (String name : names()) {
        Range range = range(name);
        domains.add(
            range.isFinite()
                ? new Domain(range.low(), range.high())
                : around(x.get(domains.size())));
      }
      RandomVector prepared = part.vector().resolved(domains, at);
      for (int i = 0; i < names().size(); i++) {
        Range range = range(names().get(i));
        if (range.isFinite()) {
          prepared = prepared.conditioned(i, range.low(), range.high());
        }
      }
      return prepared;
    }

    private static Domain around(DoubleSummaryStatistics x) {
      double low = x.getCount() == 0 ? 0 : x.getMin();
      double high = x.getCount() == 0 ? 0 : x.getMax();
      // A margin, so that a single point has a domain and the outermost are inside.
      double margin = Math.max(1e-3 * Math.max(Math.abs(low), Math.abs(high)), (high - low) / 50);
      margin = margin > 0 ? margin : 1;
      return new Domain(low - margin, high + margin);
    }

    /** For each component of the points, its finite values. */
    List<DoubleSummaryStatistics> extents() {
      return IntStream.range(0, names().size())
          .mapToObj(
              i ->
                  spec.points().stream()
                      .mapToDouble(p -> p.get(i))
                      .filter(Double::isFinite)
                      .summaryStatistics())
          .toList();
    }

    /** {@link #values}, then the gradient of the log density in the order of {@link #at}. */
    List<Expr> outputs(RandomVector prepared) {
      List<String> parameters = List.copyOf(at.keySet());
      List<Expr> x = names().stream().<Expr>map(Column::of).toList();
      Expr logDensity = prepared.logDensity(x);
      List<Expr> outputs = new ArrayList<>(List.of(Formulas.exp(logDensity), logDensity));
      if (isScalar()) {
        RandomVariable variable = variable(prepared);
        outputs.add(variable.cdf(x.get(0)));
        outputs.add(variable.survival(x.get(0)));
      }
      outputs.addAll(
          Derivative.gradient(logDensity, parameters.stream().map(Parameter::of).toList()));
      return outputs;
    }

    static RandomVariable variable(RandomVector prepared) {
      return ((Independent) prepared).components().get(0);
    }

    /** The {@link #outputs} from the columns {@link #names}. */
    Program program(RandomVector prepared) {
      return Lowering.program(outputs(prepared), List.copyOf(at.keySet()), names());
    }

    Variable derived(RandomVector prepared) {
      String model = spec.of().value();
      if (!isScalar()) {
        return new Variable(name(), Derivations.of(model, new Model.Part(names(), prepared)), at);
      }
      Range range = range(name());
      Column x =
          range.isFinite()
              ? Column.of(name()).within(range.low(), range.high())
              : Column.of(name());
      return new Variable(name(), Derivations.of(model, variable(prepared), x), at);
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
    if (model.parts().size() != 1) {
      throw new SpecException(
          evaluate.of().place(), "one variable is evaluated at a time", "declare a single one");
    }
    Model.Part part = model.parts().get(0);
    check(evaluate, part);
    values.keySet().retainAll(model.parameters());
    return new Question(evaluate, part, values);
  }

  private static void check(EvaluateSpec evaluate, Model.Part part) {
    String names = String.join(", ", part.names());
    for (List<Double> point : evaluate.points()) {
      if (point.size() != part.names().size()) {
        throw new SpecException(
            evaluate.place(),
            "a point of "
                + point.size()
                + (point.size() == 1 ? " number" : " numbers")
                + " is none of "
                + names,
            part.names().size() == 1
                ? "write points: [0, 1]"
                : "write each point as a list: points: [["
                    + String.join(", ", Collections.nCopies(part.names().size(), "0"))
                    + "]]");
      }
    }
    for (String name : part.names()) {
      ObservableSpec observable = evaluate.observables().get(name);
      if (part.isJoint() && observable != null && observable.range().isFinite()) {
        throw Problem.unknownRange(observable);
      }
    }
  }

  @Override
  public EvaluateOutcome run(Question question, Runner runner, Progress progress, Path folder)
      throws IOException {
    progress.phase("evaluating", 0);
    if (question.spec().data().isPresent()) {
      return new RowEvaluation(question, runner, progress).run(folder);
    }
    RandomVector vector = question.prepared(question.extents());
    List<List<Double>> places = question.spec().points();
    double[][] at = new double[question.names().size()][];
    for (int i = 0; i < at.length; i++) {
      int component = i;
      at[i] = places.stream().mapToDouble(p -> p.get(component)).toArray();
    }
    int known = question.values().size();
    double[][] values = new double[known + question.at().size()][places.size()];
    Device.backend(runner.backend())
        .kernel(question.program(vector))
        .evaluate(question.point(), new EventBlock(at, places.size()), values);
    List<EvaluatedPoint> points = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Map<String, Double> gradient = new LinkedHashMap<>();
      for (String name : question.at().keySet()) {
        gradient.put(name, values[known + gradient.size()][i]);
      }
      points.add(
          new EvaluatedPoint(
              places.get(i),
              values[0][i],
              values[1][i],
              question.isScalar() ? values[2][i] : null,
              question.isScalar() ? values[3][i] : null,
              gradient));
    }
    return new EvaluateOutcome(points, question.derived(vector), null);
  }
}
