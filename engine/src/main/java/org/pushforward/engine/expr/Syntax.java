package org.pushforward.engine.expr;

import java.util.List;

/**
 * What was written, with where it stands in the text: from {@code start} (inclusive) to {@code end}
 * (exclusive).
 */
public sealed interface Syntax {
  int start();

  int end();

  /** A number as written. */
  record Number(double value, int start, int end) implements Syntax {}

  /** A name that is not called. */
  record Name(String name, int start, int end) implements Syntax {}

  /** {@code -operand}. */
  record Negation(Syntax operand, int start, int end) implements Syntax {}

  /** {@code left operator right}, the operator one of + - * / ^ < <=. */
  record Binary(String operator, Syntax left, Syntax right, int start, int end) implements Syntax {}

  /** {@code name(arguments)}; the name ends at {@code nameEnd}. */
  record Call(String name, List<Argument> arguments, int start, int nameEnd, int end)
      implements Syntax {}

  /**
   * An argument: {@code value}, {@code name=value}, or {@code weight -> value}.
   *
   * @param name empty if it has none
   * @param weight null if it has none
   */
  record Argument(String name, Syntax weight, Syntax value) {}

  /** {@code value | law}: a value, and what it is one of. */
  record Given(Syntax value, Syntax law, int start, int end) implements Syntax {}

  /** {@code {item, item, ...}}. */
  record Group(List<Syntax> items, int start, int end) implements Syntax {}

  /**
   * {@code name ~ value}, or {@code {name, name, ...} ~ value}.
   *
   * @param isGroup whether the names stand in braces
   * @param said what was written right of the {@code ~}
   */
  record Declaration(List<Name> names, boolean isGroup, Syntax value, String said) {}
}
