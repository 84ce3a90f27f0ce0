package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/**
 * An argument of a law and what must hold of it.
 *
 * @param isGroup whether it is a group of numbers, {1, 2, 3}
 */
record Argument(String name, boolean isGroup, List<Bound> bounds) {

  /**
   * A relation to a number, another argument or, in a group, the number before; "between edges": as
   * many as places between the edges; "sum 1": that of a group.
   */
  record Bound(String relation, String limit) {

    /** Whether this holds for some of the values that parameters can have. */
    boolean allows(Bounds value, Bounds limit) {
      return switch (relation) {
        case ">" -> value.high() > limit.low();
        case ">=" -> value.high() >= limit.low();
        case "<" -> value.low() < limit.high();
        case "<=" -> value.low() <= limit.high();
        case "!=" -> !(value.isPoint() && value.equals(limit));
        default -> throw new IllegalArgumentException(relation);
      };
    }

    boolean isToTheOneBefore() {
      return limit.equals("before");
    }

    /** The number, or the other argument's value. */
    Expr limit(Function<String, List<Expr>> others) {
      return limit.matches("-?\\d.*")
          ? Expr.of(Double.parseDouble(limit))
          : others.apply(limit).get(0);
    }

    String words() {
      String where = isToTheOneBefore() ? "the one before it" : limit;
      return switch (relation) {
        case ">" -> limit.equals("0") ? "must be positive" : "must be above " + where;
        case ">=" -> limit.equals("0") ? "must not be negative" : "must not be below " + where;
        case "<" -> limit.equals("0") ? "must be negative" : "must be below " + where;
        case "!=" -> "must not be " + where;
        default -> "must not be above " + where;
      };
    }
  }

  /** From "sd > 0", "high > low" or "edges[] > before": name, [] for a group, relations. */
  static Argument of(String text) {
    String[] words = text.split(" ");
    List<Bound> bounds = new ArrayList<>();
    for (int i = 1; i < words.length; i += 2) {
      bounds.add(new Bound(words[i], words[i + 1]));
    }
    return new Argument(words[0].replace("[]", ""), words[0].endsWith("[]"), bounds);
  }

  /** The values that are written for it. */
  List<Expr> values(Text text, Syntax written, Function<Syntax, Expr> formula) {
    if (isGroup && !(written instanceof Syntax.Group)) {
      throw text.problem(
          written, "\"" + name + "\" is a group of numbers", "write it in braces: {1, 2, 3}");
    }
    return items(written).stream().map(formula).toList();
  }

  private List<Syntax> items(Syntax written) {
    return isGroup ? ((Syntax.Group) written).items() : List.of(written);
  }

  /**
   * Refuses values none of which can be.
   *
   * @param others the values of the other arguments by name
   * @param ranges of parameters
   */
  void check(
      Text text,
      Syntax written,
      List<Expr> values,
      Function<String, List<Expr>> others,
      Ranges ranges) {
    if (values.isEmpty()) {
      throw text.problem(written, "\"" + name + "\" is empty", "give at least one number");
    }
    for (Bound bound : bounds) {
      if (bound.relation().equals("sum")) {
        checkSum(text, written, values, Double.parseDouble(bound.limit()));
        continue;
      }
      if (bound.relation().equals("between")) {
        int count = others.apply(bound.limit()).size() - 1;
        if (values.size() != count) {
          throw text.problem(
              written,
              "of \"%s\" there are %d, and %d places between \"%s\""
                  .formatted(name, values.size(), count, bound.limit()),
              "");
        }
        continue;
      }
      for (int k = bound.isToTheOneBefore() ? 1 : 0; k < values.size(); k++) {
        Expr value = values.get(k);
        Expr limit = bound.isToTheOneBefore() ? values.get(k - 1) : bound.limit(others);
        if (!bound.allows(ranges.of(value), ranges.of(limit))) {
          String mustBe = (isGroup ? "each of " : "") + name + " " + bound.words();
          throw text.problem(
              items(written).get(k), ranges.refusal(mustBe, value), ranges.advice(value, limit));
        }
      }
    }
  }

  /** Of decimals like 0.1, which are not what they are written as. */
  private void checkSum(Text text, Syntax written, List<Expr> values, double wanted) {
    double sum = values.stream().mapToDouble(Expr::constantOrNaN).sum();
    if (Math.abs(sum - wanted) > 1e-9) {
      throw text.problem(
          written, name + " add up to " + Expr.of(sum) + ", not to " + Expr.of(wanted), "");
    }
  }
}
