package org.pushforward.jobs.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.pushforward.engine.convolution.Scheme;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Listing;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.Census;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.Rate;
import org.pushforward.engine.likelihood.Contribution;
import org.pushforward.engine.variable.Domain;
import org.pushforward.engine.variable.Independent;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.Plain;
import org.pushforward.engine.variable.RandomVariable;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.jobs.result.Description;
import org.pushforward.jobs.result.Description.Cost;
import org.pushforward.jobs.result.Description.Density;
import org.pushforward.jobs.result.Description.Formula;
import org.pushforward.jobs.result.Outcome.DescribeOutcome;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Progress;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spec.FileData;
import org.pushforward.jobs.spec.LikelihoodSpec;
import org.pushforward.jobs.spec.ObservableSpec;
import org.pushforward.jobs.spec.Range;
import org.pushforward.jobs.spec.Spec;

/** A model's density and derivatives as formulas, and what the programs made of them cost. */
final class DescribeJob implements Job<DescribeJob.Question, DescribeOutcome> {
  private static final Range REAL_LINE = Range.UNBOUNDED;

  /** Of a spec without likelihoods, what it evaluates. */
  record Question(Spec spec, Problem problem, EvaluateQuestion evaluated) {}

  @Override
  public String name() {
    return "describe";
  }

  @Override
  public String description() {
    return "Shows the density and its derivatives as formulas, and what computing them costs";
  }

  @Override
  public Map<String, Switch> switches() {
    Map<String, Switch> switches = new LinkedHashMap<>();
    switches.put("hessian", new Switch("describe.hessian=true", "Shows second derivatives too."));
    switches.put(
        "source",
        new Switch("describe.source=true", "Writes the generated code to DIR/source as well."));
    return switches;
  }

  @Override
  public boolean needsSpark() {
    return false;
  }

  @Override
  public Question read(Spec spec) {
    return spec.likelihoods().isEmpty() && spec.evaluate().isPresent()
        ? new Question(spec, null, EvaluateQuestion.of(spec))
        : new Question(spec, Problem.ofModels(spec), null);
  }

  @Override
  public DescribeOutcome run(Question question, Runner runner, Progress progress, Path folder)
      throws IOException {
    progress.phase("deriving", 0);
    boolean opencl = runner.backend().kind() == BackendChoice.Kind.OPENCL;
    Backend backend = Device.backend(opencl ? runner.backend() : BackendChoice.SIMD);
    Writer writer = new Writer(question.spec(), backend, folder.resolve("source"));
    Map<String, Description> descriptions = new LinkedHashMap<>();
    if (question.evaluated() != null) {
      descriptions.put("evaluate", writer.evaluated(question.evaluated()));
    } else {
      for (LikelihoodSpec likelihood : question.spec().likelihoods().values()) {
        descriptions.put(likelihood.name(), writer.likelihood(question.problem(), likelihood));
      }
    }
    return new DescribeOutcome(descriptions);
  }

  private record Writer(Spec spec, Backend backend, Path sources) {

    Description likelihood(Problem problem, LikelihoodSpec likelihood) throws IOException {
      Map<String, Double> reference = problem.named(problem.box().start());
      Map<String, Density> densities = new LinkedHashMap<>();
      List<Column> columns = new ArrayList<>();
      List<RandomVector> vectors = new ArrayList<>();
      List<Parameter> by =
          parameters(problem.free()).stream()
              .filter(p -> problem.models().get(likelihood.name()).parameters().contains(p.name()))
              .toList();
      boolean binned = false;
      for (Model.Part part : problem.models().get(likelihood.name()).parts()) {
        if (part.isJoint()) {
          List<Domain> anywhere = Collections.nCopies(part.names().size(), Domain.LINE);
          Model.Part inRange =
              Problem.conditioned(
                  part.with(
                      part.vector()
                          .resolved(anywhere, reference, Problem.scheme(spec.convolution(), 0))),
                  likelihood.observables());
          part.names().forEach(name -> columns.add(Column.of(name)));
          vectors.add(inRange.vector());
          densities.put(part.name(), density(inRange, by));
        }
        for (Map.Entry<String, RandomVariable> entry : part.variables().entrySet()) {
          String name = entry.getKey();
          ObservableSpec observable = likelihood.observables().get(name);
          Range range = observable == null ? REAL_LINE : observable.range();
          RandomVariable variable =
              range.isFinite()
                  ? entry
                      .getValue()
                      .resolved(
                          new Domain(range.low(), range.high()), reference, scheme(observable))
                      .conditioned(range.low(), range.high())
                  : unbounded(entry.getValue(), reference, likelihood);
          binned = observable != null && observable.bins().isPresent();
          Column x = binned ? Column.edges(name) : Column.of(name);
          columns.add(x.within(range.low(), range.high()));
          vectors.add(new Independent(List.of(variable)));
          densities.put(
              name, density(likelihood.model().value(), variable, Column.of(name), range, by));
        }
      }
      boolean weighted =
          likelihood
              .data()
              .filter(d -> d instanceof FileData f && f.weight().isPresent())
              .isPresent();
      Contribution contribution =
          binned
              ? Contribution.binned(
                  columns.get(0), ((Independent) vectors.get(0)).components().get(0))
              : Contribution.unbinned(columns, vectors, weighted);
      List<Parameter> free = parameters(problem.free());
      List<Expr> gradient = new ArrayList<>(List.of(contribution.term()));
      gradient.addAll(Derivative.gradient(contribution.term(), free));
      Map<String, Cost> programs = new LinkedHashMap<>();
      programs.put(
          "gradient",
          cost(
              likelihood.name() + "-gradient",
              gradient,
              contribution.gradient(problem.parameters(), problem.free())));
      if (spec.describe().hessian()) {
        programs.put(
            "hessian",
            cost(
                likelihood.name() + "-hessian",
                Derivative.hessian(contribution.term(), free),
                contribution.hessian(problem.parameters(), problem.free())));
      }
      return new Description(densities, programs);
    }

    Description evaluated(EvaluateQuestion question) throws IOException {
      Model.Part prepared = question.prepared(question.extents());
      String name = prepared.name();
      List<Parameter> by = parameters(List.copyOf(question.at().keySet()));
      Density density =
          prepared.isScalar()
              ? density(
                  prepared.said(), prepared.variable(), Column.of(name), question.range(name), by)
              : density(prepared, by);
      return new Description(
          Map.of(name, density),
          Map.of(
              "gradient",
              cost("evaluate-gradient", question.outputs(prepared), question.program(prepared))));
    }

    private Scheme scheme(ObservableSpec observable) {
      return Problem.scheme(spec.convolution(), observable.bins().orElse(0));
    }

    /** On no range but the data's, which are not read. */
    private RandomVariable unbounded(
        RandomVariable variable, Map<String, Double> reference, LikelihoodSpec likelihood) {
      RandomVariable resolved =
          variable.resolved(new Domain(-1, 1), reference, Problem.scheme(spec.convolution(), 0));
      if (Derivations.sums(resolved).stream().anyMatch(sum -> sum.convolution() != null)) {
        throw new SpecException(
            likelihood.place(),
            "a numeric convolution is described on a range, and the observable has none",
            "write observables: { x: { range: [a, b] } }");
      }
      return resolved;
    }

    private Density density(
        String said, RandomVariable variable, Column x, Range range, List<Parameter> by) {
      Column within = x.within(range.low(), range.high());
      return new Density(
          Derivations.of(said, variable, within),
          range.isFinite() ? DoubleStream.of(range.low(), range.high()).boxed().toList() : null,
          Derivations.sums(variable),
          formulas(Plain.of(variable).logDensity(within), by));
    }

    /** The joint density of components that depend on each other. */
    private Density density(Model.Part part, List<Parameter> by) {
      List<Expr> x = part.names().stream().<Expr>map(Column::of).toList();
      return new Density(
          Derivations.of(part),
          null,
          Derivations.sums(part.vector()),
          formulas(part.vector().logDensity(x), by));
    }

    private List<Formula> formulas(Expr logDensity, List<Parameter> by) {
      return Listing.ofDensity(logDensity, by, spec.describe().hessian()).stream()
          .map(line -> new Formula(line.name(), line.text(), line.latex()))
          .toList();
    }

    private Cost cost(String name, List<Expr> outputs, Program program) throws IOException {
      Census census = Census.of(outputs, program);
      Map<String, Description.Operations> operations = new LinkedHashMap<>();
      for (Rate rate : Rate.values()) {
        Map<String, Integer> primitives = census.primitives().getOrDefault(rate, Map.of());
        if (!primitives.isEmpty()) {
          operations.put(
              rate.name().toLowerCase(Locale.ROOT),
              new Description.Operations(
                  primitives.values().stream().mapToInt(n -> n).sum(),
                  census.functions().getOrDefault(rate, Map.of()),
                  primitives));
        }
      }
      String file = null;
      if (spec.describe().source()) {
        Path path = sources.resolve(name + (backend.name().equals("opencl") ? ".cl" : ".java"));
        Files.createDirectories(sources);
        Files.writeString(path, backend.source(program));
        file = "source/" + path.getFileName();
      }
      return new Cost(operations, census.bytesPerRow(), census.tableWork(), file);
    }

    private static List<Parameter> parameters(List<String> names) {
      return names.stream().map(Parameter::of).toList();
    }
  }
}
