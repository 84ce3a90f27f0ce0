package org.pushforward.engine.expr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Prints expressions as text, close to how the language reads them, or as LaTeX: products as
 * fractions and powers, sums with what varies first.
 */
final class Printer {
  // How tightly the surroundings bind.
  private static final int LOOSE = 0;
  private static final int PRODUCT = 2;
  private static final int POWER = 3;

  /** Functions that LaTeX knows by the names they have here. */
  private static final Set<String> OWN_COMMANDS =
      Set.of("exp", "log", "min", "max", "sin", "cos", "tan", "sinh", "cosh", "tanh");

  private static final Map<String, String> COMMANDS =
      Map.of(
          "log_normal_cdf", "\\log\\Phi",
          "normal_cdf", "\\Phi",
          "normal_density", "\\phi",
          "normal_quantile", "\\Phi^{-1}",
          "asin", "\\arcsin",
          "acos", "\\arccos",
          "atan", "\\arctan",
          "lgamma", "\\log\\Gamma",
          "digamma", "\\psi",
          "trigamma", "\\psi'");

  private final boolean latex;
  private final Function<Expr, String> names;
  private final Function<Table, String> tables;

  /**
   * @param names of expressions that stand under a name, else null
   * @param tables the distribution functions that tables hold
   */
  Printer(boolean latex, Function<Expr, String> names, Function<Table, String> tables) {
    this.latex = latex;
    this.names = names;
    this.tables = tables;
  }

  static String text(Expr e) {
    return new Printer(false, any -> null, any -> "table").definition(e);
  }

  /** The expression itself, even if it has a name. */
  String definition(Expr e) {
    return print(e, LOOSE, true);
  }

  private String print(Expr e, int outer) {
    return print(e, outer, false);
  }

  private String print(Expr e, int outer, boolean inFull) {
    String name = inFull ? null : names.apply(e);
    if (name != null) {
      return symbol(name);
    }
    if (e instanceof Constant c) {
      String number = Symbols.number(c.value(), latex);
      return bracket(number, number.startsWith("-") && outer > LOOSE);
    }
    if (e instanceof Parameter p) {
      return symbol(p.name());
    }
    if (e instanceof Column c) {
      return symbol(c.name());
    }
    if (e instanceof RandomNumber r) {
      return symbol((r.kind() == RandomNumber.Kind.NORMAL ? "z" : "u") + r.draw());
    }
    if (e instanceof Lookup l) {
      return call(tables.apply(l.table()) + "'".repeat(l.order()), l.operands());
    }
    if (e instanceof Root r) {
      return call("root", List.of(r.equation(), r.unknown()));
    }
    if (e instanceof Solution s) {
      List<Expr> parts = new ArrayList<>(s.equations());
      parts.addAll(s.unknowns());
      String number = String.valueOf(s.index() + 1);
      return call("root", parts) + (latex ? "_{" + number + "}" : "[" + number + "]");
    }
    if (e instanceof Rejection r) {
      return call("first", List.of(r.value(), r.accepted()));
    }
    if (e instanceof Integral i) {
      return bracket(integral(i), latex && outer > LOOSE);
    }
    Apply a = (Apply) e;
    return switch (a.operation()) {
      case ADD, SUBTRACT -> bracket(sum(a), outer > LOOSE);
      case MULTIPLY, DIVIDE, NEGATE, POW -> {
        Factors factors = Factors.of(a, inner -> inner != e && names.apply(inner) != null);
        yield bracket(
            product(factors),
            factors.negative ? outer > LOOSE : outer > (isPower(factors) ? POWER : PRODUCT));
      }
      case STOP -> print(a.operand(0), outer);
      case LESS, LESS_OR_EQUAL -> bracket(condition(a), true);
      case SELECT -> bracket(select(a), latex && outer > LOOSE);
      case EXP_BELOW_MAX -> {
        Expr highest = Apply.of(Operation.MAX, a.operand(0), a.operand(1));
        yield print(
            Apply.of(Operation.EXP, Apply.of(Operation.SUBTRACT, a.operand(0), highest)), 0);
      }
      default -> latex ? latexFunction(a, outer) : call(name(a), a.operands());
    };
  }

  private String integral(Integral i) {
    String from = print(i.from(), LOOSE);
    String to = print(i.to(), LOOSE);
    String of = print(i.integrand(), latex ? PRODUCT : LOOSE);
    String by = print(i.variable(), LOOSE);
    return latex
        ? "\\int_{" + from + "}^{" + to + "} " + of + "\\,d" + by
        : "integral(" + of + ", " + by + " from " + from + " to " + to + ")";
  }

  private static boolean isPower(Factors factors) {
    return factors.isSingle() && factors.powers.values().iterator().next() > 0;
  }

  private record Term(Expr e, boolean negative) {}

  private String sum(Apply e) {
    List<Term> terms = new ArrayList<>();
    terms(e, e, false, terms);
    terms.sort(Comparator.comparing(t -> t.e instanceof Constant ? 2 : t.e.varies() ? 0 : 1));
    // It begins with a positive term if there is one.
    terms.stream()
        .filter(t -> !t.negative)
        .findFirst()
        .filter(first -> terms.get(0).negative)
        .ifPresent(
            first -> {
              terms.remove(first);
              terms.add(0, first);
            });
    StringBuilder sum = new StringBuilder();
    for (Term term : terms) {
      sum.append(sum.isEmpty() ? (term.negative ? "-" : "") : term.negative ? " - " : " + ");
      sum.append(unsigned(term));
    }
    return sum.toString();
  }

  private void terms(Expr e, Expr root, boolean negative, List<Term> into) {
    if (e instanceof Apply a && (e == root || names.apply(e) == null)) {
      switch (a.operation()) {
        case ADD, SUBTRACT -> {
          terms(a.operand(0), root, negative, into);
          terms(a.operand(1), root, negative ^ a.operation() == Operation.SUBTRACT, into);
          return;
        }
        case NEGATE -> {
          terms(a.operand(0), root, !negative, into);
          return;
        }
        default -> {}
      }
    }
    Factors factors = factors(e);
    into.add(new Term(e, negative ^ factors.negative));
  }

  private Factors factors(Expr e) {
    return Factors.of(e, inner -> names.apply(inner) != null);
  }

  private String unsigned(Term term) {
    Factors factors = factors(term.e);
    factors.negative = false;
    return product(factors);
  }

  private String product(Factors factors) {
    List<Map.Entry<Expr, Double>> above = new ArrayList<>();
    List<Map.Entry<Expr, Double>> below = new ArrayList<>();
    factors.powers.forEach(
        (base, exponent) ->
            (exponent > 0 ? above : below).add(Map.entry(base, Math.abs(exponent))));
    above.sort(Comparator.comparing(factor -> !(factor.getKey() instanceof Constant)));
    below.sort(Comparator.comparing(factor -> !(factor.getKey() instanceof Constant)));
    String sign = factors.negative ? "-" : "";
    boolean fraction = factors.below != 1 || !below.isEmpty();
    if (!fraction) {
      return sign + factors(factors.above, above, factors.negative ? PRODUCT : LOOSE);
    }
    if (latex) {
      return sign
          + "\\frac{"
          + factors(factors.above, above, LOOSE)
          + "}{"
          + factors(factors.below, below, LOOSE)
          + "}";
    }
    boolean several = below.size() + (factors.below == 1 ? 0 : 1) > 1;
    return sign
        + factors(factors.above, above, PRODUCT)
        + "/"
        + bracket(factors(factors.below, below, POWER), several);
  }

  /**
   * @param outer for a factor that stands alone
   */
  private String factors(double number, List<Map.Entry<Expr, Double>> powers, int outer) {
    List<String> printed = new ArrayList<>();
    if (number != 1 || powers.isEmpty()) {
      printed.add(Symbols.number(number, latex));
    }
    boolean alone = printed.isEmpty() && powers.size() == 1;
    for (Map.Entry<Expr, Double> factor : powers) {
      printed.add(power(factor.getKey(), factor.getValue(), alone ? outer : PRODUCT));
    }
    return String.join(latex ? " " : "*", printed);
  }

  private String power(Expr base, double exponent, int outer) {
    if (base instanceof Apply a && a.operation() == Operation.POW && names.apply(base) == null) {
      String power = print(a.operand(0), POWER + 1);
      return latex
          ? power + "^{" + print(a.operand(1), LOOSE) + "}"
          : power + "^" + print(a.operand(1), POWER + 1);
    }
    if (exponent == 1) {
      return print(base, outer);
    }
    String number = Symbols.number(exponent, latex);
    boolean atom = names.apply(base) != null || !(base instanceof Apply);
    String printed = print(base, atom ? LOOSE : POWER + 1);
    if (latex) {
      boolean bare = atom || printed.startsWith("\\left(");
      return (bare ? printed : bracket(printed, true)) + "^{" + number + "}";
    }
    return printed + "^" + number;
  }

  private String condition(Apply a) {
    return print(a.operand(0), LOOSE)
        + (a.operation() == Operation.LESS ? " < " : latex ? " \\le " : " <= ")
        + print(a.operand(1), LOOSE);
  }

  private String select(Apply a) {
    Expr asked = a.operand(0);
    String condition =
        names.apply(asked) == null
                && asked instanceof Apply c
                && (c.operation() == Operation.LESS || c.operation() == Operation.LESS_OR_EQUAL)
            ? condition(c)
            : print(asked, LOOSE);
    String yes = print(a.operand(1), LOOSE);
    String no = print(a.operand(2), LOOSE);
    return latex
        ? "\\begin{cases} "
            + yes
            + " & \\text{if } "
            + condition
            + " \\\\ "
            + no
            + " & \\text{otherwise} \\end{cases}"
        : "select(" + condition + ", " + yes + ", " + no + ")";
  }

  private String latexFunction(Apply a, int outer) {
    String first = print(a.operand(0), LOOSE);
    return switch (a.operation()) {
      case SQRT -> "\\sqrt{" + first + "}";
      case ABS -> "\\left|" + first + "\\right|";
      case EXPM1 -> bracket("\\exp" + bracket(first, true) + " - 1", outer > LOOSE);
      case LOG1P -> "\\log" + bracket("1 + " + print(a.operand(0), 1), true);
      case NORMAL_CDF_INTEGRAL ->
          "\\int_{-\\infty}^{" + first + "} \\Phi(t / " + print(a.operand(1), PRODUCT) + ")\\,dt";
      case CAUCHY_QUANTILE ->
          "\\tan\\left(\\pi \\left(" + first + " - \\tfrac{1}{2}\\right)\\right)";
      default -> call(name(a), a.operands());
    };
  }

  private String call(String function, List<Expr> arguments) {
    String printed = arguments.stream().map(x -> print(x, LOOSE)).collect(Collectors.joining(", "));
    if (!latex) {
      return function + "(" + printed + ")";
    }
    boolean bare = OWN_COMMANDS.contains(function) && printed.matches("[\\\\\\w{}]+");
    return command(function) + (bare ? " " + printed : bracket(printed, true));
  }

  private static String command(String function) {
    if (OWN_COMMANDS.contains(function)) {
      return "\\" + function;
    }
    if (function.startsWith("\\") || function.matches("[^a-z].*")) {
      return function; // a table's, which is LaTeX already
    }
    return COMMANDS.getOrDefault(function, "\\operatorname{" + function.replace("_", "\\_") + "}");
  }

  private static String name(Apply a) {
    return a.operation().name().toLowerCase(Locale.ROOT);
  }

  private String symbol(String name) {
    return latex ? Symbols.latex(name) : name;
  }

  private String bracket(String text, boolean needed) {
    return !needed ? text : latex ? "\\left(" + text + "\\right)" : "(" + text + ")";
  }
}
