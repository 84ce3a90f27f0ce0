package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/**
 * Reads what only formulas under an expectation hold: {@code stop(e)}, {@code logp(e | variable)},
 * and for the density of what is drawn at its own draw {@code logp(x)}, or {@code logp(stop(x) |
 * x)} with the draw stopped.
 */
final class IntegrandReader {
  static final Set<String> NAMES = Set.of("logp", "stop");

  private final ScalarReader scalars;
  private final Text text;
  private final Model model;
  private final UnaryOperator<RandomVector> resolved;

  /** Of all that may be stopped: observables, parameters and own densities. */
  private final Map<Parameter, Expr> stops = new LinkedHashMap<>();

  private final List<Integrand.OwnDensity> densities = new ArrayList<>();

  /**
   * @param names of the model's parameters
   * @param resolved gives the sums in a law their densities
   */
  IntegrandReader(
      ScalarReader scalars,
      Text text,
      Model model,
      Iterable<String> names,
      UnaryOperator<RandomVector> resolved) {
    this.scalars = scalars;
    this.text = text;
    this.model = model;
    this.resolved = resolved;
    names.forEach(name -> stops.put(Parameter.of(name), stopped(Parameter.of(name))));
    model.names().forEach(name -> stops.put(symbol(name), stopped(symbol(name))));
    for (int part = 0; part < model.parts().size(); part++) {
      Parameter live = Parameter.of("?log density " + part);
      Parameter atStopped = Parameter.of("?log density at stopped " + part);
      densities.add(new Integrand.OwnDensity(part, live, atStopped, stopped(live)));
      stops.put(live, stopped(live));
      stops.put(atStopped, stopped(live));
    }
  }

  /** What stands for an observable. */
  static Parameter symbol(String observable) {
    return Parameter.of("?" + observable);
  }

  private static Parameter stopped(Parameter symbol) {
    return Parameter.of("?stopped " + symbol.name());
  }

  Integrand of(Expr formula) {
    Map<Parameter, Parameter> originals = new LinkedHashMap<>();
    stops.forEach(
        (symbol, stopped) -> {
          if (densities.stream().noneMatch(d -> d.live() == symbol || d.atStopped() == symbol)) {
            originals.put((Parameter) stopped, symbol);
          }
        });
    List<Parameter> values = model.names().stream().map(IntegrandReader::symbol).toList();
    return new Integrand(formula, values, originals, densities);
  }

  Expr read(Syntax.Call call) {
    if (call.arguments().size() != 1) {
      throw text.problem(
          call,
          call.name() + " takes 1 argument",
          call.name().equals("stop") ? "write stop(x)" : "write logp(x | normal(0, 1))");
    }
    Syntax argument = call.arguments().get(0).value();
    return call.name().equals("stop")
        ? Substitution.of(scalars.formula(argument), stops)
        : argument instanceof Syntax.Given given
            ? logDensity(given)
            : densities.get(own(argument).orElseThrow(() -> unknown(argument))).live();
  }

  private RuntimeException unknown(Syntax argument) {
    return text.problem(
        argument,
        "logp of this needs a law",
        argument instanceof Syntax.Name name
            ? Nearest.advice(name.name(), model.names(), "variables")
            : "write logp(x | normal(0, 1)), or logp(x) for x with its own law");
  }

  /** The part of the model that is named here. */
  private Optional<Integer> own(Syntax syntax) {
    if (syntax instanceof Syntax.Name name) {
      for (int part = 0; part < model.parts().size(); part++) {
        List<String> names = model.parts().get(part).names();
        if (names.equals(List.of(name.name())) || names.equals(components(name.name(), names))) {
          return Optional.of(part);
        }
      }
    }
    return Optional.empty();
  }

  /** What the components of a vector of this name are called. */
  private static List<String> components(String name, List<String> of) {
    return IntStream.rangeClosed(1, of.size()).mapToObj(i -> name + i).toList();
  }

  private Expr logDensity(Syntax.Given given) {
    List<Expr> at = values(given.value());
    Optional<Integer> own = own(given.law());
    if (own.isPresent()) {
      Integrand.OwnDensity density = densities.get(own.get());
      List<String> names = model.parts().get(own.get()).names();
      List<Expr> live = names.stream().<Expr>map(IntegrandReader::symbol).toList();
      if (at.equals(live)) {
        return density.live();
      }
      if (at.equals(live.stream().map(stops::get).toList())) {
        return density.atStopped();
      }
    }
    RandomVector law =
        own.map(part -> model.parts().get(part).vector()).orElseGet(() -> law(given.law()));
    if (law.dimension() != at.size()) {
      throw text.problem(
          given,
          "the value has "
              + at.size()
              + (at.size() == 1 ? " component" : " components")
              + ", its law "
              + law.dimension(),
          "give a value for each");
    }
    try {
      return resolved.apply(law).logDensity(at);
    } catch (UnsupportedOperationException e) {
      throw text.problem(given.law(), "this density is not derived: " + e.getMessage(), "");
    }
  }

  private RandomVector law(Syntax syntax) {
    return scalars
        .vectors()
        .read(syntax)
        .map(VectorReader.Meaning::vector)
        .orElseGet(() -> new Independent(List.of(scalars.random(syntax))));
  }

  /** Formulas of a value's components. */
  private List<Expr> values(Syntax syntax) {
    if (syntax instanceof Syntax.Group group) {
      return group.items().stream().map(scalars::formula).toList();
    }
    Optional<Integer> own = own(syntax);
    if (own.isPresent()) {
      return model.parts().get(own.get()).names().stream()
          .<Expr>map(IntegrandReader::symbol)
          .toList();
    }
    if (syntax instanceof Syntax.Call call
        && call.name().equals("stop")
        && call.arguments().size() == 1) {
      return values(call.arguments().get(0).value()).stream()
          .map(e -> Substitution.of(e, stops))
          .toList();
    }
    return List.of(scalars.formula(syntax));
  }
}
