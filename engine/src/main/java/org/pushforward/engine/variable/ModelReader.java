package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Parser;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/**
 * Gives a model text its meaning: every part is either a formula of parameters or a random
 * variable.
 */
public final class ModelReader {

  private static final Map<String, Double> CONSTANTS = Map.of("pi", 3.141592653589793);

  private static final List<String> COMBINATIONS = List.of("mix", "truncate");

  /** A formula or a variable; exactly one is not null. */
  private record Meaning(Expr formula, RandomVariable variable) {
    boolean isRandom() {
      return variable != null;
    }
  }

  private final Text text;
  private final Images images;
  private final Collection<String> known;
  private final Map<String, RandomVariable> variables = new LinkedHashMap<>();
  private final List<Model.Part> parts = new ArrayList<>();
  private final VectorReader vectors;
  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> parameters = new LinkedHashSet<>();

  private ModelReader(Text text, Collection<String> known) {
    this.text = text;
    this.images = new Images(text);
    this.known = known;
    this.vectors = new VectorReader(this, text);
  }

  /**
   * Reads a model.
   *
   * @param known names that may stand for parameters
   */
  public static Model read(Text text, Collection<String> known) {
    ModelReader reader = new ModelReader(text, known);
    for (Syntax.Declaration declaration : Parser.model(text)) {
      reader.declare(declaration);
    }
    return new Model(reader.observables(), reader.parameters);
  }

  private void declare(Syntax.Declaration declaration) {
    Optional<RandomVector> vector = vectors.read(declaration.value());
    if (vector.isEmpty() && !declaration.isGroup()) {
      String name = declaration.names().get(0).name();
      RandomVariable variable = random(declaration.value());
      requireNew(declaration.names().get(0));
      variables.put(name, variable);
      parts.add(new Model.Part(List.of(name), new Independent(List.of(variable))));
      return;
    }
    List<String> names = vectors.names(declaration, vector.map(RandomVector::dimension).orElse(0));
    declaration.names().forEach(this::requireNew);
    names.forEach(name -> requireNew(name, declaration.names().get(0)));
    Model.Part part = new Model.Part(names, vector.orElseThrow());
    variables.putAll(part.variables());
    parts.add(part);
    vectors.declare(declaration, part);
  }

  private void requireNew(Syntax.Name at) {
    requireNew(at.name(), at);
  }

  private void requireNew(String name, Syntax at) {
    boolean isDeclared = parts.stream().anyMatch(part -> part.names().contains(name));
    if (isDeclared || vectors.isDeclared(name) || known.contains(name)) {
      throw text.problem(
          at,
          "\"" + name + "\" is already " + (known.contains(name) ? "a parameter" : "declared"),
          "take another name");
    }
  }

  /** What is not used otherwise; of independent components those that are not. */
  private List<Model.Part> observables() {
    List<Model.Part> observables = new ArrayList<>();
    for (Model.Part part : parts) {
      List<String> left = part.names().stream().filter(name -> !used.contains(name)).toList();
      if (left.size() == part.names().size()) {
        observables.add(part);
      } else if (!left.isEmpty()) {
        List<RandomVariable> independent = left.stream().map(part.variables()::get).toList();
        observables.add(new Model.Part(left, new Independent(independent)));
      }
    }
    return observables;
  }

  /** How many named variables have been used. */
  int used() {
    return used.size();
  }

  RandomVariable random(Syntax syntax) {
    Meaning meaning = meaning(syntax);
    if (!meaning.isRandom()) {
      throw text.problem(
          syntax, "this is a number, not a random variable", "write, for example, normal(0, 1)");
    }
    return meaning.variable();
  }

  Expr formula(Syntax syntax) {
    Meaning meaning = meaning(syntax);
    if (meaning.isRandom()) {
      throw text.problem(
          syntax,
          "a random variable cannot stand where a number is wanted",
          "write a formula of parameters");
    }
    return meaning.formula();
  }

  private Meaning meaning(Syntax syntax) {
    if (syntax instanceof Syntax.Number number) {
      return new Meaning(Expr.of(number.value()), null);
    }
    if (syntax instanceof Syntax.Name name) {
      return name(name);
    }
    if (syntax instanceof Syntax.Negation negation) {
      Meaning operand = meaning(negation.operand());
      return operand.isRandom()
          ? random(Images.affine(Expr.of(0), Expr.of(-1), operand.variable()))
          : number(operand.formula().negate());
    }
    if (syntax instanceof Syntax.Binary binary) {
      return binary(binary);
    }
    if (syntax instanceof Syntax.Group) {
      throw text.problem(
          syntax, "a group of numbers cannot stand here", "write one formula, without braces");
    }
    return call((Syntax.Call) syntax);
  }

  private Meaning name(Syntax.Name name) {
    RandomVariable variable = variables.get(name.name());
    if (variable != null) {
      if (!used.add(name.name())) {
        throw text.problem(
            name,
            "\"" + name.name() + "\" is used twice, and its uses would not be independent",
            "sums of dependent variables are not derived; name each variable once");
      }
      return random(variable);
    }
    if (CONSTANTS.containsKey(name.name())) {
      return number(Expr.of(CONSTANTS.get(name.name())));
    }
    if (known.contains(name.name())) {
      parameters.add(name.name());
      return number(Parameter.of(name.name()));
    }
    List<String> names = new ArrayList<>(known);
    names.addAll(variables.keySet());
    names.addAll(CONSTANTS.keySet());
    throw text.problem(
        name,
        "there is no parameter or variable \"" + name.name() + "\"",
        Nearest.advice(name.name(), names, "names"));
  }

  private Meaning binary(Syntax.Binary binary) {
    Meaning left = meaning(binary.left());
    Meaning right = meaning(binary.right());
    if (!left.isRandom() && !right.isRandom()) {
      Expr a = left.formula();
      Expr b = right.formula();
      return number(
          switch (binary.operator()) {
            case "+" -> a.plus(b);
            case "-" -> a.minus(b);
            case "*" -> a.times(b);
            case "/" -> a.over(b);
            case "<" -> Formulas.less(a, b);
            case "<=" -> Formulas.lessOrEqual(a, b);
            default -> Formulas.pow(a, b);
          });
    }
    if (left.isRandom() && right.isRandom()) {
      return switch (binary.operator()) {
        case "+" -> random(new Sum(left.variable(), right.variable()));
        case "-" ->
            random(
                new Sum(left.variable(), Images.affine(Expr.of(0), Expr.of(-1), right.variable())));
        default ->
            throw text.problem(
                binary,
                "the density of \""
                    + binary.operator()
                    + "\" of two random variables is not derived",
                "add or subtract them, or multiply one by a formula of parameters");
      };
    }
    return random(
        left.isRandom()
            ? images.withNumber(binary, left.variable(), right.formula())
            : images.withNumber(binary, left.formula(), right.variable()));
  }

  private Meaning call(Syntax.Call call) {
    Laws.Law law = Laws.NAMED.get(call.name());
    if (law != null) {
      return random(law.make().apply(arguments(call, law)));
    }
    if (call.name().equals("mix")) {
      return random(mixture(call));
    }
    if (call.name().equals("truncate")) {
      return random(truncated(call));
    }
    Functions.Call function = Functions.NAMED.get(call.name());
    if (function == null) {
      List<String> names = new ArrayList<>(Laws.NAMED.keySet());
      names.addAll(COMBINATIONS);
      names.addAll(Functions.NAMED.keySet());
      boolean looksRandom = Nearest.of(call.name(), Laws.NAMED.keySet()).isPresent();
      throw text.problem(
          call.start(),
          call.nameEnd(),
          "there is no "
              + (looksRandom ? "distribution" : "distribution or function")
              + " \""
              + call.name()
              + "\"",
          Nearest.advice(call.name(), names, "distributions and functions"));
    }
    int count = call.arguments().size();
    if (count < function.arity() || (count > function.arity() && !function.orMore())) {
      throw text.problem(
          call,
          call.name()
              + (function.orMore() ? " takes at least " : " takes ")
              + function.arity()
              + (function.arity() == 1 ? " argument, not " : " arguments, not ")
              + count,
          "");
    }
    List<Meaning> arguments = call.arguments().stream().map(a -> meaning(a.value())).toList();
    if (arguments.stream().noneMatch(Meaning::isRandom)) {
      return number(function.make().apply(arguments.stream().map(Meaning::formula).toList()));
    }
    if (arguments.stream().allMatch(Meaning::isRandom) && arguments.size() == 1) {
      return random(images.of(call, arguments.get(0).variable()));
    }
    if (call.name().equals("pow") && !arguments.stream().allMatch(Meaning::isRandom)) {
      return random(
          arguments.get(0).isRandom()
              ? images.power(arguments.get(0).variable(), arguments.get(1).formula(), call)
              : images.exponential(arguments.get(0).formula(), arguments.get(1).variable(), call));
    }
    throw images.notDerived(call);
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
      values.set(at, argument(argument.value(), law.arguments().get(at)));
      written[at] = argument.value();
    }
    for (int i = 0; i < written.length; i++) {
      List<Syntax> items =
          written[i] instanceof Syntax.Group group ? group.items() : List.of(written[i]);
      law.arguments()
          .get(i)
          .check(text, items, values.get(i), name -> values.get(names.indexOf(name)));
    }
    return values;
  }

  private List<Expr> argument(Syntax value, Argument argument) {
    if (!argument.isGroup()) {
      return List.of(formula(value));
    }
    if (!(value instanceof Syntax.Group group)) {
      throw text.problem(
          value,
          "\"" + argument.name() + "\" is a group of numbers",
          "write it in braces: {1, 2, 3}");
    }
    return group.items().stream().map(this::formula).toList();
  }

  private RandomVariable mixture(Syntax.Call call) {
    List<Mixture.Component> components = new ArrayList<>();
    for (Syntax.Argument argument : call.arguments()) {
      if (argument.weight() == null) {
        throw text.problem(
            argument.value(),
            "a component of a mixture needs its probability",
            "write mix(f -> X, 1-f -> Y)");
      }
      components.add(new Mixture.Component(formula(argument.weight()), random(argument.value())));
    }
    if (components.size() < 2) {
      throw text.problem(
          call, "a mixture has at least two components", "write mix(f -> X, 1-f -> Y)");
    }
    return new Mixture(components);
  }

  private RandomVariable truncated(Syntax.Call call) {
    if (call.arguments().size() != 3) {
      throw text.problem(call, "truncate takes 3 arguments", "write truncate(X, low, high)");
    }
    Expr low = formula(call.arguments().get(1).value());
    Expr high = formula(call.arguments().get(2).value());
    if (low.constantOrNaN() >= high.constantOrNaN()) {
      throw text.problem(call, "the range of this truncation is empty", "low must be below high");
    }
    return new Truncated(random(call.arguments().get(0).value()), low, high);
  }

  private static Meaning random(RandomVariable variable) {
    return new Meaning(null, variable);
  }

  private static Meaning number(Expr formula) {
    return new Meaning(formula, null);
  }
}
