package org.pushforward.engine.elementary;

import java.util.Locale;

/** Prints the table of docs/functions.md. */
final class FunctionTable {

  private FunctionTable() {}

  static String text() {
    StringBuilder table = new StringBuilder("| function | max ulp | operations |\n|---|---|---|\n");
    for (ElementaryFunction f : ElementaryFunction.values()) {
      table.append(
          String.format(Locale.ROOT, "| %s | %.2f | %s |%n", f.title, f.largestError(), f.cost()));
    }
    return table.toString();
  }

  public static void main(String[] arguments) {
    System.out.print(text());
  }
}
