package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/** Gives what a model says of vectors its meaning. */
final class VectorReader {
  /** Components that one declaration may have. */
  private static final int MOST = 64;

  private final ModelReader scalars;
  private final Text text;
  private final Map<String, List<String>> declared = new LinkedHashMap<>();

  VectorReader(ModelReader scalars, Text text) {
    this.scalars = scalars;
    this.text = text;
  }

  /** The vector that is written here; empty where it is no vector. */
  Optional<RandomVector> read(Syntax syntax) {
    if (syntax instanceof Syntax.Call call && call.name().equals("iid")) {
      return Optional.of(iid(call));
    }
    return Optional.empty();
  }

  /** iid(n, X): each component is written out, so that each is a fresh draw. */
  private RandomVector iid(Syntax.Call call) {
    if (call.arguments().size() != 2) {
      throw text.problem(call, "iid takes 2 arguments", "write iid(3, normal(0, 1))");
    }
    double n = scalars.formula(call.arguments().get(0).value()).constantOrNaN();
    if (!(n >= 1 && n <= MOST && n == Math.rint(n))) {
      throw text.problem(
          call.arguments().get(0).value(),
          "the number of components is a whole number from 1 to " + MOST,
          "write iid(3, normal(0, 1))");
    }
    Syntax law = call.arguments().get(1).value();
    int uses = scalars.uses();
    RandomVariable component = scalars.random(law);
    if (scalars.uses() > uses) {
      throw text.problem(
          law,
          "the components of iid are drawn afresh, and a named variable is one draw",
          "write its law in its place");
    }
    return new Independent(Collections.nCopies((int) n, component));
  }

  /** The components' names: those in braces, else the name followed by 1, 2, ... */
  List<String> names(Syntax.Declaration declaration, int dimension) {
    List<Syntax.Name> written = declaration.names();
    if (!declaration.isGroup()) {
      String name = written.get(0).name();
      return IntStream.rangeClosed(1, dimension).mapToObj(i -> name + i).toList();
    }
    if (written.size() != dimension) {
      throw text.problem(
          declaration.value(),
          dimension == 0
              ? "this is no vector"
              : "this vector has "
                  + dimension
                  + " components, and there are "
                  + written.size()
                  + " names",
          dimension == 0 ? "write name ~ variable, without braces" : "name each component");
    }
    List<String> names = new ArrayList<>();
    for (Syntax.Name name : written) {
      if (names.contains(name.name())) {
        throw text.problem(
            name, "\"" + name.name() + "\" is already declared", "take another name");
      }
      names.add(name.name());
    }
    return names;
  }

  void declare(Syntax.Declaration declaration, Model.Part part) {
    if (!declaration.isGroup()) {
      declared.put(declaration.names().get(0).name(), part.names());
    }
  }

  boolean isDeclared(String name) {
    return declared.containsKey(name);
  }
}
