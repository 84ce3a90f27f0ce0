package org.pushforward.engine.variable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Parser;
import org.pushforward.engine.expr.Syntax;
import org.pushforward.engine.expr.Text;

/**
 * Gives a model text its meaning: every part is either a formula of parameters or a random
 * variable.
 */
public final class ModelReader {
  private final Text text;
  private final Names names;
  private final Bases bases = new Bases();
  private final ScalarReader scalars;
  private final List<Model.Part> parts = new ArrayList<>();

  private ModelReader(Text text, Names names) {
    this.text = text;
    this.names = names;
    this.scalars = new ScalarReader(text, names, bases);
  }

  /**
   * Reads a model.
   *
   * @param known names that may stand for parameters, of any value
   */
  public static Model read(Text text, Collection<String> known) {
    Map<String, Bounds> anywhere = new LinkedHashMap<>();
    known.forEach(name -> anywhere.put(name, Bounds.LINE));
    return read(text, anywhere);
  }

  /**
   * Reads a model.
   *
   * @param known names that may stand for parameters, and where these lie
   */
  public static Model read(Text text, Map<String, Bounds> known) {
    Names names = new Names(text, known, Map.of());
    ModelReader reader = new ModelReader(text, names);
    List<Syntax.Declaration> declarations = Parser.model(text);
    declarations.forEach(reader::declare);
    List<Model.Part> observables = reader.observables();
    reader.requireIndependent(observables, declarations);
    return new Model(observables, names.parameters(), names.used());
  }

  /**
   * Reads a formula of numbers.
   *
   * @param names what its names stand for
   */
  public static Expr formula(Text text, Map<String, Expr> names) {
    Names meanings = new Names(text, Map.of(), names);
    return new ScalarReader(text, meanings, new Bases()).formula(Parser.formula(text));
  }

  /**
   * Reads a formula of a model's observables and of parameters, to be averaged over what the model
   * draws.
   *
   * @param known names that may stand for parameters, and where these lie
   * @param resolved gives the sums in a law their densities
   */
  public static Integrand integrand(
      Text text, Model model, Map<String, Bounds> known, UnaryOperator<RandomVector> resolved) {
    Map<String, Expr> observables = new LinkedHashMap<>();
    model.names().forEach(name -> observables.put(name, IntegrandReader.symbol(name)));
    Names meanings = new Names(text, known, observables);
    ScalarReader scalars = new ScalarReader(text, meanings, new Bases());
    IntegrandReader reader = new IntegrandReader(scalars, text, model, known.keySet(), resolved);
    scalars.under(reader);
    return reader.of(scalars.formula(Parser.formula(text)));
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

  private void declare(Syntax.Declaration declaration) {
    Optional<VectorReader.Meaning> vector = scalars.vectors().read(declaration.value());
    Syntax.Name first = declaration.names().get(0);
    if (vector.isEmpty() && !declaration.isGroup()) {
      ScalarReader.Meaning meaning = scalars.variable(declaration.value());
      RandomVariable variable = meaning.variable();
      names.requireNew(first.name(), first);
      bases.name(first.name(), meaning.formula(), variable);
      add(
          new Model.Part(
              List.of(first.name()), new Independent(List.of(variable)), declaration.said()));
      return;
    }
    List<String> components = scalars.vectors().names(declaration, vector);
    declaration.names().forEach(name -> names.requireNew(name.name(), name));
    components.forEach(name -> names.requireNew(name, first));
    List<Expr> formulas = vector.orElseThrow().formulas();
    Model.Part part = new Model.Part(components, vector.orElseThrow().vector(), declaration.said());
    if (part.isJoint()) {
      bases.name(
          components, formulas, part.vector(), f -> scalars.gathered(declaration.value(), f));
    }
    part.variables()
        .forEach((name, v) -> bases.name(name, formulas.get(components.indexOf(name)), v));
    add(part);
    if (!declaration.isGroup()) {
      names.declare(first.name(), part);
    }
  }

  private void add(Model.Part part) {
    parts.add(part);
    names.declare(part);
  }

  /** What is not used otherwise; of independent components those that are not. */
  private List<Model.Part> observables() {
    List<Model.Part> observables = new ArrayList<>();
    for (Model.Part part : parts) {
      List<String> left =
          part.names().stream().filter(name -> !names.used().contains(name)).toList();
      boolean isWhole = left.size() == part.names().size();
      // A joint part of which some are used depends on what they are used for, which is refused.
      if (isWhole || part.isJoint() && !left.isEmpty()) {
        observables.add(part);
      } else if (!left.isEmpty()) {
        List<RandomVariable> independent = left.stream().map(part.variables()::get).toList();
        observables.add(new Model.Part(left, new Independent(independent), part.said()));
      }
    }
    return observables;
  }
}
