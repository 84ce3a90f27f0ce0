package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/** Reads calls of laws. */
final class LawReader {
  private final ScalarReader scalars;
  private final Ranges ranges;
  private final Text text;

  LawReader(ScalarReader scalars, Ranges ranges, Text text) {
    this.scalars = scalars;
    this.ranges = ranges;
    this.text = text;
  }

  RandomVariable read(Syntax.Call call) {
    Laws.Law law = Laws.NAMED.get(call.name());
    return law.make().apply(arguments(call, law));
  }

  /** The values of a law's arguments, by place or by name. */
  private List<List<Expr>> arguments(Syntax.Call call, Laws.Law law) {
    List<String> names = law.names();
    String signature = call.name() + "(" + String.join(", ", names) + ")";
    if (call.arguments().size() != names.size()) {
      throw text.problem(
          call,
          call.name()
              + " takes "
              + names.size()
              + (names.size() == 1 ? " argument" : " arguments")
              + ", not "
              + call.arguments().size(),
          "write " + signature);
    }
    List<List<Expr>> values = new ArrayList<>(Collections.nCopies(names.size(), null));
    Syntax[] written = new Syntax[names.size()];
    for (int i = 0; i < names.size(); i++) {
      Syntax.Argument argument = call.arguments().get(i);
      int at = argument.name().isEmpty() ? i : names.indexOf(argument.name());
      if (at < 0) {
        throw text.problem(
            argument.value(),
            call.name() + " has no argument \"" + argument.name() + "\"",
            Nearest.advice(argument.name(), names, "arguments"));
      }
      if (argument.weight() != null || values.get(at) != null) {
        throw text.problem(argument.value(), "this argument is misplaced", "write " + signature);
      }
      values.set(at, law.arguments().get(at).values(text, argument.value(), scalars::formula));
      written[at] = argument.value();
    }
    for (int i = 0; i < written.length; i++) {
      law.arguments()
          .get(i)
          .check(text, written[i], values.get(i), name -> values.get(names.indexOf(name)), ranges);
    }
    return values;
  }
}
