package org.pushforward.engine.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Formulas as lines to be read from top to bottom: what several places share stands under a name of
 * its own, {@code z1, z2, ..} where it varies with the data, {@code c1, c2, ..} where parameters
 * alone decide it, before the first line that uses it. {@code F1, F2, ..} are the distribution
 * functions that tables hold, {@code F1_s'} is the derivative of the density {@code F1'} by s.
 */
public final class Listing {

  /**
   * A formula under a name.
   *
   * @param text to be read as it is
   * @param latex an equation
   */
  public record Line(String name, String text, String latex) {}

  /** Nodes of a formula, written out, that is worth a name: (x - m)/s has 7, exp(-k*x) 5. */
  private static final int LONG = 8;

  private final List<Line> lines = new ArrayList<>();
  private final Map<Expr, Integer> uses = new IdentityHashMap<>();
  private final Map<Expr, String> names = new IdentityHashMap<>();
  private final Map<Table, String> tables = new LinkedHashMap<>();
  private final Map<Table, String> tablesInLatex = new HashMap<>();
  private int sums;
  private final Set<String> taken = new HashSet<>();
  private final Set<Expr> written = new HashSet<>();
  private final Printer text = new Printer(false, this::name, t -> tables.getOrDefault(t, "F"));
  private final Printer latex =
      new Printer(true, this::name, t -> tablesInLatex.getOrDefault(t, "F"));

  private Listing() {}

  /**
   * A density p, its logarithm and the gradient of that, in the form that people write.
   *
   * @param logDensity as it is computed
   * @param withHessian adds the second derivatives
   */
  public static List<Line> ofDensity(
      Expr logDensity, List<Parameter> parameters, boolean withHessian) {
    Reading reading = new Reading();
    Expr log = reading.of(logDensity);
    Expr density = reading.of(Formulas.exp(log));
    String p = nameOf(log);
    Map<String[], Expr> wanted = new LinkedHashMap<>();
    wanted.put(new String[] {p, Symbols.latex(p)}, density);
    if (log != Apply.of(Operation.LOG, density)) {
      wanted.put(new String[] {"log " + p, "\\log " + Symbols.latex(p)}, log);
    }
    List<Expr> gradient = Derivative.gradient(log, parameters).stream().map(reading::of).toList();
    for (int i = 0; i < parameters.size(); i++) {
      wanted.put(slope(p, List.of(parameters.get(i))), gradient.get(i));
    }
    if (withHessian) {
      int next = 0;
      List<Expr> hessian = Derivative.jacobianTriangle(gradient, parameters);
      for (int i = 0; i < parameters.size(); i++) {
        for (int j = i; j < parameters.size(); j++) {
          wanted.put(
              slope(p, List.of(parameters.get(i), parameters.get(j))),
              reading.of(hessian.get(next++)));
        }
      }
    }
    return of(wanted, parameters);
  }

  /** The density alone. */
  public static List<Line> ofDensity(Expr logDensity) {
    Reading reading = new Reading();
    Expr density = reading.of(Formulas.exp(reading.of(logDensity)));
    String p = nameOf(density);
    return of(Map.of(new String[] {p, Symbols.latex(p)}, density), List.of());
  }

  /** What a density is called: p, unless the model has a p. */
  private static String nameOf(Expr density) {
    Listing listing = new Listing();
    listing.visit(density, new HashSet<>(), new ArrayList<>());
    return listing.taken.contains("p") ? "density" : "p";
  }

  private static String[] slope(String p, List<Parameter> by) {
    StringBuilder text = new StringBuilder();
    StringBuilder latex = new StringBuilder();
    for (Parameter parameter : by) {
      text.append(text.isEmpty() ? "" : " ").append("d ").append(parameter.name());
      latex.append("\\partial ").append(Symbols.latex(parameter.name())).append(' ');
    }
    String order = by.size() == 1 ? "" : "^2";
    return new String[] {
      "d" + order + " log " + p + " / " + text,
      "\\frac{\\partial"
          + (order.isEmpty() ? "" : "^{2}")
          + " \\log "
          + Symbols.latex(p)
          + "}{"
          + latex.toString().strip()
          + "}"
    };
  }

  /**
   * @param wanted by name in text and in LaTeX
   * @param parameters that tables may be derivatives by
   */
  private static List<Line> of(Map<String[], Expr> wanted, List<Parameter> parameters) {
    Listing listing = new Listing();
    List<Expr> order = new ArrayList<>();
    Set<Expr> seen = new HashSet<>();
    wanted.values().forEach(e -> listing.visit(e, seen, order));
    listing.nameTables(order, parameters);
    listing.nameShared(order, wanted);
    wanted.forEach(
        (name, e) -> {
          e.operands().forEach(listing::writeShared);
          listing.write(name[0], name[1], e);
        });
    return listing.lines;
  }

  private String name(Expr e) {
    return names.get(e);
  }

  /** Lists the nodes, operands first. */
  private void visit(Expr e, Set<Expr> seen, List<Expr> order) {
    if (seen.add(e)) {
      e.operands().forEach(operand -> visit(operand, seen, order));
      order.add(e);
      if (e instanceof Parameter p) {
        taken.add(p.name());
      } else if (e instanceof Column c) {
        taken.add(c.name());
      }
    }
  }

  /** The tables of sums are numbered; the others are their derivatives. */
  private void nameTables(List<Expr> order, List<Parameter> parameters) {
    for (Expr e : order) {
      if (e instanceof Lookup lookup
          && lookup.table().terms().size() == 1
          && !tables.containsKey(lookup.table())) {
        int number = ++sums;
        name(lookup.table(), "F" + number, "F_{" + number + "}");
        for (int i = 0; i < parameters.size(); i++) {
          Table slope = lookup.table().derivative(parameters.get(i));
          name(slope, lookup.table(), parameters.get(i));
          for (Parameter second : parameters.subList(i, parameters.size())) {
            name(slope.derivative(second), slope, second);
          }
        }
      }
    }
  }

  private void name(Table derivative, Table of, Parameter by) {
    name(
        derivative,
        tables.get(of) + "_" + by.name(),
        "\\partial_{" + Symbols.latex(by.name()) + "} " + tablesInLatex.get(of));
  }

  private void name(Table table, String inText, String inLatex) {
    tables.putIfAbsent(table, inText);
    tablesInLatex.putIfAbsent(table, inLatex);
  }

  /** Names what is long and printed at more than one place; the first is known by its own name. */
  private void nameShared(List<Expr> order, Map<String[], Expr> wanted) {
    wanted.values().forEach(e -> uses.merge(e, 1, Integer::sum));
    Map<Expr, Integer> sizes = new IdentityHashMap<>();
    Map<Expr, Set<Expr>> unbound = new IdentityHashMap<>();
    int bound = 1;
    for (Expr e : order) {
      if (e instanceof Parameter p && p.name().startsWith("?")) {
        String name;
        do {
          name = "t" + (bound++ > 1 ? bound - 1 : "");
        } while (taken.contains(name));
        names.put(e, name);
        written.add(e);
        unbound.put(e, Set.of(e));
      } else {
        Set<Expr> inside = new HashSet<>();
        e.operands().forEach(operand -> inside.addAll(unbound.get(operand)));
        Root.bound(e).forEach(inside::remove);
        unbound.put(e, inside.isEmpty() ? Set.of() : inside);
      }
      int inner = e.operands().stream().mapToInt(sizes::get).sum();
      sizes.put(e, Math.min(LONG, (e instanceof Lookup ? 3 : 1) + inner));
    }
    Set<Expr> shared = new HashSet<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      Expr e = order.get(i);
      int times = uses.getOrDefault(e, 0);
      boolean named =
          times > 1 && sizes.get(e) == LONG && unbound.get(e).isEmpty() && isWorthAName(e);
      if (named) {
        shared.add(e);
      }
      e.operands().forEach(operand -> uses.merge(operand, named ? 1 : times, Integer::sum));
    }
    Map.Entry<String[], Expr> first = wanted.entrySet().iterator().next();
    if (shared.remove(first.getValue())) {
      names.put(first.getValue(), first.getKey()[0]);
      written.add(first.getValue());
    }
    int[] next = {1, 1};
    for (Expr e : order) {
      if (shared.contains(e)) {
        int kind = e.varies() ? 0 : 1;
        String name;
        do {
          name = (kind == 0 ? "z" : "c") + next[kind]++;
        } while (taken.contains(name));
        names.put(e, name);
      }
    }
  }

  /** Products of parameters are better read as part of the fraction they stand in. */
  private static boolean isWorthAName(Expr e) {
    if (!(e instanceof Apply a)) {
      return true;
    }
    return switch (a.operation()) {
      case NEGATE, STOP, LESS, LESS_OR_EQUAL -> false;
      case DIVIDE -> e.varies() && !(a.operand(0) instanceof Constant);
      case MULTIPLY -> e.varies();
      default -> true;
    };
  }

  private void writeShared(Expr e) {
    if (written.add(e)) {
      e.operands().forEach(this::writeShared);
      String name = names.get(e);
      if (name != null) {
        write(name, Symbols.latex(name), e);
      }
    }
  }

  private void write(String name, String inLatex, Expr e) {
    lines.add(new Line(name, text.definition(e), inLatex + " = " + latex.definition(e)));
  }
}
