package org.pushforward.jobs.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.ModelReader;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.Sum;
import org.pushforward.jobs.result.Derivation;
import org.pushforward.jobs.result.Variable;
import org.pushforward.jobs.spec.ConvolutionSpec;
import org.pushforward.jobs.spec.EvaluateSpec;
import org.pushforward.jobs.spec.ObservableSpec;
import org.pushforward.jobs.spec.PointSpec;
import org.pushforward.jobs.spec.Range;
import org.pushforward.jobs.spec.Spec;

/**
 * What job evaluate is asked.
 *
 * @param at every parameter of the model, by name
 */
record EvaluateQuestion(
    EvaluateSpec spec, ConvolutionSpec convolution, Model.Part part, Map<String, Double> at) {
  /** What is evaluated, before the gradient. */
  static final List<String> VALUES = List.of("density", "log_density", "cdf", "survival");

  static EvaluateQuestion of(Spec spec) {
    EvaluateSpec evaluate = spec.requireEvaluate();
    Map<String, Double> values = spec.values(evaluate.at());
    Model model = ModelReader.read(evaluate.of(), PointSpec.bounds(values));
    evaluate.at().requireAmong(model.parameters());
    if (model.parts().size() != 1) {
      throw new SpecException(
          evaluate.of().place(), "one variable is evaluated at a time", "declare a single one");
    }
    Model.Part part = model.parts().get(0);
    check(evaluate, part);
    values.keySet().retainAll(model.parameters());
    return new EvaluateQuestion(evaluate, spec.convolution(), part, values);
  }

  private static void check(EvaluateSpec evaluate, Model.Part part) {
    String names = part.name();
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
    Problem.conditioned(part, evaluate.observables());
  }

  double[] point() {
    return at.values().stream().mapToDouble(v -> v).toArray();
  }

  List<String> names() {
    return part.names();
  }

  /** The {@link #VALUES}, of a vector those that it has. */
  List<String> values() {
    return part.isScalar() ? VALUES : VALUES.subList(0, 2);
  }

  /** The range of an observable. */
  Range range(String name) {
    ObservableSpec observable = spec.observables().get(name);
    return observable == null ? Range.UNBOUNDED : observable.range();
  }

  /** Whether a grid chosen for the data would serve only where they lie. */
  boolean needsExtent() {
    return part.variables().entrySet().stream()
        .anyMatch(e -> !range(e.getKey()).isFinite() && Sum.isIn(e.getValue()));
  }

  /**
   * What is asked of, with its sums resolved, and conditioned on the observables' ranges where they
   * have one.
   *
   * @param x for each component all finite places it is wanted at
   */
  Model.Part prepared(List<DoubleSummaryStatistics> x) {
    List<Domain> domains = new ArrayList<>();
    for (String name : names()) {
      Range range = range(name);
      domains.add(
          range.isFinite() ? new Domain(range.low(), range.high()) : around(x.get(domains.size())));
    }
    return Problem.conditioned(
        part.with(part.vector().resolved(domains, at, scheme())), spec.observables());
  }

  private Scheme scheme() {
    ObservableSpec observable = names().size() == 1 ? spec.observables().get(names().get(0)) : null;
    return Problem.scheme(convolution, observable == null ? 0 : observable.bins().orElse(0));
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
  List<Expr> outputs(Model.Part prepared) {
    List<String> parameters = List.copyOf(at.keySet());
    List<Expr> x = names().stream().<Expr>map(Column::of).toList();
    Expr logDensity = prepared.vector().logDensity(x);
    List<Expr> outputs = new ArrayList<>(List.of(Formulas.exp(logDensity), logDensity));
    if (part.isScalar()) {
      RandomVariable variable = prepared.variable();
      outputs.add(variable.cdf(x.get(0)));
      outputs.add(variable.survival(x.get(0)));
    }
    outputs.addAll(
        Derivative.gradient(logDensity, parameters.stream().map(Parameter::of).toList()));
    return outputs;
  }

  /** The {@link #outputs} from the columns {@link #names}. */
  Program program(Model.Part prepared) {
    return Lowering.program(outputs(prepared), List.copyOf(at.keySet()), names());
  }

  Variable derived(Model.Part prepared) {
    return new Variable(part.name(), derivation(prepared), at);
  }

  private Derivation derivation(Model.Part prepared) {
    if (!part.isScalar()) {
      return Derivations.of(prepared);
    }
    Range range = range(part.name());
    Column x = Column.of(part.name());
    return Derivations.of(
        part.said(),
        prepared.variable(),
        range.isFinite() ? x.within(range.low(), range.high()) : x);
  }
}
