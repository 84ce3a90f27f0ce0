package org.pushforward.engine.expr;

import java.util.Locale;
import java.util.stream.Collectors;

/** Prints expressions as the language reads them. */
final class Printer {
  private Printer() {}

  static String text(Expr e) {
    return text(e, 0);
  }

  /**
   * {@code outer}: how tightly the surroundings bind: 1 sum, 2 product, 3 power or operand of a
   * minus.
   */
  private static String text(Expr e, int outer) {
    if (e instanceof Constant c) {
      String number = number(c.value());
      return number.startsWith("-") && outer > 0 ? "(" + number + ")" : number;
    }
    if (e instanceof Parameter p) {
      return p.name();
    }
    if (e instanceof Column c) {
      return c.name();
    }
    if (e instanceof Lookup l) {
      return (l.order() == 0 ? "table" : "table" + "'".repeat(l.order())) + "(" + l.x() + ")";
    }
    Apply a = (Apply) e;
    return switch (a.operation()) {
      case ADD -> bracket(text(a.operand(0), 1) + " + " + text(a.operand(1), 1), outer > 1);
      case SUBTRACT -> bracket(text(a.operand(0), 1) + " - " + text(a.operand(1), 2), outer > 1);
      case MULTIPLY -> bracket(text(a.operand(0), 2) + "*" + text(a.operand(1), 2), outer > 2);
      case DIVIDE -> bracket(text(a.operand(0), 2) + "/" + text(a.operand(1), 3), outer > 2);
      case NEGATE -> bracket("-" + text(a.operand(0), 3), outer > 0);
      case POW -> text(a.operand(0), 4) + "^" + text(a.operand(1), 4);
      default ->
          a.operation().name().toLowerCase(Locale.ROOT)
              + a.operands().stream()
                  .map(Printer::text)
                  .collect(Collectors.joining(", ", "(", ")"));
    };
  }

  private static String bracket(String text, boolean needed) {
    return needed ? "(" + text + ")" : text;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
