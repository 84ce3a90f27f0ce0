package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/** What the names in a model stand for, and which of them are used. */
final class Names {
  private static final Map<String, Double> CONSTANTS = Map.of("pi", 3.141592653589793);

  private final Text text;
  private final Map<String, Bounds> known;
  private final Ranges ranges;
  private final Map<String, Expr> numbers;

  /** Variables, components of vectors and vectors. */
  private final Set<String> declared = new LinkedHashSet<>();

  private final Map<String, Model.Part> vectors = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> parameters = new LinkedHashSet<>();
  private int uses;

  /**
   * @param known names that may stand for parameters, and where these lie
   * @param numbers what other names stand for
   */
  Names(Text text, Map<String, Bounds> known, Map<String, Expr> numbers) {
    this.text = text;
    this.known = known;
    this.ranges = Ranges.of(known);
    this.numbers = numbers;
  }

  void requireNew(String name, Syntax at) {
    if (declared.contains(name) || known.containsKey(name)) {
      throw text.problem(
          at,
          "\"" + name + "\" is already " + (known.containsKey(name) ? "a parameter" : "declared"),
          "take another name");
    }
  }

  /** The names of a part have a meaning from here on. */
  void declare(Model.Part part) {
    declared.addAll(part.names());
  }

  /** The same of a vector as a whole. */
  void declare(String vector, Model.Part part) {
    declared.add(vector);
    vectors.put(vector, part);
  }

  /** The vector of this name. */
  Optional<Model.Part> vector(String name) {
    return Optional.ofNullable(vectors.get(name));
  }

  /** Whether a named variable stands here; it is then used. */
  boolean isVariable(Syntax.Name name) {
    boolean isVariable = declared.contains(name.name()) && vector(name.name()).isEmpty();
    if (isVariable) {
      use(name.name());
    }
    return isVariable;
  }

  /** Notes that a named variable is used. */
  void use(String name) {
    used.add(name);
    uses++;
  }

  /** How often named variables have been used. */
  int uses() {
    return uses;
  }

  /** The named variables that are used. */
  Set<String> used() {
    return used;
  }

  /** The parameters that are used. */
  Set<String> parameters() {
    return parameters;
  }

  /** Where parameters lie. */
  Ranges ranges() {
    return ranges;
  }

  /** The number that stands here. */
  Expr number(Syntax.Name name) {
    if (numbers.containsKey(name.name())) {
      return numbers.get(name.name());
    }
    if (CONSTANTS.containsKey(name.name())) {
      return Expr.of(CONSTANTS.get(name.name()));
    }
    if (known.containsKey(name.name())) {
      parameters.add(name.name());
      return Parameter.of(name.name());
    }
    List<String> names = new ArrayList<>(known.keySet());
    names.addAll(declared);
    names.addAll(numbers.keySet());
    names.addAll(CONSTANTS.keySet());
    throw text.problem(
        name,
        "there is no parameter or variable \"" + name.name() + "\"",
        Nearest.advice(name.name(), names, "names"));
  }
}
