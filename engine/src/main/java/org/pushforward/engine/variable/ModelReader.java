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
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Apply;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Operation;
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

  /**
   * A formula of parameters, or a random variable. That is derived when it is asked for: what has a
   * meaning as a formula need not have a density.
   */
  static final class Meaning {
    /** Of a random variable, over {@link Bases}. */
    private final Expr formula;

    /** Null of a number. */
    private final Supplier<RandomVariable> derivation;

    private RandomVariable variable;

    Meaning(Expr formula, Supplier<RandomVariable> derivation) {
      this.formula = formula;
      this.derivation = derivation;
    }

    boolean isRandom() {
      return derivation != null;
    }

    Expr formula() {
      return formula;
    }

    RandomVariable variable() {
      variable = variable == null ? derivation.get() : variable;
      return variable;
    }
  }

  private final Text text;
  private final Images images;
  private final Collection<String> known;
  private final Bases bases = new Bases();
  private final Map<String, RandomVariable> variables = new LinkedHashMap<>();
  private final List<Model.Part> parts = new ArrayList<>();
  private final VectorReader vectors;
  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> parameters = new LinkedHashSet<>();
  private int uses;
  private final Map<String, Expr> numbers = new LinkedHashMap<>();

  private ModelReader(Text text, Collection<String> known) {
    this.text = text;
    this.images = new Images(text);
    this.known = known;
    this.vectors = new VectorReader(this, text, images, bases);
  }

  /**
   * Reads a model.
   *
   * @param known names that may stand for parameters
   */
  public static Model read(Text text, Collection<String> known) {
    ModelReader reader = new ModelReader(text, known);
    List<Syntax.Declaration> declarations = Parser.model(text);
    declarations.forEach(reader::declare);
    List<Model.Part> observables = reader.observables();
    reader.requireIndependent(observables, declarations);
    return new Model(observables, reader.parameters, reader.used);
  }

  private void requireIndependent(
      List<Model.Part> observables, List<Syntax.Declaration> declarations) {
    List<String> before = new ArrayList<>();
    for (Model.Part part : observables) {
      for (String y : part.names()) {
        for (String x : before) {
          if (!bases.areIndependent(Parameter.of(x), Parameter.of(y))) {
            throw text.problem(
                declarations.get(place(y)).value(),
                "\""
                    + x
                    + "\" and \""
                    + y
                    + "\" are made of the same variable, so they are not"
                    + " independent",
                "observables are taken as independent; give each a likelihood of its own");
          }
        }
      }
      before.addAll(part.names());
    }
  }

  /** Which declaration an observable stands in. */
  private int place(String name) {
    return IntStream.range(0, parts.size())
        .filter(i -> parts.get(i).names().contains(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Reads a formula of numbers.
   *
   * @param names what its names stand for
   */
  public static Expr formula(Text text, Map<String, Expr> names) {
    ModelReader reader = new ModelReader(text, List.of());
    reader.numbers.putAll(names);
    return reader.formula(Parser.formula(text));
  }

  private void declare(Syntax.Declaration declaration) {
    Optional<VectorReader.Meaning> vector = vectors.read(declaration.value());
    if (vector.isEmpty() && !declaration.isGroup()) {
      String name = declaration.names().get(0).name();
      Meaning meaning = variable(declaration.value());
      RandomVariable variable = meaning.variable();
      requireNew(declaration.names().get(0));
      variables.put(name, variable);
      bases.name(name, meaning.formula(), variable);
      parts.add(new Model.Part(List.of(name), new Independent(List.of(variable))));
      return;
    }
    List<String> names = vectors.names(declaration, vector);
    declaration.names().forEach(this::requireNew);
    names.forEach(name -> requireNew(name, declaration.names().get(0)));
    List<Expr> formulas = vector.orElseThrow().formulas();
    Model.Part part = new Model.Part(names, vector.orElseThrow().vector());
    if (part.isJoint()) {
      bases.name(names, formulas, part.vector(), f -> gathered(declaration.value(), f));
    }
    part.variables().forEach((name, v) -> bases.name(name, formulas.get(names.indexOf(name)), v));
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
      boolean isWhole = left.size() == part.names().size();
      // A joint part of which some are used depends on what they are used for, which is refused.
      if (isWhole || part.isJoint() && !left.isEmpty()) {
        observables.add(part);
      } else if (!left.isEmpty()) {
        List<RandomVariable> independent = left.stream().map(part.variables()::get).toList();
        observables.add(new Model.Part(left, new Independent(independent)));
      }
    }
    return observables;
  }

  /** How often named variables have been used. */
  int uses() {
    return uses;
  }

  RandomVariable random(Syntax syntax) {
    return variable(syntax).variable();
  }

  Meaning variable(Syntax syntax) {
    Meaning meaning = meaning(syntax);
    if (!meaning.isRandom()) {
      throw text.problem(
          syntax, "this is a number, not a random variable", "write, for example, normal(0, 1)");
    }
    return meaning;
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
      Expr value = operand.formula().negate();
      return operand.isRandom()
          ? random(value, () -> Images.affine(Expr.of(0), Expr.of(-1), operand.variable()))
          : number(value);
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

  /** Notes that a named variable is used. */
  void use(String name) {
    used.add(name);
    uses++;
  }

  private Meaning name(Syntax.Name name) {
    RandomVariable variable = variables.get(name.name());
    if (variable != null) {
      use(name.name());
      return random(Parameter.of(name.name()), () -> variable);
    }
    if (vectors.isComponent(name.name())) {
      use(name.name());
      Parameter symbol = Parameter.of(name.name());
      return random(symbol, () -> bases.variable(symbol));
    }
    if (vectors.isDeclared(name.name())) {
      throw vectors.misplaced(name);
    }
    if (numbers.containsKey(name.name())) {
      return number(numbers.get(name.name()));
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
    names.addAll(numbers.keySet());
    names.addAll(CONSTANTS.keySet());
    throw text.problem(
        name,
        "there is no parameter or variable \"" + name.name() + "\"",
        Nearest.advice(name.name(), names, "names"));
  }

  private Meaning binary(Syntax.Binary binary) {
    Meaning left = meaning(binary.left());
    Meaning right = meaning(binary.right());
    Expr a = left.formula();
    Expr b = right.formula();
    Expr value =
        switch (binary.operator()) {
          case "+" -> a.plus(b);
          case "-" -> a.minus(b);
          case "*" -> a.times(b);
          case "/" -> a.over(b);
          case "<" -> Formulas.less(a, b);
          case "<=" -> Formulas.lessOrEqual(a, b);
          default -> Formulas.pow(a, b);
        };
    return left.isRandom() || right.isRandom()
        ? random(value, () -> derived(binary, left, right, value))
        : number(value);
  }

  private RandomVariable derived(Syntax.Binary binary, Meaning left, Meaning right, Expr value) {
    if (!right.isRandom()) {
      return images.withNumber(binary, left.variable(), right.formula());
    }
    if (!left.isRandom()) {
      return images.withNumber(binary, left.formula(), right.variable());
    }
    if (!bases.areIndependent(left.formula(), right.formula())) {
      return gathered(binary, value);
    }
    return switch (binary.operator()) {
      case "+" -> images.sum(binary, left.variable(), right.variable());
      case "-" ->
          images.sum(
              binary, left.variable(), Images.affine(Expr.of(0), Expr.of(-1), right.variable()));
      default ->
          throw text.problem(
              binary,
              "the density of \"" + binary.operator() + "\" of two random variables is not derived",
              "add or subtract them, or multiply one by a formula of parameters");
    };
  }

  /** A formula that names variables more than once: a sum of images, each of one variable. */
  private RandomVariable gathered(Syntax where, Expr formula) {
    Expr whole =
        bases
            .overIndependent(List.of(formula))
            .orElseThrow(
                () ->
                    text.problem(
                        where,
                        "both sides are made of the same variable, one through a mixture or a"
                            + " truncation, or of one vector",
                        "the density of such a formula is not derived; use each variable once"))
            .get(0);
    Map<Parameter, Expr> coefficients = new LinkedHashMap<>();
    Map<List<Parameter>, Expr> terms = new LinkedHashMap<>();
    gather(whole, Expr.of(1), coefficients, terms);
    RandomVariable sum = null;
    for (Map.Entry<Parameter, Expr> linear : coefficients.entrySet()) {
      Parameter x = linear.getKey();
      Expr coefficient = linear.getValue();
      if (terms.containsKey(List.of(x))) {
        terms.merge(List.of(x), coefficient.times(x), Expr::plus);
      } else if (!coefficient.is(0)) {
        sum = plus(where, sum, Images.affine(Expr.of(0), coefficient, bases.variable(x)));
      }
    }
    Expr shift = Expr.of(0);
    for (Map.Entry<List<Parameter>, Expr> term : terms.entrySet()) {
      List<Parameter> symbols = term.getKey();
      if (symbols.size() > 1) {
        throw text.problem(
            where,
            "a term here is a formula of more than one variable, whose density is not derived",
            "write a sum of formulas of one variable each, or name a part and write a formula of"
                + " that: z ~ X + Y");
      }
      if (symbols.isEmpty()) {
        shift = term.getValue();
      } else {
        Parameter x = symbols.get(0);
        sum = plus(where, sum, images.of(where, term.getValue(), x, bases.variable(x)));
      }
    }
    if (sum == null) {
      throw text.problem(where, "nothing random is left of this difference", "");
    }
    return Images.affine(shift, Expr.of(1), sum);
  }

  private RandomVariable plus(Syntax where, RandomVariable sum, RandomVariable term) {
    return sum == null ? term : images.sum(where, sum, term);
  }

  /** Adds the terms of {@code factor e}: multiples of symbols, and others under those in them. */
  private void gather(
      Expr e, Expr factor, Map<Parameter, Expr> coefficients, Map<List<Parameter>, Expr> terms) {
    if (e instanceof Apply a) {
      List<Expr> operands = a.operands();
      switch (a.operation()) {
        case ADD, SUBTRACT -> {
          boolean isSum = a.operation() == Operation.ADD;
          gather(operands.get(0), factor, coefficients, terms);
          gather(operands.get(1), isSum ? factor : factor.negate(), coefficients, terms);
          return;
        }
        case NEGATE -> {
          gather(operands.get(0), factor.negate(), coefficients, terms);
          return;
        }
        case MULTIPLY -> {
          for (int i = 0; i < 2; i++) {
            if (bases.in(operands.get(i)).isEmpty()) {
              gather(operands.get(1 - i), factor.times(operands.get(i)), coefficients, terms);
              return;
            }
          }
        }
        case DIVIDE -> {
          if (bases.in(operands.get(1)).isEmpty()) {
            gather(operands.get(0), factor.over(operands.get(1)), coefficients, terms);
            return;
          }
        }
        default -> {}
      }
    }
    List<Parameter> symbols = bases.in(e);
    if (symbols.equals(List.of(e))) {
      coefficients.merge(symbols.get(0), factor, Expr::plus);
    } else {
      terms.merge(symbols, factor.times(e), Expr::plus);
    }
  }

  private Meaning call(Syntax.Call call) {
    Laws.Law law = Laws.NAMED.get(call.name());
    if (law != null) {
      RandomVariable variable = law.make().apply(arguments(call, law));
      return random(bases.law(variable), () -> variable);
    }
    if (call.name().equals("mix")) {
      return mixture(call);
    }
    if (call.name().equals("truncate")) {
      return truncated(call);
    }
    if (vectors.isVector(call)) {
      throw vectors.misplaced(call);
    }
    if (MapReader.NAMES.contains(call.name())) {
      return new MapReader(this, images, text).read(call);
    }
    Functions.Call function = Functions.NAMED.get(call.name());
    if (function == null) {
      List<String> names = new ArrayList<>(Laws.NAMED.keySet());
      names.addAll(COMBINATIONS);
      names.addAll(VectorReader.NAMES);
      names.addAll(MapReader.NAMES);
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
    Expr value = function.make().apply(arguments.stream().map(Meaning::formula).toList());
    return arguments.stream().anyMatch(Meaning::isRandom)
        ? random(value, () -> derived(call, function, arguments, value))
        : number(value);
  }

  private RandomVariable derived(
      Syntax.Call call, Functions.Call function, List<Meaning> arguments, Expr value) {
    Meaning first = arguments.get(0);
    if (arguments.size() == 1) {
      return images.of(call, first.variable());
    }
    List<Meaning> random = arguments.stream().filter(Meaning::isRandom).toList();
    if (random.size() > 1) {
      return gathered(call, value);
    }
    if (call.name().equals("pow")) {
      Meaning second = arguments.get(1);
      return first.isRandom()
          ? images.power(first.variable(), second.formula(), call)
          : images.exponential(first.formula(), second.variable(), call);
    }
    Expr formula =
        function
            .make()
            .apply(arguments.stream().map(a -> a.isRandom() ? Images.X : a.formula()).toList());
    return images.of(call, formula, Images.X, random.get(0).variable());
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
          .check(text, written[i], items, values.get(i), name -> values.get(names.indexOf(name)));
    }
    return values;
  }

  List<Expr> argument(Syntax value, Argument argument) {
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

  private Meaning mixture(Syntax.Call call) {
    List<Expr> weights = new ArrayList<>();
    List<Meaning> variables = new ArrayList<>();
    for (Syntax.Argument argument : call.arguments()) {
      if (argument.weight() == null) {
        throw text.problem(
            argument.value(),
            "a component of a mixture needs its probability",
            "write mix(f -> X, 1-f -> Y)");
      }
      weights.add(formula(argument.weight()));
      variables.add(variable(argument.value()));
    }
    if (weights.size() < 2) {
      throw text.problem(
          call, "a mixture has at least two components", "write mix(f -> X, 1-f -> Y)");
    }
    return madeOf(variables, () -> mixture(call, weights, variables));
  }

  private Mixture mixture(Syntax.Call call, List<Expr> weights, List<Meaning> variables) {
    if (variables.stream().map(v -> v.variable().isDiscrete()).distinct().count() > 1) {
      throw text.problem(
          call,
          "a mixture of a discrete and a continuous variable has no density",
          "add a narrow continuous variable to the discrete one, or give each a likelihood of its own");
    }
    return new Mixture(
        IntStream.range(0, weights.size())
            .mapToObj(k -> new Mixture.Component(weights.get(k), variables.get(k).variable()))
            .toList());
  }

  private Meaning truncated(Syntax.Call call) {
    if (call.arguments().size() != 3) {
      throw text.problem(call, "truncate takes 3 arguments", "write truncate(X, low, high)");
    }
    Expr low = formula(call.arguments().get(1).value());
    Expr high = formula(call.arguments().get(2).value());
    if (low.constantOrNaN() >= high.constantOrNaN()) {
      throw text.problem(call, "the range of this truncation is empty", "low must be below high");
    }
    Meaning whole = variable(call.arguments().get(0).value());
    return madeOf(List.of(whole), () -> new Truncated(whole.variable(), low, high));
  }

  private Meaning madeOf(List<Meaning> parts, Supplier<RandomVariable> derivation) {
    Supplier<RandomVariable> once = new Meaning(null, derivation)::variable;
    return random(bases.madeOf(parts.stream().map(Meaning::formula).toList(), once), once);
  }

  private static Meaning random(Expr formula, Supplier<RandomVariable> derivation) {
    return new Meaning(formula, derivation);
  }

  private static Meaning number(Expr formula) {
    return new Meaning(formula, null);
  }
}
