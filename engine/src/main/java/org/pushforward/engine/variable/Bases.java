package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Substitution;

/**
 * The variables that a model's formulas are over, each under a symbol: what has a name, and every
 * law, mixture and truncation where it stands. Formulas are independent where they have no law in
 * common.
 */
final class Bases {

  /**
   * A variable under a symbol.
   *
   * @param formula what it is of other bases; null if it is no formula of them
   * @param laws symbols of all laws that it is made of
   * @param vector that it is a component of, beside others that depend on it; or null
   */
  private record Base(
      Supplier<RandomVariable> variable, Expr formula, Set<Parameter> laws, Vector vector) {}

  /** A vector, and the symbols of its components. */
  record Vector(RandomVector vector, List<Parameter> symbols) {}

  /** In the order of their making, so that a formula is over earlier ones. */
  private final Map<Parameter, Base> bases = new LinkedHashMap<>();

  /** A law where it stands. */
  Parameter law(RandomVariable variable) {
    Parameter symbol = anonymous();
    bases.put(symbol, new Base(() -> variable, null, Set.of(symbol), null));
    return symbol;
  }

  /** A variable that is no formula of those that it is made of. */
  Parameter madeOf(List<Expr> parts, Supplier<RandomVariable> variable) {
    Parameter symbol = anonymous();
    bases.put(symbol, new Base(variable, null, laws(parts), null));
    return symbol;
  }

  /** A variable with a name. */
  void name(String name, Expr formula, RandomVariable variable) {
    bases.put(Parameter.of(name), new Base(() -> variable, formula, laws(formula), null));
  }

  /**
   * A vector whose components are no formulas of other variables.
   *
   * @param parts that it is made of; none of a fresh one
   * @param component for those who ask for one alone
   */
  List<Parameter> vector(
      RandomVector vector, List<Expr> parts, Supplier<RandomVariable> component) {
    Parameter law = anonymous();
    List<Parameter> symbols =
        IntStream.range(0, vector.dimension())
            .mapToObj(i -> Parameter.of(law.name() + "." + i))
            .toList();
    Vector whole = new Vector(vector, symbols);
    Set<Parameter> laws = parts.isEmpty() ? Set.of(symbols.get(0)) : laws(parts);
    symbols.forEach(s -> bases.put(s, new Base(component, null, laws, whole)));
    return symbols;
  }

  /** The components of a vector, with names. */
  void name(
      List<String> names,
      List<Expr> formulas,
      RandomVector vector,
      Function<Expr, RandomVariable> component) {
    Vector whole = new Vector(vector, names.stream().map(Parameter::of).toList());
    for (int i = 0; i < names.size(); i++) {
      Expr formula = formulas.get(i);
      bases.put(
          whole.symbols().get(i),
          new Base(() -> component.apply(formula), formula, laws(formula), whole));
    }
  }

  /** The vector that a symbol is a component of, if it is one. */
  Optional<Vector> vector(Parameter symbol) {
    return Optional.ofNullable(bases.get(symbol).vector());
  }

  private Parameter anonymous() {
    return Parameter.of("#" + bases.size());
  }

  RandomVariable variable(Parameter symbol) {
    return bases.get(symbol).variable().get();
  }

  /** The symbols in a formula, in the order of their making. */
  List<Parameter> in(Expr formula) {
    Set<Parameter> found = Substitution.among(bases.keySet(), formula);
    return bases.keySet().stream().filter(found::contains).toList();
  }

  private Set<Parameter> laws(List<Expr> formulas) {
    Set<Parameter> laws = new HashSet<>();
    formulas.forEach(formula -> laws.addAll(laws(formula)));
    return laws;
  }

  private Set<Parameter> laws(Expr formula) {
    Set<Parameter> laws = new HashSet<>();
    in(formula).forEach(symbol -> laws.addAll(bases.get(symbol).laws()));
    return laws;
  }

  boolean areIndependent(Expr a, Expr b) {
    return Collections.disjoint(laws(a), laws(b));
  }

  /**
   * The formulas over symbols that are independent of each other: names are replaced by what they
   * stand for, the last first, as far as that is needed. Empty where that does not do.
   */
  Optional<List<Expr>> overIndependent(List<Expr> formulas) {
    return over(formulas, this::lastShared);
  }

  /** The same, where all components of a vector may stay together. */
  Optional<List<Expr>> overVectors(List<Expr> formulas) {
    return over(formulas, this::lastAlone);
  }

  private Optional<List<Expr>> over(
      List<Expr> formulas, Function<List<Expr>, Optional<Parameter>> next) {
    List<Expr> over = formulas;
    for (; ; ) {
      Optional<Parameter> shared = next.apply(over);
      if (shared.isEmpty()) {
        return Optional.of(over);
      }
      Parameter symbol = shared.get();
      Expr formula = bases.get(symbol).formula();
      if (formula == null) {
        return Optional.empty();
      }
      over = over.stream().map(e -> Substitution.of(e, symbol, formula)).toList();
    }
  }

  /** The last symbol, one with a formula if there is one, that has a law in common with another. */
  private Optional<Parameter> lastShared(List<Expr> formulas) {
    return last(formulas, (a, all) -> all.stream().anyMatch(b -> isShared(a, b)));
  }

  /** The same, but a vector's components may have one if all are there; if not, each has to go. */
  private Optional<Parameter> lastAlone(List<Expr> formulas) {
    return last(
        formulas,
        (a, all) -> {
          List<Parameter> own = vector(a).map(Vector::symbols).orElse(List.of(a));
          return !all.containsAll(own)
              || all.stream().anyMatch(b -> !own.contains(b) && isShared(a, b));
        });
  }

  private boolean isShared(Parameter a, Parameter b) {
    return b != a && !areIndependent(a, b);
  }

  private Optional<Parameter> last(
      List<Expr> formulas, BiPredicate<Parameter, Set<Parameter>> isWanted) {
    Set<Parameter> symbols = new HashSet<>();
    formulas.forEach(e -> symbols.addAll(in(e)));
    List<Parameter> wanted = new ArrayList<>();
    for (Parameter a : bases.keySet()) {
      if (symbols.contains(a) && isWanted.test(a, symbols)) {
        wanted.add(bases.get(a).formula() == null ? 0 : wanted.size(), a);
      }
    }
    return wanted.isEmpty() ? Optional.empty() : Optional.of(wanted.get(wanted.size() - 1));
  }
}
