package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/**
 * An argument of a law and what must hold of it.
 *
 * @param isGroup whether it is a group of numbers, {1, 2, 3}
 */
record Argument(String name, boolean isGroup, List<Bound> bounds) {

  /** A relation to a number, another argument or, in a group, the number before. */
  record Bound(String relation, String limit) {

    /** Whether this can hold; of what depends on parameters it can. */
    boolean allows(double value, double limit) {
      return switch (relation) {
        case ">" -> !(value <= limit);
        case ">=" -> !(value < limit);
        case "<" -> !(value >= limit);
        case "<=" -> !(value > limit);
        default -> throw new IllegalArgumentException(relation);
      };
    }

    String words() {
      String where = limit.equals("before") ? "the one before it" : limit;
      return switch (relation) {
        case ">" -> limit.equals("0") ? "must be positive" : "must be above " + where;
        case ">=" -> limit.equals("0") ? "must not be negative" : "must not be below " + where;
        case "<" -> "must be below " + where;
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

  /**
   * Refuses numbers that cannot be.
   *
   * @param written the text of each of the values
   * @param others the values of the other arguments by name
   */
  void check(
      Text text, List<Syntax> written, List<Expr> values, Function<String, List<Expr>> others) {
    for (Bound bound : bounds) {
      for (int k = 0; k < values.size(); k++) {
        if (bound.limit().equals("before") && k == 0) {
          continue;
        }
        double limit =
            bound.limit().equals("before")
                ? values.get(k - 1).constantOrNaN()
                : bound.limit().matches("-?\\d.*")
                    ? Double.parseDouble(bound.limit())
                    : others.apply(bound.limit()).get(0).constantOrNaN();
        if (!bound.allows(values.get(k).constantOrNaN(), limit)) {
          String found = bound.words() + ", not " + values.get(k);
          throw text.problem(written.get(k), (isGroup ? "each of " : "") + name + " " + found, "");
        }
      }
    }
  }
}
