package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.engine.bijector.Bijector;
import org.pushforward.engine.bijector.CorrelationCholesky;
import org.pushforward.engine.bijector.Elementwise;
import org.pushforward.engine.bijector.Interval;
import org.pushforward.engine.bijector.LowerTriangular;
import org.pushforward.engine.bijector.LuMatrix;
import org.pushforward.engine.bijector.Ordered;
import org.pushforward.engine.bijector.Permutation;
import org.pushforward.engine.bijector.SoftmaxCentred;
import org.pushforward.engine.bijector.StickBreaking;
import org.pushforward.engine.bijector.VectorBijector;
import org.pushforward.engine.bijector.VectorFormula;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/** Gives what a model says of vectors its meaning. */
final class VectorReader {

  /**
   * A vector.
   *
   * @param formulas what its components are, over {@link Bases}
   */
  record Meaning(RandomVector vector, List<Expr> formulas) {}

  /** Components that one declaration may have. */
  private static final int MOST = 64;

  /** Maps of a vector alone, made for its dimension. */
  private static final Map<String, BiFunction<VectorReader, Of, VectorBijector>> MAPS =
      Map.of(
          "ordered", (reader, of) -> new Ordered(of.dimension()),
          "softmax_centred", (reader, of) -> new SoftmaxCentred(of.dimension()),
          "stick_breaking", (reader, of) -> new StickBreaking(of.dimension()),
          "correlation_cholesky", VectorReader::correlation,
          "permutation", VectorReader::permutation,
          "lower_triangular", VectorReader::lowerTriangular,
          "lu", VectorReader::lu);

  /** What a map is made for: the call, the dimension of its last argument. */
  private record Of(Syntax.Call call, int dimension) {}

  /** What makes vectors. */
  static final Set<String> NAMES = names();

  private final ScalarReader scalars;
  private final Text text;
  private final Names names;
  private final Images images;
  private final Bases bases;
  private final VectorLaws laws;

  VectorReader(ScalarReader scalars, Text text, Names names, Images images, Bases bases) {
    this.scalars = scalars;
    this.text = text;
    this.names = names;
    this.images = images;
    this.bases = bases;
    this.laws = new VectorLaws(scalars, names.ranges(), text, bases);
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>(MAPS.keySet());
    names.addAll(VectorLaws.NAMES);
    names.add("iid");
    return Collections.unmodifiableSet(names);
  }

  /** Whether a vector is written here. */
  boolean isVector(Syntax syntax) {
    return syntax instanceof Syntax.Group
        || syntax instanceof Syntax.Name name && names.vector(name.name()).isPresent()
        || syntax instanceof Syntax.Call call
            && (NAMES.contains(call.name())
                || call.name().equals("truncate")
                    && !call.arguments().isEmpty()
                    && isVector(call.arguments().get(0).value())
                || call.name().equals("mix")
                    && call.arguments().stream().anyMatch(a -> isVector(a.value()))
                || Images.NAMED.containsKey(call.name())
                    && call.arguments().size() == 1
                    && isVector(call.arguments().get(0).value()));
  }

  /** The vector that is written here; empty where it is no vector. */
  Optional<Meaning> read(Syntax syntax) {
    return isVector(syntax) ? Optional.of(vector(syntax)) : Optional.empty();
  }

  private Meaning vector(Syntax syntax) {
    if (syntax instanceof Syntax.Group group) {
      return group(group);
    }
    if (syntax instanceof Syntax.Name name && isVector(name)) {
      Model.Part part = names.vector(name.name()).orElseThrow();
      part.names().forEach(names::use);
      return new Meaning(
          part.vector(), List.copyOf(part.names().stream().map(Parameter::of).toList()));
    }
    if (!isVector(syntax)) {
      throw text.problem(
          syntax, "this is no vector", "write {X, Y}, iid(3, X) or the name of a vector");
    }
    Syntax.Call call = (Syntax.Call) syntax;
    if (call.name().equals("iid")) {
      return iid(call);
    }
    if (call.name().equals("mix")) {
      return mixture(call);
    }
    if (call.name().equals("truncate")) {
      return truncated(call);
    }
    return MAPS.containsKey(call.name())
        ? mapped(call)
        : VectorLaws.NAMES.contains(call.name()) ? laws.read(call) : elementwise(call);
  }

  /** iid(n, X): each component is a fresh draw. */
  private Meaning iid(Syntax.Call call) {
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
    int uses = names.uses();
    RandomVariable component = scalars.random(law);
    if (names.uses() > uses) {
      throw text.problem(
          law,
          "the components of iid are drawn afresh, and a named variable is one draw",
          "write its law in its place");
    }
    List<RandomVariable> all = Collections.nCopies((int) n, component);
    return new Meaning(new Independent(all), all.stream().<Expr>map(v -> bases.law(v)).toList());
  }

  /** mix(f -> X, 1-f -> Y), X and Y fresh vectors. */
  private Meaning mixture(Syntax.Call call) {
    List<Expr> weights = scalars.weights(call);
    List<MixedVector.Component> components = new ArrayList<>();
    int uses = names.uses();
    for (Syntax.Argument argument : call.arguments()) {
      RandomVector vector = vector(argument.value()).vector();
      components.add(new MixedVector.Component(weights.get(components.size()), vector));
      if (names.uses() > uses) {
        throw text.problem(
            argument.value(),
            "the vectors of a mixture are drawn afresh, and a named variable is one draw",
            "write its law in its place");
      }
      RandomVector first = components.get(0).vector();
      if (vector.dimension() != first.dimension()) {
        throw text.problem(
            argument.value(),
            "this vector has "
                + vector.dimension()
                + " components, and the first of the mixture "
                + first.dimension(),
            "mix vectors of as many components");
      }
      for (int i = 0; i < vector.dimension(); i++) {
        if (vector.isDiscrete(i) != first.isDiscrete(i)) {
          throw text.problem(
              call,
              "a mixture of a discrete and a continuous variable has no density",
              "mix vectors that are discrete in the same components");
        }
      }
    }
    return laws.whole(call, new MixedVector(components));
  }

  /** truncate(X, {a, -inf}, {b, c}): X given that each component lies in its range. */
  private Meaning truncated(Syntax.Call call) {
    if (call.arguments().size() != 3) {
      throw text.problem(
          call, "truncate takes 3 arguments", "write truncate(X, {0, -inf}, {5, 2}) of a vector");
    }
    Meaning whole = vector(call.arguments().get(0).value());
    int n = whole.vector().dimension();
    List<Expr> lows = laws.ends(call.arguments().get(1).value(), n);
    List<Expr> highs = laws.ends(call.arguments().get(2).value(), n);
    List<Support> ranges = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      scalars.requireRange(call, lows.get(i), highs.get(i));
      ranges.add(new Support(lows.get(i), highs.get(i)));
    }
    RandomVector vector;
    try {
      vector = Conditioned.of(whole.vector(), ranges);
    } catch (UnsupportedOperationException e) {
      throw text.problem(
          call,
          "the probability of these ranges is not derived: " + e.getMessage(),
          "give ranges to fewer components, or truncate the variables that the vector is made of");
    }
    List<Expr> formulas = new ArrayList<>();
    if (vector instanceof Independent independent) {
      for (RandomVariable x : independent.components()) {
        formulas.add(bases.madeOf(List.of(whole.formulas().get(formulas.size())), () -> x));
      }
      return new Meaning(vector, formulas);
    }
    return laws.whole(call, vector, whole.formulas());
  }

  /**
   * {f, g, ...}: where they have no variable in common, independent variables; else a map of the
   * variables in them.
   */
  private Meaning group(Syntax.Group group) {
    List<ScalarReader.Meaning> items = group.items().stream().map(scalars::variable).toList();
    List<Expr> formulas = items.stream().map(ScalarReader.Meaning::formula).toList();
    boolean areIndependent =
        IntStream.range(0, formulas.size())
            .allMatch(
                i ->
                    formulas.subList(0, i).stream()
                        .allMatch(f -> bases.areIndependent(f, formulas.get(i))));
    return new Meaning(
        areIndependent
            ? new Independent(items.stream().map(ScalarReader.Meaning::variable).toList())
            : joint(group, formulas),
        formulas);
  }

  private RandomVector joint(Syntax.Group group, List<Expr> formulas) {
    List<Expr> over =
        bases
            .overVectors(formulas)
            .orElseThrow(
                () ->
                    text.problem(
                        group,
                        "these depend on each other through a mixture, a truncation or a part of a"
                            + " vector",
                        "write formulas of variables that are independent, or of all components"));
    List<Parameter> symbols = symbols(over);
    if (symbols.size() != over.size()) {
      throw text.problem(
          group,
          over.size() + " formulas of " + symbols.size() + " variables have no density derived",
          "write as many formulas as there are variables");
    }
    RandomVector vector = base(symbols);
    try {
      List<Interval> domain =
          IntStream.range(0, symbols.size())
              .mapToObj(i -> names.ranges().of(vector.support(i)))
              .toList();
      Set<Parameter> discrete =
          IntStream.range(0, symbols.size())
              .filter(vector::isDiscrete)
              .mapToObj(symbols::get)
              .collect(Collectors.toSet());
      return new PushedVector(
          VectorFormula.of(symbols, over, domain, names.ranges().parameters(), discrete), vector);
    } catch (VectorFormula.NotInvertible e) {
      throw text.problem(
          group,
          "these formulas are not known to have an inverse: " + e.getMessage(),
          "write linear formulas, or such that each brings in one variable more, in which it rises"
              + " or falls");
    }
  }

  /** All variables in formulas, those of a vector one after the other. */
  private List<Parameter> symbols(List<Expr> formulas) {
    Set<Parameter> symbols = new LinkedHashSet<>();
    for (Parameter symbol : formulas.stream().flatMap(f -> bases.in(f).stream()).toList()) {
      symbols.addAll(bases.vector(symbol).map(Bases.Vector::symbols).orElse(List.of(symbol)));
    }
    return List.copyOf(symbols);
  }

  /** The vector of these symbols: vectors that all are of, and single variables. */
  private RandomVector base(List<Parameter> symbols) {
    List<RandomVector> vectors = new ArrayList<>();
    Set<Parameter> seen = new HashSet<>();
    for (Parameter symbol : symbols) {
      Optional<Bases.Vector> whole = bases.vector(symbol);
      if (seen.add(symbol)) {
        vectors.add(
            whole
                .map(Bases.Vector::vector)
                .orElseGet(() -> new Independent(List.of(bases.variable(symbol)))));
        seen.addAll(whole.map(Bases.Vector::symbols).orElse(List.of()));
      }
    }
    return vectors.size() == 1 ? vectors.get(0) : new Joined(vectors);
  }

  private void requireContinuous(Syntax at, RandomVector vector) {
    if (IntStream.range(0, vector.dimension()).anyMatch(vector::isDiscrete)) {
      throw text.problem(
          at,
          "this map is derived of continuous variables, and there is a discrete one here",
          "name it, and write formulas of it and of the others: {k, a*k + x}");
    }
  }

  /** The components' formulas in their places, each a bijection. */
  private Meaning elementwise(Syntax.Call call) {
    Syntax argument = call.arguments().get(0).value();
    Meaning x = vector(argument);
    Bijector map = Images.NAMED.get(call.name());
    VectorBijector each = new Elementwise(Collections.nCopies(x.vector().dimension(), map));
    List<Expr> formulas = each.forward(x.formulas()).values();
    if (x.vector() instanceof Independent independent) {
      return new Meaning(
          new Independent(independent.components().stream().map(v -> images.of(call, v)).toList()),
          formulas);
    }
    requireContinuous(argument, x.vector());
    for (int i = 0; i < x.vector().dimension(); i++) {
      if (!map.domain().contains(names.ranges().of(x.vector().support(i)))) {
        throw text.problem(
            argument,
            call.name() + " is not defined wherever a component of this vector may lie",
            "");
      }
    }
    return new Meaning(new PushedVector(each, x.vector()), formulas);
  }

  private Meaning mapped(Syntax.Call call) {
    boolean isAlone = Set.of("permutation", "lower_triangular", "lu").contains(call.name());
    int count = isAlone ? 2 : 1;
    if (call.arguments().size() != count) {
      throw text.problem(
          call,
          call.name() + " takes " + count + (count == 1 ? " argument" : " arguments"),
          "write "
              + switch (call.name()) {
                case "permutation" -> "permutation({2, 1, 3}, X)";
                case "lower_triangular" -> "lower_triangular({{1}, {0.5, 2}}, X)";
                case "lu" -> "lu({{2, 1}, {0.5, 1}}, X)";
                default -> call.name() + "(X)";
              });
    }
    Syntax last = call.arguments().get(count - 1).value();
    Meaning x = vector(last);
    requireContinuous(last, x.vector());
    VectorBijector map = MAPS.get(call.name()).apply(this, new Of(call, x.vector().dimension()));
    return new Meaning(new PushedVector(map, x.vector()), map.forward(x.formulas()).values());
  }

  private VectorBijector correlation(Of of) {
    int rows = 2;
    while (rows * (rows - 1) / 2 < of.dimension()) {
      rows++;
    }
    if (rows * (rows - 1) / 2 != of.dimension()) {
      throw text.problem(
          of.call(),
          "no correlation matrix has " + of.dimension() + " entries below its diagonal",
          "one of n rows has n (n - 1) / 2: 1, 3, 6, ...");
    }
    return new CorrelationCholesky(rows);
  }

  private VectorBijector permutation(Of of) {
    Syntax first = of.call().arguments().get(0).value();
    List<Integer> order =
        laws.numbers(first, of.dimension()).stream().map(e -> (int) e.constantOrNaN() - 1).toList();
    if (!Set.copyOf(order)
        .equals(IntStream.range(0, of.dimension()).boxed().collect(Collectors.toSet()))) {
      throw text.problem(
          first, "this is no order of 1 to " + of.dimension(), "write each number once: {2, 1, 3}");
    }
    return new Permutation(order);
  }

  private VectorBijector lowerTriangular(Of of) {
    return new LowerTriangular(
        laws.lowerTriangle(of.call().arguments().get(0).value(), of.dimension()));
  }

  private VectorBijector lu(Of of) {
    List<Integer> same = IntStream.range(0, of.dimension()).boxed().toList();
    Syntax first = of.call().arguments().get(0).value();
    return new LuMatrix(new Permutation(same), laws.square(first, of.dimension()));
  }

  /** The components' names: those in braces, else the name followed by 1, 2, ... */
  List<String> names(Syntax.Declaration declaration, Optional<Meaning> vector) {
    List<Syntax.Name> written = declaration.names();
    if (vector.isEmpty()) {
      throw text.problem(
          declaration.value(), "this is no vector", "write name ~ variable, without braces");
    }
    int dimension = vector.get().vector().dimension();
    if (!declaration.isGroup()) {
      String name = written.get(0).name();
      return IntStream.rangeClosed(1, dimension).mapToObj(i -> name + i).toList();
    }
    if (written.size() != dimension) {
      throw text.problem(
          declaration.value(),
          "this vector has "
              + dimension
              + " components, and there are "
              + written.size()
              + " names",
          "name each component");
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

  /** A vector where one variable is wanted. */
  SpecException misplaced(Syntax vector) {
    return text.problem(
        vector,
        "a vector cannot stand here",
        vector instanceof Syntax.Name name
            ? "its components are "
                + String.join(", ", names.vector(name.name()).orElseThrow().names())
            : "declare it, as y ~ ..., and use its components y1, y2, ...");
  }
}
