package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/** Gives what a model says of one number or one variable its meaning. */
final class ScalarReader {
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
  private final Names names;
  private final Bases bases;
  private final Images images;
  private final VectorReader vectors;
  private IntegrandReader integrands;

  ScalarReader(Text text, Names names, Bases bases) {
    this.text = text;
    this.names = names;
    this.bases = bases;
    this.images = new Images(text, names.ranges());
    this.vectors = new VectorReader(this, text, names, images, bases);
  }

  /** Has formulas under an expectation read by these. */
  void under(IntegrandReader reader) {
    integrands = reader;
  }

  private IntegrandReader integrands(Syntax.Call call) {
    if (integrands == null) {
      throw text.problem(
          call.start(),
          call.nameEnd(),
          call.name() + " stands in the formula of an expectation alone",
          "");
    }
    return integrands;
  }

  /** What vectors are read by. */
  VectorReader vectors() {
    return vectors;
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
    if (syntax instanceof Syntax.Given) {
      throw text.problem(
          syntax, "a value and its law stand in logp alone", "write logp(x | normal(0, 1))");
    }
    if (syntax instanceof Syntax.Group) {
      throw text.problem(
          syntax, "a group of numbers cannot stand here", "write one formula, without braces");
    }
    return call((Syntax.Call) syntax);
  }

  private Meaning name(Syntax.Name name) {
    if (names.isVariable(name)) {
      Parameter symbol = Parameter.of(name.name());
      return random(symbol, () -> bases.variable(symbol));
    }
    if (vectors.isVector(name)) {
      throw vectors.misplaced(name);
    }
    return number(names.number(name));
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
      case "+" -> new Sum(left.variable(), right.variable());
      case "-" ->
          new Sum(left.variable(), Images.affine(Expr.of(0), Expr.of(-1), right.variable()));
      default ->
          throw text.problem(
              binary,
              "the density of \"" + binary.operator() + "\" of two random variables is not derived",
              "add or subtract them, or multiply one by a formula of parameters");
    };
  }

  private Meaning call(Syntax.Call call) {
    if (Laws.NAMED.containsKey(call.name())) {
      RandomVariable variable = new LawReader(this, names.ranges(), text).read(call);
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
      return new MapReader(this, names, images, text).read(call);
    }
    if (IntegrandReader.NAMES.contains(call.name())) {
      return number(integrands(call).read(call));
    }
    Functions.Call function = Functions.NAMED.get(call.name());
    if (function == null) {
      List<String> all = new ArrayList<>(Laws.NAMED.keySet());
      all.addAll(COMBINATIONS);
      all.addAll(VectorReader.NAMES);
      all.addAll(MapReader.NAMES);
      all.addAll(Functions.NAMED.keySet());
      all.addAll(IntegrandReader.NAMES);
      boolean looksRandom = Nearest.of(call.name(), Laws.NAMED.keySet()).isPresent();
      throw text.problem(
          call.start(),
          call.nameEnd(),
          "there is no "
              + (looksRandom ? "distribution" : "distribution or function")
              + " \""
              + call.name()
              + "\"",
          Nearest.advice(call.name(), all, "distributions and functions"));
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
          ? images.power(second.formula(), first.variable(), call)
          : images.exponential(first.formula(), second.variable(), call);
    }
    Expr formula =
        function
            .make()
            .apply(arguments.stream().map(a -> a.isRandom() ? Images.X : a.formula()).toList());
    return images.of(call, formula, Images.X, random.get(0).variable());
  }

  private Meaning mixture(Syntax.Call call) {
    List<Expr> weights = weights(call);
    List<Meaning> variables = call.arguments().stream().map(a -> variable(a.value())).toList();
    return madeOf(variables, () -> mixture(call, weights, variables));
  }

  /** The probabilities of a mixture's components. */
  List<Expr> weights(Syntax.Call call) {
    List<Expr> weights = new ArrayList<>();
    for (Syntax.Argument argument : call.arguments()) {
      if (argument.weight() == null) {
        throw text.problem(
            argument.value(),
            "a component of a mixture needs its probability",
            "write mix(f -> X, 1-f -> Y)");
      }
      weights.add(formula(argument.weight()));
    }
    if (weights.size() < 2) {
      throw text.problem(
          call, "a mixture has at least two components", "write mix(f -> X, 1-f -> Y)");
    }
    return weights;
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
    Expr low = end(call.arguments().get(1).value());
    Expr high = end(call.arguments().get(2).value());
    requireRange(call, low, high);
    Meaning whole = variable(call.arguments().get(0).value());
    return madeOf(List.of(whole), () -> new Truncated(whole.variable(), low, high));
  }

  /** An end of a range: a formula, or inf, which stands nowhere else. */
  Expr end(Syntax syntax) {
    if (syntax instanceof Syntax.Negation negation && isInfinity(negation.operand())) {
      return Expr.of(Double.NEGATIVE_INFINITY);
    }
    return isInfinity(syntax) ? Expr.of(Double.POSITIVE_INFINITY) : formula(syntax);
  }

  private static boolean isInfinity(Syntax syntax) {
    return syntax instanceof Syntax.Name name && name.name().equals("inf");
  }

  void requireRange(Syntax.Call call, Expr low, Expr high) {
    if (names.ranges().of(low).low() >= names.ranges().of(high).high()) {
      throw text.problem(call, "the range of this truncation is empty", "low must be below high");
    }
  }

  private Meaning madeOf(List<Meaning> parts, Supplier<RandomVariable> derivation) {
    Supplier<RandomVariable> once = new Meaning(null, derivation)::variable;
    return random(bases.madeOf(parts.stream().map(Meaning::formula).toList(), once), once);
  }

  RandomVariable gathered(Syntax where, Expr formula) {
    return Gathering.of(where, formula, bases, images, text);
  }

  private static Meaning random(Expr formula, Supplier<RandomVariable> derivation) {
    return new Meaning(formula, derivation);
  }

  private static Meaning number(Expr formula) {
    return new Meaning(formula, null);
  }
}
