package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
   */
  private record Base(Supplier<RandomVariable> variable, Expr formula, Set<Parameter> laws) {}

  /** In the order of their making, so that a formula is over earlier ones. */
  private final Map<Parameter, Base> bases = new LinkedHashMap<>();

  /** A law where it stands. */
  Parameter law(RandomVariable variable) {
    Parameter symbol = anonymous();
    bases.put(symbol, new Base(() -> variable, null, Set.of(symbol)));
    return symbol;
  }

  /** A variable that is no formula of those that it is made of. */
  Parameter madeOf(List<Expr> parts, Supplier<RandomVariable> variable) {
    Parameter symbol = anonymous();
    Set<Parameter> laws = new HashSet<>();
    parts.forEach(part -> laws.addAll(laws(part)));
    bases.put(symbol, new Base(variable, null, laws));
    return symbol;
  }

  /** A variable with a name. */
  void name(String name, Expr formula, RandomVariable variable) {
    bases.put(Parameter.of(name), new Base(() -> variable, formula, laws(formula)));
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
    List<Expr> over = formulas;
    for (; ; ) {
      Optional<Parameter> shared = lastShared(over);
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
    Set<Parameter> symbols = new HashSet<>();
    formulas.forEach(e -> symbols.addAll(in(e)));
    List<Parameter> shared = new ArrayList<>();
    for (Parameter a : bases.keySet()) {
      if (symbols.contains(a) && symbols.stream().anyMatch(b -> b != a && !areIndependent(a, b))) {
        shared.add(bases.get(a).formula() == null ? 0 : shared.size(), a);
      }
    }
    return shared.isEmpty() ? Optional.empty() : Optional.of(shared.get(shared.size() - 1));
  }
}
